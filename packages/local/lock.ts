/** Locks a data directory for one server. The operating system releases the lock when the process ends in any way. */
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPrivateDatabase } from "./file.ts";
import { reasonOf, StartError } from "./start-error.ts";

/** Primary result codes, which are the last byte of the extended ones. https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/**
 * Takes the lock. Undefined: the directory is already locked, by this or another process.
 * @throws StartError if the file is damaged or cannot be used
 */
export function lockDirectory(dataDir: string): { release(): void } | undefined {
  const path = join(dataDir, "lock");
  let file: DatabaseSync | undefined;
  try {
    createPrivateDatabase(path);
    file = new DatabaseSync(path);
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const locked = file;
    return { release: () => locked.close() };
  } catch (error) {
    file?.close();
    const refusal = refusalOf(path, error);
    if (refusal) throw refusal;
    return undefined;
  }
}

/** The error for a lock that cannot be taken. Undefined: another process has it. */
export function refusalOf(path: string, error: unknown): StartError | undefined {
  const code = ((error as { errcode?: number }).errcode ?? 0) % 256;
  if (code === SQLITE_BUSY) return undefined;
  if (code !== SQLITE_CORRUPT && code !== SQLITE_NOTADB)
    return new StartError(`The lock ${path} cannot be used: ${reasonOf(error)}`);
  return new StartError(
    `The lock ${path} is damaged; if no server uses ${dirname(path)}, remove this file and try again`,
  );
}
