/**
 * The file `events.jsonl`: one event a line. A crash or a full disk can leave a torn last line; it is removed before
 * anything is written after it, so that every line is a whole event. A large file is renamed, and a few are kept.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";

/** The size in bytes from which a file is renamed to `events.1.jsonl`, and that one to `events.2.jsonl`, and so on. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The number of renamed files. The oldest is replaced. */
const KEPT_FILES = 4;

const LINE_FEED = 10;

/** Appends lines. If the last line is torn, removes it first. If the file is large, renames it first. */
export function appendEvents(file: string, lines: readonly string[], maxBytes = MAX_BYTES): void {
  const text = `${lines.join("\n")}\n`;
  const size = withFile(file, removeTornLine);
  if (size > 0 && size + Buffer.byteLength(text) > maxBytes) rotate(file);
  withFile(file, (fd) => writeSync(fd, text));
}

/**
 * Removes the last line if it is torn. @returns the ids of the events in the file if it was, else undefined
 */
export function repairEvents(file: string): Set<string> | undefined {
  const torn = withFile(file, (fd) => {
    const { size } = fstatSync(fd);
    return removeTornLine(fd) < size;
  });
  if (!torn) return undefined;
  return new Set(readFileSync(file, "utf8").split("\n").flatMap(idOf));
}

/** The id of the event in a line, or nothing if it is no event. */
function idOf(line: string): string[] {
  try {
    return [(JSON.parse(line) as { id: string }).id];
  } catch {
    return [];
  }
}

/** Waits until the events are on the disk. */
export async function flushEvents(file: string): Promise<void> {
  const handle = await open(file, "a", 0o600);
  await handle.sync().finally(() => handle.close());
}

function withFile<T>(file: string, use: (fd: number) => T): T {
  const fd = openSync(file, "a+", 0o600);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** Cuts the file after its last line feed. @returns its size */
function removeTornLine(fd: number): number {
  const { size } = fstatSync(fd);
  let end = size;
  const chunk = Buffer.alloc(64 * 1024);
  // An event is at most one chunk long, so this reads once or twice, and only one byte of a whole file.
  for (let wanted = 1; end > 0; wanted = chunk.length) {
    const start = Math.max(0, end - wanted);
    const found = chunk.subarray(0, readSync(fd, chunk, 0, end - start, start)).lastIndexOf(LINE_FEED);
    if (found >= 0) {
      end = start + found + 1;
      break;
    }
    end = start;
  }
  if (end < size) ftruncateSync(fd, end);
  return end;
}

/** Renames the file, and the older ones before it. */
function rotate(file: string): void {
  withFile(file, fsyncSync);
  const nameOf = (number: number) => (number === 0 ? file : file.replace(/\.jsonl$/, `.${number}.jsonl`));
  for (let number = KEPT_FILES - 1; number >= 0; number--) {
    try {
      renameSync(nameOf(number), nameOf(number + 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
