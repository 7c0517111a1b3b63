/** Steps: the changes of one place, decided before anything is written. The journal has them for a run that is killed. */
import type { Action } from "./place.ts";
import type { PlaceState, SharedFile, State } from "./state.ts";
import { withFolders, withPlace, withShared } from "./state.ts";
import type { Seen } from "./view.ts";

/** What is done to one file. */
export type FileChange = {
  readonly seen: Seen;
  /** null: the file is removed. */
  readonly bytes: Uint8Array | null;
  readonly hash: string | null;
  /** The permission bits after the change. */
  readonly mode: number;
};

/** What was decided for a place. */
export type Decision = {
  readonly action: Action;
  readonly detail: string | null;
  readonly hash: string | null;
  readonly disk_hash: string | null;
  readonly changes: readonly FileChange[];
  /** The state of the place afterwards. null: it has none. */
  readonly after: PlaceState | null;
  /** What is known about shared files afterwards, by their paths. */
  readonly shared: { readonly [path: string]: SharedFile | null };
  /** Folders that are ours, although no run in the state created them. */
  readonly folders?: readonly string[];
  /** Contents to keep for later merges. */
  readonly keep: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
  /** New contents that could not be merged, by their paths below the folder of conflicts. */
  readonly conflicts: readonly { readonly path: string; readonly bytes: Uint8Array }[];
};

/** A change as the journal has it. Paths are relative to the project. */
type Operation = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The unfinished file. null: the file is removed. */
  readonly next: string | null;
};

/** A decision as the journal has it. */
export type Step = {
  readonly id: string;
  readonly operations: readonly Operation[];
  readonly after: PlaceState | null;
  readonly shared: Decision["shared"];
  /** The folders that are created, relative to the project. */
  readonly folders: readonly string[];
};

/**
 * Returns the state after a step of which a part was done.
 * @param isDone whether the change of a file was made
 */
export function stateAfter(state: State, step: Step, isDone: (path: string) => boolean): State {
  const all = step.operations.every(({ path }) => isDone(path));
  const some = withFolders(state, step.folders);
  if (all) {
    const placed = withPlace(some, step.id, step.after);
    return Object.entries(step.shared).reduce((each, [path, file]) => withShared(each, path, file), placed);
  }
  const place = partly(state.places.get(step.id), step, isDone);
  return place === undefined ? some : withPlace(some, step.id, place);
}

/** The state of a place of which some files were written or removed. undefined: as it was. */
function partly(
  old: PlaceState | undefined,
  { after, operations }: Step,
  isDone: (path: string) => boolean,
): PlaceState | undefined {
  const done = operations.filter(({ path }) => isDone(path)).map(({ path }) => path);
  const shape = after ?? old;
  if (done.length === 0 || shape?.files === undefined) return undefined;
  const files = { ...old?.files };
  for (const path of done) {
    const written = after?.files && Object.hasOwn(after.files, path) ? after.files[path] : undefined;
    if (written === undefined) delete files[path];
    else files[path] = written;
  }
  return { place: shape.place, hash: null, files };
}
