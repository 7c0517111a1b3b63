/** The end of a run: the state is written, and what it does not refer to is removed. */
import type { Disk } from "./disk.ts";
import { FileError, onDisk } from "./file-error.ts";
import { removeJournal } from "./journal.ts";
import { conflictPath } from "./part.ts";
import type { Paths } from "./paths.ts";
import { hashesOf, type State, stateText } from "./state.ts";
import { ignoringCode, type Store } from "./store.ts";

/** The file with the state, in the folder of this tool. */
export const STATE = "state.json";

/** Removes empty folders, writes the state, and removes what it does not refer to. Each step can be repeated. */
export function finished(disk: Disk, paths: Paths, store: Store, now: State): State {
  const files = new Set([...now.places.values()].map(({ file }) => file));
  const state: State = {
    places: now.places,
    shared: new Map([...now.shared].filter(([file]) => files.has(file))),
    folders: removeEmpty(disk, paths, now.folders),
  };
  const text = Buffer.from(stateText(state));
  if (!text.equals(store.read(STATE) ?? new Uint8Array())) store.write(text, true, STATE);
  store.sync();
  removeJournal(store);
  store.prune(hashesOf(state), conflictsOf(state));
  return state;
}

/** The conflicts that the user has not settled. */
const conflictsOf = ({ places }: State): Set<string> =>
  new Set(
    [...places.values()].flatMap(({ place, files, part }) => [
      ...Object.entries(files ?? {}).flatMap(([path, { conflict }]) => (conflict ? [path] : [])),
      ...(part?.conflict ? [conflictPath(place)] : []),
    ]),
  );

/** Removes the folders that are empty, the innermost first. Returns those that stay. */
function removeEmpty(disk: Disk, paths: Paths, folders: ReadonlySet<string>): ReadonlySet<string> {
  const left = new Set<string>();
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    const real = realFolder(paths, folder);
    if (real === undefined) continue;
    const isEmpty = onDisk(folder, "read", () => disk.readdir(real)).length === 0;
    if (isEmpty) onDisk(folder, "remove", () => ignoringCode("ENOTEMPTY", () => disk.rmdir(real)));
    else left.add(folder);
  }
  return left;
}

/** A folder of the state on the disk. undefined: it is gone, became a link, or the state is not to be trusted. */
export function realFolder(paths: Paths, folder: string): string | undefined {
  try {
    const { real, stat, isLink } = paths.resolve(folder);
    return stat?.type === "folder" && !isLink ? real : undefined;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
