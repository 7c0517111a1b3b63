/** A run: writes into a project and removes from it, under a lock and with a journal. */
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { execute } from "./execute.ts";
import { FileError, onDisk } from "./file-error.ts";
import { finished, realFolder, STATE } from "./finish.ts";
import { createJournal, readJournal, recovered, removeJournal, removeUnfinished } from "./journal.ts";
import { type Lock, machine, type Processes, takeLock } from "./lock.ts";
import { decideFileRemoval, decideFiles, type Known } from "./own-files.ts";
import { createPaths, OWN_FOLDER, type Paths } from "./paths.ts";
import type { Content, Options, Outcome, Place } from "./place.ts";
import { decidePart, decidePartRemoval } from "./shared-files.ts";
import { createFindShares } from "./shares.ts";
import { EMPTY_STATE, type PlaceState, parseState, type State, stateText, withFolders, withPlace } from "./state.ts";
import { type Decision, stateAfter } from "./step.ts";
import { createStore, type Store } from "./store.ts";
import { createView } from "./view.ts";

/** A run in a project. Its calls must not overlap. */
export type Run = {
  /** What was found damaged or unfinished at the beginning, one line each. */
  readonly notes: readonly string[];
  /** The state as it is now. */
  state(): State;
  /**
   * Writes an artifact's content at its place. What is expected to go wrong (a malformed file, a full disk) is the outcome
   * `failed`, and the run can go on.
   */
  write(place: Place, content: Content, options?: Options): Promise<Outcome>;
  /** Removes what was written at a place, if nobody changed it. */
  remove(place: Place, options?: Options): Promise<Outcome>;
  /** The path of a place through all links, relative to the folder of the run. */
  locate(path: string): string;
  /** Writes the state, and removes empty folders that runs created. */
  save(): void;
  /** Saves, and releases the lock. Also after an error. */
  finish(): Promise<void>;
};

export type RunOptions = {
  /** Only looks: takes no lock and writes nothing. Outcomes and changes say what would be done. */
  readonly dryRun?: boolean;
  /** The folder for the state, absolute. Default: `.skillmeat` in the project. */
  readonly folder?: string;
  /** The processes of this machine, for the lock. */
  readonly processes?: Processes;
};

/**
 * Begins a run in a project. What a run that was killed did is learnt from its journal first.
 * @param root the project's folder, or the user's home
 * @throws FileError `locked` if another run works in the project
 */
export async function beginRun(disk: Disk, root: string, options: RunOptions = {}): Promise<Run> {
  const { dryRun = false, processes = machine } = options;
  const paths = createPaths(disk, root);
  const store = createStore(disk, options.folder ?? ownFolder(disk, paths));
  const lock = dryRun ? undefined : begin(disk, store, processes);
  try {
    return createRun(disk, paths, store, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** The folder of this tool in a project, which must not be a link that leads out of it. */
function ownFolder(disk: Disk, { root }: Paths): string {
  const folder = join(root, OWN_FOLDER);
  const stat = onDisk(OWN_FOLDER, "read", () => disk.lstat(folder));
  if (stat !== undefined && stat.type !== "folder")
    throw new FileError("not-a-file", OWN_FOLDER, `${OWN_FOLDER} must be a folder, and no link`);
  return folder;
}

function begin(disk: Disk, store: Store, processes: Processes): Lock {
  store.prepare();
  return takeLock(disk, store.folder, processes);
}

function createRun(disk: Disk, paths: Paths, store: Store, lock: Lock | undefined): Run {
  const notes: string[] = [];
  const view = createView(disk, paths);
  const saved = readState(store, notes);
  const steps = readJournal(store);
  if (lock && steps) removeUnfinished(disk, steps, paths);
  if (steps) notes.push("A run before this one was stopped. Its changes are taken over");
  let state = steps ? recovered(saved, steps, view, (folder) => realFolder(paths, folder) !== undefined) : saved;
  if (lock && steps) {
    store.write(Buffer.from(stateText(state)), true, STATE);
    removeJournal(store);
  }
  const journal = createJournal(store);
  const shares = createFindShares(paths, state);

  const known = (): Known => ({ disk, paths, view, store, state, shares });

  /** Decides, and makes the changes. */
  const settle = async (place: Place, decide: () => Promise<Decision> | Decision): Promise<Outcome> => {
    try {
      const decision = await decide();
      return lock ? make(place, decision) : pretend(place, decision);
    } catch (error) {
      if (error instanceof FileError) return failed(place, error);
      throw error;
    }
  };

  const make = (place: Place, decision: Decision): Outcome => {
    const { step, done, error } = execute({ disk, store, paths, journal }, place.id, decision);
    const isBegun = error === undefined || done.size > 0;
    state = isBegun ? stateAfter(state, step, (path) => done.has(path)) : withFolders(state, step.folders);
    return error ? failed(place, error) : outcomeOf(place, decision);
  };

  const pretend = (place: Place, decision: Decision): Outcome => {
    for (const { seen, bytes } of decision.changes) view.pretend(seen, bytes);
    const step = { id: place.id, operations: [], after: decision.after, shared: decision.shared, folders: [] };
    state = stateAfter(state, step, () => true);
    return outcomeOf(place, decision);
  };

  const removal = async (place: Place, old: PlaceState | undefined, options: Options): Promise<Decision> =>
    isOwn(place) ? decideFileRemoval(known(), place, old, options) : decidePartRemoval(known(), place, old, options);

  /** Removes what is at the place where an artifact was before its profile said otherwise. */
  const leave = async (place: Place, options: Options): Promise<void> => {
    const old = state.places.get(place.id);
    if (old === undefined || isSamePlace(old, place)) return;
    await settle(place, () => removal({ ...old.place, id: place.id }, old, options));
    state = withPlace(state, place.id, null);
  };

  const save = () => {
    if (lock) state = finished(disk, paths, store, state);
  };

  return {
    notes,
    state: () => state,
    async write(place, content, options = {}) {
      await leave(place, {});
      const old = state.places.get(place.id);
      return settle(place, () =>
        content.type === "folder" || content.type === "file"
          ? decideFiles(known(), place, content, old, options)
          : decidePart(known(), place, content, old, options),
      );
    },
    async remove(place, options = {}) {
      const old = state.places.get(place.id);
      return settle(place, () => removal(old ? { ...old.place, id: place.id } : place, old, options));
    },
    locate: paths.locate,
    save,
    async finish() {
      if (!lock) return;
      try {
        save();
      } finally {
        lock.release();
      }
    },
  };
}

const isOwn = ({ kind }: Place) => kind === "directory" || kind === "file";

const isSamePlace = ({ place: old }: PlaceState, place: Place) =>
  old.path === place.path &&
  old.kind === place.kind &&
  old.name === place.name &&
  (old.entry ?? null) === (place.entry ?? null) &&
  JSON.stringify([old.key ?? []].flat()) === JSON.stringify([place.key ?? []].flat());

function readState(store: Store, notes: string[]): State {
  const bytes = store.read(STATE);
  if (bytes === undefined) return EMPTY_STATE;
  const state = parseState(Buffer.from(bytes).toString());
  if (state === undefined) notes.push(".skillmeat/state.json is damaged. Nothing is taken for ours without a record");
  return state ?? EMPTY_STATE;
}

function failed({ id, path }: Place, error: FileError): Outcome {
  const nothing = { hash: null, disk_hash: null, changes: [], conflicts: [] };
  return { id, path, action: "failed", detail: error.message, ...nothing };
}

function outcomeOf({ id, path }: Place, decision: Decision): Outcome {
  const { action, detail, hash, disk_hash } = decision;
  const changes = decision.changes.map(({ seen, bytes }) => ({ path: seen.path, before: seen.bytes, after: bytes }));
  const conflicts = decision.conflicts.map((conflict) => `${OWN_FOLDER}/conflicts/${conflict.path}`);
  return { id, path, action, detail, hash, disk_hash, changes, conflicts };
}
