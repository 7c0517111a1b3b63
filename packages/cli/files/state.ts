/** The state of a project: what runs wrote where. If it is lost, nothing is taken for ours without another proof. */

import type { Notes } from "./edit/format.ts";
import type { JsonObject, Place } from "./place.ts";

/** What was written last at a place. */
export type PlaceState = {
  readonly place: Omit<Place, "id">;
  /** The hash of the content. null: it was not written whole, because a run was stopped or by a conflict. */
  readonly hash: string | null;
  /** For `directory` and `file`: the files by their paths, relative to the project. */
  readonly files?: { readonly [path: string]: Written };
  /** For `merge` and `block`. */
  readonly part?: Written;
  /** For `merge` and `block`: the file, through all links. */
  readonly file?: string;
};

/** A file, an entry or a block. */
export type Written = {
  /** null: it is not ours, and has no earlier content of ours. */
  readonly hash: string | null;
  /** It was there, with this content, before anything was written. It is not removed. */
  readonly found?: true;
  /** The hash of new content that could not be merged. It is in the folder of conflicts until the user removes it. */
  readonly conflict?: string;
};

/** What is known about a file that others write too. */
export type SharedFile = {
  /** A run created it. It goes when it is empty. */
  readonly created?: true;
  readonly notes: Notes;
  /** The members that were added for the entries. They go with the last entry. */
  readonly members?: JsonObject;
};

export type State = {
  /** By the ids of the places. */
  readonly places: ReadonlyMap<string, PlaceState>;
  /** By their paths, relative to the project and through all links. */
  readonly shared: ReadonlyMap<string, SharedFile>;
  /** The folders that runs created, relative to the project. */
  readonly folders: ReadonlySet<string>;
};

export const EMPTY_STATE: State = { places: new Map(), shared: new Map(), folders: new Set() };

const VERSION = 1;

/** The state as text: the same for equal states. */
export function stateText({ places, shared, folders }: State): string {
  const sorted = {
    version: VERSION,
    places: sortedByName(places),
    shared: sortedByName(shared),
    folders: [...folders].sort(),
  };
  return `${JSON.stringify(sorted, null, 1)}\n`;
}

const sortedByName = <T>(all: ReadonlyMap<string, T>) =>
  Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));

/** undefined: the text is damaged, or of another version. */
export function parseState(text: string): State | undefined {
  try {
    const { version, places, shared, folders } = JSON.parse(text) as Saved;
    const isValid =
      version === VERSION &&
      isRecordOf(places, isPlaceState) &&
      isRecordOf(shared, (each) => isRecordOf(each.notes, () => true)) &&
      Array.isArray(folders) &&
      folders.every((folder) => typeof folder === "string");
    if (!isValid) return undefined;
    return {
      places: new Map(Object.entries(places)),
      shared: new Map(Object.entries(shared)),
      folders: new Set(folders),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The text of the state as a value, if it is valid. */
type Saved = {
  readonly version: number;
  readonly places: { readonly [id: string]: PlaceState };
  readonly shared: { readonly [path: string]: SharedFile };
  readonly folders: readonly string[];
};

type Unknown = { readonly [name: string]: unknown };

const isRecordOf = (value: unknown, test: (member: Unknown) => boolean): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((member) => typeof member === "object" && member !== null && test(member as Unknown));

function isPlaceState({ place, hash, files, part }: Unknown): boolean {
  const isWritten = (written: Unknown) => typeof written.hash === "string" || written.hash === null;
  const { path, name, kind } = (place ?? {}) as Unknown;
  return (
    [path, name, kind].every((each) => typeof each === "string") &&
    (hash === null || typeof hash === "string") &&
    (files === undefined || isRecordOf(files, isWritten)) &&
    (part === undefined || isWritten(part as Unknown))
  );
}

/** All hashes of a state: contents with these are kept. */
export const hashesOf = ({ places }: State): Set<string> =>
  new Set(writtenOf(places).flatMap(({ hash }) => (hash === null ? [] : [hash])));

const writtenOf = (places: State["places"]): Written[] =>
  [...places.values()].flatMap(({ files, part }) => [...Object.values(files ?? {}), ...(part ? [part] : [])]);

/** Another place that is the same part of the same file. */
export function otherPart(state: State, place: Place, file: string): { id: string; part: Written } | undefined {
  for (const [id, other] of state.places) {
    const isSame = id !== place.id && other.file === file && partKey(other.place) === partKey(place);
    if (isSame && other.part && other.part.hash !== null) return { id, part: other.part };
  }
  return undefined;
}

const partKey = ({ kind, key, entry, name }: Omit<Place, "id">) =>
  JSON.stringify([kind, typeof key === "string" ? [key] : (key ?? []), entry ?? null, name]);

/** A member of a record, and nothing that it inherits: a path can be `__proto__`. */
export const ownOf = <T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;

/** A state with a place, or without it. */
export const withPlace = (state: State, id: string, place: PlaceState | null): State => ({
  ...state,
  places: changed(state.places, id, place),
});

/** A state with what is known about a shared file, or without it. */
export const withShared = (state: State, path: string, file: SharedFile | null): State => ({
  ...state,
  shared: changed(state.shared, path, file),
});

/** The maps that were made below. */
const ours = new WeakSet<object>();

/** A state is not used any more once it was changed, so a map is copied once, and not for each of thousands of places. */
function changed<T>(all: ReadonlyMap<string, T>, name: string, value: T | null): ReadonlyMap<string, T> {
  const map = ours.has(all) ? (all as Map<string, T>) : new Map(all);
  ours.add(map);
  if (value === null) map.delete(name);
  else map.set(name, value);
  return map;
}

export const withFolders = (state: State, folders: readonly string[]): State =>
  folders.length === 0 ? state : { ...state, folders: new Set([...state.folders, ...folders]) };
