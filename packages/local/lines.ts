/**
 * Files with one JSON document a line. A crash or a full disk can leave a torn last line. Its writer was not told that
 * the line was written, and writes it again, so a torn line is removed before anything is written after it.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

const LINE_FEED = 10;
const CHUNK_BYTES = 64 * 1024;

/**
 * Appends lines to a file that only its owner may read: all of them, or none if it throws.
 * @param options `flush` waits until they are on the disk
 */
export function appendLines(file: string, lines: readonly string[], { flush = false } = {}): void {
  withFile(file, (fd) => {
    const { size } = cutTornLine(fd);
    try {
      writeAll(fd, `${lines.join("\n")}\n`);
      if (flush) fsyncSync(fd);
    } catch (error) {
      undoAppend(fd, size);
      throw error;
    }
  });
}

/** Writes the whole text. A disk that fills up makes a short write, which is no error, and refuses the next one. */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}

/** Cuts the file to its former size. If this fails too, the next append still removes a torn line. */
function undoAppend(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {
    // The reason why the append failed is the one to report.
  }
}

/** Removes the last line if it is torn. Creates the file if it does not exist. */
export const removeTornLine = (file: string): { removed: boolean; size: number } => withFile(file, cutTornLine);

/** Opens the file for reading and appending, and closes it after the use. */
export function withFile<T>(file: string, use: (fd: number) => T): T {
  const fd = openSync(file, "a+", 0o600);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** Cuts the file after its last line feed. Of a file that ends with one, reads only this byte. */
function cutTornLine(fd: number): { removed: boolean; size: number } {
  const before = fstatSync(fd).size;
  let size = before;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let wanted = 1; size > 0; wanted = CHUNK_BYTES) {
    const start = Math.max(0, size - wanted);
    const found = chunk.subarray(0, readSync(fd, chunk, 0, size - start, start)).lastIndexOf(LINE_FEED);
    size = found < 0 ? start : start + found + 1;
    if (found >= 0) break;
  }
  if (size < before) ftruncateSync(fd, size);
  return { removed: size < before, size };
}
