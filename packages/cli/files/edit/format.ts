/** What an editor of a text format provides, and what it needs to be told. */
import type { Json } from "../place.ts";

/** A way into a value: names of members, and for items of a list their numbers. */
export type Path = readonly (string | number)[];

/**
 * What has to be known to take an entry out again without a trace, by the path of the container as JSON. It is kept in the
 * state of a run. Without it a container that became empty stays empty: `{}`.
 */
export type Notes = { readonly [container: string]: Note };
type Note =
  /** The container did not exist. It goes when it is empty. */
  | { readonly created: true }
  /** The container was empty, with this text between its brackets. It is restored when it is empty again. */
  | { readonly inner: string }
  /** The root did not exist: this was the whole text. It is restored when the root is empty again. */
  | { readonly blank: string };

/** A text after a change, and the notes that belong to it. */
export type Edited = { readonly text: string; readonly notes: Notes };

/** A child to add. name: null for an item of a list. */
export type Child = { readonly name: string | null; readonly value: Json };

/** The operations on the texts of a format. Texts have no byte order mark. All else in a text stays, byte for byte. */
export type Format = {
  /** Returns the value of a text. A blank text is an empty object. Members are own properties, whatever their names. */
  parse(text: string): Json;
  /** Adds a child at the end of the object or list at a path. Containers that do not exist are created. */
  append(text: string, path: Path, child: Child, notes: Notes): Edited;
  /** Replaces the value at a path. undefined: the value lies in the text in a way that is not replaced in place. */
  replace(text: string, path: Path, value: Json): string | undefined;
  /** Removes the member or item at a path. Its container can be empty then. undefined: as for `replace`. */
  cut(text: string, path: Path, notes: Notes): Edited | undefined;
};

export const noteOf = (notes: Notes, path: Path): Note | undefined => {
  const key = JSON.stringify(path);
  return Object.hasOwn(notes, key) ? notes[key] : undefined;
};

export const withNote = (notes: Notes, path: Path, note: Note): Notes => ({ ...notes, [JSON.stringify(path)]: note });

export function withoutNote(notes: Notes, path: Path): Notes {
  const { [JSON.stringify(path)]: _, ...rest } = notes;
  return rest;
}

/** Notes that containers were created: all from `first` names of the path on. */
export function notesOfCreated(notes: Notes, path: Path, first: number): Notes {
  let all = notes;
  for (let length = first + 1; length <= path.length; length++) {
    all = withNote(all, path.slice(0, length), { created: true });
  }
  return all;
}

/** The value of a child inside of the containers that have to be created for it, by the names that lead to it. */
export function nested(names: Path, { name, value }: Child): Json {
  const own: Json = name === null ? [value] : Object.fromEntries([[name, value]]);
  return names.reduceRight<Json>((inner, each) => Object.fromEntries([[String(each), inner]]), own);
}

/** Remembers the result for the last text: each edit looks at a text several times. */
export function ofLastText<T>(work: (text: string) => T): (text: string) => T {
  let last: { text: string; result: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, result: work(text) };
    return last.result;
  };
}

/** A text that is malformed, or that cannot be edited as asked. */
export class EditError extends Error {
  readonly code: "malformed" | "unsupported";
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: "malformed" | "unsupported", message: string, at: { line?: number; column?: number } = {}) {
    super(message);
    this.name = "EditError";
    this.code = code;
    this.line = at.line;
    this.column = at.column;
  }
}

/** A path as messages show it. */
export const shown = (path: Path) =>
  path.length === 0 ? "the root" : path.map((name) => JSON.stringify(name)).join(".");
