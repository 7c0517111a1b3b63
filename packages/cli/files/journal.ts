/**
 * The journal of a run: each step is written down before it is made. A run that is killed leaves the journal behind; the
 * next one learns from it and from the disk which changes were made, so that it knows what is ours.
 */
import type { Disk } from "./disk.ts";
import { FileError, onDisk } from "./file-error.ts";
import type { Paths } from "./paths.ts";
import type { State } from "./state.ts";
import { type Step, stateAfter } from "./step.ts";
import { ignoringCode, isUnfinished, type Store } from "./store.ts";
import type { View } from "./view.ts";

const NAME = "journal";

export type Journal = {
  /** Adds a step, and waits until it is on the disk. */
  add(step: Step): void;
};

/** A new journal. There must be none: what it says was taken into the state. */
export function createJournal(store: Store): Journal {
  let isFirst = true;
  return {
    add(step) {
      store.append(Buffer.from(`${JSON.stringify(step)}\n`), isFirst, NAME);
      isFirst = false;
    },
  };
}

export const removeJournal = (store: Store) => store.remove(NAME);

/** The steps of a journal. A torn last line is of a step that was not begun. */
export function readJournal(store: Store): Step[] | undefined {
  const bytes = store.read(NAME);
  if (bytes === undefined) return undefined;
  const lines = Buffer.from(bytes).toString().split("\n").slice(0, -1);
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Step];
    } catch {
      return [];
    }
  });
}

/** Returns the state after the steps of a journal, as far as the disk shows that they were made. */
export function recovered(
  state: State,
  steps: readonly Step[],
  view: View,
  isThere: (folder: string) => boolean,
): State {
  const made = madeChanges(steps, view);
  const all = steps.reduce((each, step, i) => stateAfter(each, step, (path) => made.has(keyOf(i, path))), state);
  return { ...all, folders: new Set([...all.folders].filter(isThere)) };
}

const keyOf = (step: number, path: string) => `${step} ${path}`;

/**
 * The changes that were made. Those of one file follow each other: what the file has now is the result of the last one that
 * was made, and so the ones before it were made too.
 */
function madeChanges(steps: readonly Step[], view: View): Set<string> {
  const chains = new Map<string, { step: number; after: string | null }[]>();
  for (const [i, { operations }] of steps.entries()) {
    for (const { path, after } of operations) chains.set(path, [...(chains.get(path) ?? []), { step: i, after }]);
  }
  const made = new Set<string>();
  for (const [path, chain] of chains) {
    const now = hashOf(view, path);
    const last = chain.findLastIndex(({ after }) => after === now);
    for (const { step } of chain.slice(0, last + 1)) made.add(keyOf(step, path));
  }
  return made;
}

/** undefined: it cannot be told, because the file cannot be read. */
function hashOf(view: View, path: string): string | null | undefined {
  try {
    return view.look(path).hash;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Removes the unfinished files of a run that was killed. A journal that came with a repository is not trusted. */
export function removeUnfinished(disk: Disk, steps: readonly Step[], paths: Paths): void {
  for (const { operations } of steps) {
    for (const { next } of operations) {
      const real = next !== null && isUnfinished(next) ? realFile(paths, next) : undefined;
      if (real !== undefined) onDisk(next ?? "", "remove", () => ignoringCode("ENOENT", () => disk.unlink(real)));
    }
  }
}

/** undefined: there is no such file in the project. */
function realFile(paths: Paths, path: string): string | undefined {
  try {
    const { real, stat } = paths.resolve(path);
    return stat?.type === "file" ? real : undefined;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
