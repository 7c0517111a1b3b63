/** Reads and writes small files so that a crash never leaves a partial file. */
import { chmodSync, closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";

/** Only the owner may read the files. `flush`: the content is on the disk before the file gets its name. */
const NEW_FILE = { mode: 0o600, flush: true } as const;

/** Replaces a file atomically: writes a new file, flushes it, and renames it. */
export function writeAtomically(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text, NEW_FILE);
    renameSync(`${path}.new`, path);
  } catch (error) {
    // Errors of a write do not name the file.
    throw Object.assign(error as Error, { path });
  }
}

/** As `writeAtomically`, without blocking. Two calls for one path must not overlap. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, NEW_FILE);
  await rename(`${path}.new`, path);
}

/**
 * Creates the empty file of a SQLite database that only its owner may read; SQLite gives its mode to the files beside it.
 * If they exist, sets their mode. They are not opened, because that can release a lock of SQLite in this process.
 * https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
export function createPrivateDatabase(path: string): void {
  try {
    closeSync(openSync(path, "wx", NEW_FILE.mode));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  for (const suffix of ["", "-journal", "-wal", "-shm"]) makePrivate(path + suffix);
}

/** Takes the rights of other users from a file, if it exists and the file system allows it. */
function makePrivate(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || (stats.mode & 0o077) === 0) return;
  try {
    chmodSync(path, NEW_FILE.mode);
  } catch {
    // The file belongs to another user, or the file system has no modes.
  }
}

/** The JSON in a file. Undefined if the file does not exist or is not valid JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
