/** The file `events.jsonl`: one event a line. Every line is a whole event. A large file is renamed, and a few are kept. */
import { existsSync, fsyncSync, readFileSync, renameSync } from "node:fs";
import { open } from "node:fs/promises";
import { appendLines, removeTornLine, withFile } from "../lines.ts";

/** The size in bytes from which a file is renamed to `events.1.jsonl`, and that one to `events.2.jsonl`, and so on. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The number of renamed files. The oldest is replaced. */
const KEPT_FILES = 4;

/** Appends events. If the file would become too large, renames it first. */
export function appendEvents(file: string, lines: readonly string[], maxBytes = MAX_BYTES): void {
  const { size } = removeTornLine(file);
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  if (size > 0 && size + bytes > maxBytes) rotate(file);
  appendLines(file, lines);
}

/**
 * Removes the last line if it is torn. @returns the ids of the last events if it was, else undefined: those of the file
 * and of the newest renamed one, because the file may be new
 */
export function repairEvents(file: string): Set<string> | undefined {
  if (!removeTornLine(file).removed) return undefined;
  const files = [renamed(file, 1), file].filter((path) => existsSync(path));
  return new Set(files.flatMap((path) => readFileSync(path, "utf8").split("\n").flatMap(idOf)));
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

/** The name of a renamed file. The newest has the number 1; the number 0 is the file itself. */
const renamed = (file: string, number: number) => (number === 0 ? file : file.replace(/\.jsonl$/, `.${number}.jsonl`));

/** Renames the file, and the older ones before it. */
function rotate(file: string): void {
  withFile(file, fsyncSync);
  for (let number = KEPT_FILES - 1; number >= 0; number--) {
    try {
      renameSync(renamed(file, number), renamed(file, number + 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
