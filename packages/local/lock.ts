/** Locks a data directory for one server. The operating system releases the lock when the process ends in any way. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;

/** Takes the lock. Undefined: the directory is already locked, by this or another process. */
export function lockDirectory(dataDir: string): { release(): void } | undefined {
  const file = new DatabaseSync(join(dataDir, "lock"));
  try {
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return { release: () => file.close() };
}
