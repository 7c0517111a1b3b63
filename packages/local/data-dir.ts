/** Opens the data directory of a local run: creates it, checks that it can be written, and locks it. */
import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAtomically } from "./file.ts";
import { lockDirectory } from "./lock.ts";
import { reasonOf, StartError } from "./start-error.ts";

/** `path` is the real path. `lock` is undefined if another process holds it. */
export type DataDir = { path: string; lock: { release(): void } | undefined };

/** What a start needs at least: without so much space the engine would fail later, and less clearly. */
const NEEDED = " ".repeat(1024 * 1024);

/**
 * Creates a directory and its parents. (Node's own `recursive` tries for ever where a file system answers ENOENT although
 * the parent exists, as /proc does.)
 */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(directory).isDirectory()) return;
    const parent = dirname(directory);
    if (code !== "ENOENT" || existsSync(parent)) throw error;
    makeDirectory(parent);
    makeDirectory(directory);
  }
}

/** Opens the directory. @throws StartError if it cannot be created, written or locked */
export function openDataDir(directory: string): DataDir {
  try {
    makeDirectory(directory);
    // The real path: orphaned engines are found by the path in their command line.
    const path = realpathSync(directory);
    const file = join(path, "write-test");
    try {
      writeAtomically(file, NEEDED);
    } finally {
      for (const name of [file, `${file}.new`]) rmSync(name, { force: true });
    }
    return { path, lock: lockDirectory(path) };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`DATA_DIR '${directory}' cannot be used: ${reasonOf(error)}`);
  }
}
