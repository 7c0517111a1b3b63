/** Locks a data directory for one server. The operating system releases the lock when the process ends in any way. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

const SQLITE_BUSY = 5;

/**
 * Takes the lock. Undefined: the directory is already locked, by this or another process.
 * @throws StartError if the file is damaged
 */
export function lockDirectory(dataDir: string): { release(): void } | undefined {
  const path = join(dataDir, "lock");
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path);
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const locked = file;
    return { release: () => locked.close() };
  } catch (error) {
    file?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new StartError(`The lock ${path} is damaged; if no server uses ${dataDir}, remove this file and try again`);
  }
}
