/** Files that are whole after any crash: written beside, flushed, renamed. */
import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

export function writeAtomically(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.new`;
  const file = openSync(beside, "w", mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/** The file's JSON, or undefined where there is no file, or one that somebody damaged: what we write is whole. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Adds a line to a file that its owner alone may read. */
export const appendLine = (file: string, line: string, { flush = false } = {}) =>
  appendFileSync(file, `${line}\n`, { flush, mode: 0o600 });
