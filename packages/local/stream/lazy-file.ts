/** A small file that is replaced often, without making the event loop wait for the disk. */
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "../file.ts";

/** Milliseconds from the first unstored text to its write. Texts that come meanwhile replace each other. */
const WRITE_AFTER_MS = 200;

export type LazyFile = {
  /** Stores a text soon. `onStored` is called when it is on the disk; not if a later text was stored instead. */
  set(text: string, onStored: () => void): void;
  /** Stores the last text now. */
  close(): Promise<void>;
};

/**
 * Creates the writer of a file. At most one write runs at a time. A write that fails is logged the first time, and made again until it succeeds.
 * @param replace writes the text to the disk
 */
export function createLazyFile(
  path: string,
  log: (line: Record<string, unknown>) => void,
  replace = replaceFile,
): LazyFile {
  let last: { text: string; onStored: () => void } | undefined;
  let writing: Promise<void> | undefined;
  let failing = false;
  const closing = new AbortController();

  async function write(): Promise<void> {
    while (last) {
      await sleep(WRITE_AFTER_MS, undefined, { signal: closing.signal }).catch(() => {});
      const current = last;
      try {
        await replace(path, current.text);
        failing = false;
        if (last === current) last = undefined;
        current.onStored();
      } catch (error) {
        if (!failing) log({ level: "warn", message: "a file could not be stored", path, error: String(error) });
        failing = true;
        if (closing.signal.aborted) break;
      }
    }
    writing = undefined;
  }

  return {
    set(text, onStored) {
      last = { text, onStored };
      writing ??= write();
    },
    close: async () => {
      closing.abort();
      await writing;
    },
  };
}
