/** One server for one data directory: a lock that the operating system drops with the process, however it ends. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;

/** Takes the lock, or returns undefined where another process (or this one) holds it. */
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
