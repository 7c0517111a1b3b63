/** Reads and writes small files so that a crash never leaves a partial file. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
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

/** The JSON in a file. Undefined if the file does not exist or is not valid JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
