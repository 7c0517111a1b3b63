/** Reads and writes small files so that a crash never leaves a partial file. */
import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** Replaces a file atomically: writes a new file, flushes it, and renames it. */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  const newPath = `${path}.new`;
  const file = openSync(newPath, "w", mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(newPath, path);
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

/** Appends a line to a file that only its owner may read. @param options `flush` waits until the line is on disk */
export const appendLine = (file: string, line: string, { flush = false } = {}) =>
  appendFileSync(file, `${line}\n`, { flush, mode: 0o600 });
