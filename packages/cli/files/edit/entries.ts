/** Reads, sets and removes an entry of a shared file, in any format. All else in the text stays, byte for byte. */
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject } from "../place.ts";
import { cutGroups, foundGroups, setGroups, withoutGroups } from "./events.ts";
import { type Child, EditError, type Edited, type Format, type Notes, type Path, shown } from "./format.ts";
import { splitBom } from "./text.ts";

/** Where an entry lies in a file. */
export type EntryPlace = {
  readonly entry: "by_name" | "list" | "by_event";
  /** The names that lead to the object or list with the entries. Empty: the root. */
  readonly key: readonly string[];
  readonly name: string;
  /** For `list`: the member that has an item's name. */
  readonly item_name: string;
};

/**
 * Returns an entry. undefined: it is not there.
 * @param ours for `by_event`: the groups by event that were written. Those that are there are returned
 * @throws EditError if the text is malformed
 */
export function readEntry(format: Format, text: string, place: EntryPlace, ours?: Json): Json | undefined {
  return guarded(() => find(format.parse(splitBom(text).body), place, ours)?.value);
}

/** Returns the object or list with the entries. undefined: there is none. */
export function readContainer(format: Format, text: string, { key }: EntryPlace): Json | undefined {
  return guarded(() => at(format.parse(splitBom(text).body), key));
}

/**
 * Sets an entry, and changes as little of the text as its value allows.
 * @param notes those that were returned for this file last
 * @param ours as for `readEntry`. These groups are replaced
 * @throws EditError if the text is malformed, or the entry cannot be set without changing more
 */
export function setEntry(
  format: Format,
  text: string,
  place: EntryPlace,
  value: Json,
  notes: Notes,
  ours?: Json,
): Edited {
  return guarded(() =>
    checked(format, text, place, value, ours, (body) => {
      const old = find(format.parse(body), place, ours);
      if (place.entry === "by_event") return setGroups(format, body, place.key, value, notes, ours);
      if (old === undefined) return format.append(body, place.key, childOf(place, value), notes);
      const updated =
        update(format, body, old.path, old.value, value) ??
        exchange(format, body, old.path, childOf(place, value), notes);
      return { text: updated ?? refuse("the entry cannot be replaced without changing more"), notes };
    }),
  );
}

/** Removes an entry, and the containers that were created for it. @throws EditError as `setEntry` */
export function removeEntry(format: Format, text: string, place: EntryPlace, notes: Notes, ours?: Json): Edited {
  return guarded(() =>
    checked(format, text, place, undefined, ours, (body) => {
      const old = find(format.parse(body), place, ours);
      if (old === undefined) return { text: body, notes };
      if (place.entry === "by_event") return cutGroups(format, body, place.key, old.value, notes);
      return format.cut(body, old.path, notes) ?? refuse("the entry cannot be removed without changing more");
    }),
  );
}

const refuse = (message: string): never => {
  throw new EditError("unsupported", message);
};

const childOf = (place: EntryPlace, value: Json): Child => ({
  name: place.entry === "list" ? null : place.name,
  value,
});

/** An entry in a value. */
function find(root: Json, place: EntryPlace, ours: Json | undefined): { path: Path; value: Json } | undefined {
  const container = at(root, place.key);
  if (place.entry === "by_event") {
    const value = foundGroups(container, ours);
    return value && { path: place.key, value };
  }
  if (place.entry === "by_name") {
    const value = at(container, [place.name]);
    return value === undefined ? undefined : { path: [...place.key, place.name], value };
  }
  if (!Array.isArray(container)) return undefined;
  const [index, second] = indexesOf(container, place);
  if (second !== undefined) refuse(`two items of ${shown(place.key)} are called ${JSON.stringify(place.name)}`);
  return index === undefined ? undefined : { path: [...place.key, index], value: container[index] as Json };
}

const indexesOf = (list: readonly Json[], { item_name, name }: EntryPlace): number[] =>
  list.flatMap((item, i) => (at(item, [item_name]) === name ? [i] : []));

/** The value at a path of names. */
function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const name of path) here = isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined;
  return here;
}

/**
 * Replaces a value member by member, so that comments and the order of members stay. undefined: it lies in the text in a way
 * that does not allow this.
 */
function update(format: Format, text: string, path: Path, old: Json, value: Json): string | undefined {
  if (isDeepStrictEqual(old, value)) return text;
  const small = isObject(old) && isObject(value) ? updateMembers(format, text, path, old, value) : undefined;
  return small ?? format.replace(text, path, value);
}

function updateMembers(
  format: Format,
  text: string,
  path: Path,
  old: JsonObject,
  value: JsonObject,
): string | undefined {
  if (!Object.keys(old).some((name) => Object.hasOwn(value, name))) return undefined;
  let all: string | undefined = text;
  for (const [name, member] of Object.entries(value)) {
    const here = [...path, name];
    if (!Object.hasOwn(old, name)) all = format.append(all, path, { name, value: member }, {}).text;
    else
      all =
        update(format, all, here, old[name] as Json, member) ??
        exchange(format, all, here, { name, value: member }, {});
    if (all === undefined) return undefined;
  }
  for (const name of Object.keys(old)) {
    if (!Object.hasOwn(value, name)) all = format.cut(all, [...path, name], {})?.text;
    if (all === undefined) return undefined;
  }
  return all;
}

/** Removes a value, and adds another at the end of its container. */
function exchange(format: Format, text: string, path: Path, child: Child, notes: Notes): string | undefined {
  const without = format.cut(text, path, notes);
  return without && format.append(without.text, path.slice(0, -1), child, notes).text;
}

/** Makes an edit, and compares the values before and after: nothing but the entry may differ. */
function checked(
  format: Format,
  text: string,
  place: EntryPlace,
  value: Json | undefined,
  ours: Json | undefined,
  edit: (body: string) => Edited,
): Edited {
  const { bom, body } = splitBom(text);
  const edited = edit(body);
  const [before, after] = [format.parse(body), format.parse(edited.text)];
  const left = find(after, place, value);
  const isSet = value === undefined ? left === undefined : isDeepStrictEqual(left?.value, wanted(place, value));
  if (!isSet || !isDeepStrictEqual(others(before, place, ours), others(after, place, value)))
    refuse("the entry cannot be edited without changing more of the file");
  return { text: bom + edited.text, notes: edited.notes };
}

/** The value that an entry has after it was set. Events without groups are left out. */
const wanted = (place: EntryPlace, value: Json): Json | undefined =>
  place.entry === "by_event" ? foundGroups(value, value) : value;

/** A value without an entry, and without the containers that are empty then. */
function others(root: Json, place: EntryPlace, groups: Json | undefined): Json | undefined {
  return without(root, place.key, (container) => {
    if (place.entry === "by_event") return withoutGroups(container, groups);
    if (place.entry === "list" && Array.isArray(container)) {
      const indexes = indexesOf(container, place);
      return container.filter((_, i) => !indexes.includes(i));
    }
    return isObject(container) ? omit(container, place.name) : container;
  });
}

function without(value: Json | undefined, path: Path, take: (container: Json) => Json): Json | undefined {
  if (value === undefined || value === null) return undefined;
  const [name, ...names] = path;
  const rest = name === undefined ? take(value) : withoutMember(value, String(name), names, take);
  return isEmptyValue(rest) ? undefined : rest;
}

function withoutMember(value: Json, name: string, names: Path, take: (container: Json) => Json): Json {
  if (!isObject(value)) return value;
  const member = without(Object.hasOwn(value, name) ? value[name] : undefined, names, take);
  return member === undefined ? omit(value, name) : { ...omit(value, name), ...Object.fromEntries([[name, member]]) };
}

const omit = (value: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));

const isEmptyValue = (value: Json) => typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** Parsers recurse: a text that is nested deeper than the stack allows is refused like a malformed one. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new EditError("malformed", "it is nested too deep", { line: 1, column: 1 });
    throw error;
  }
}
