/**
 * Hooks in a file that others write too: an object of events, each with a list of groups. Groups have no names. Those of an
 * artifact are told by their values: the ones that were written.
 */
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject } from "../place.ts";
import type { Edited, Format, Notes, Path } from "./format.ts";

type Groups = { readonly [event: string]: readonly Json[] };

const listOf = (value: Json | undefined, event: string): readonly Json[] => {
  const list = isObject(value) && Object.hasOwn(value, event) ? value[event] : undefined;
  return Array.isArray(list) ? list : [];
};

/**
 * The numbers of the items that equal the groups, each item for one group. -1: the group is not there. Of equal items the
 * last ones count, because groups are added at the end.
 */
function indexesOf(items: readonly Json[], groups: readonly Json[]): number[] {
  const taken = new Set<number>();
  const indexes = groups.toReversed().map((group) => {
    const index = items.findLastIndex((item, i) => !taken.has(i) && isDeepStrictEqual(item, group));
    taken.add(index);
    return index;
  });
  return indexes.reverse();
}

/** The groups of ours that a container has. undefined: none. */
export function foundGroups(container: Json | undefined, ours: Json | undefined): JsonObject | undefined {
  if (!isObject(ours)) return undefined;
  const found = Object.keys(ours).flatMap((event) => {
    const [items, groups] = [listOf(container, event), listOf(ours, event)];
    const there = groups.filter((_, i) => (indexesOf(items, groups)[i] as number) >= 0);
    return there.length === 0 ? [] : [[event, there] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** So many combinations of groups are tried for a hash. */
const MOST_TRIES = 20_000;

/**
 * The groups with a hash, where the groups that were written are not known. Those of an artifact follow each other in each
 * event. undefined: there are none, or too many combinations.
 */
export function groupsWithHash(
  container: Json | undefined,
  hash: string,
  hashOf: (groups: JsonObject) => string,
): JsonObject | undefined {
  const events = isObject(container)
    ? Object.keys(container).filter((event) => listOf(container, event).length > 0)
    : [];
  let tries = 0;
  const search = (i: number, chosen: readonly (readonly [string, Json])[]): JsonObject | undefined => {
    const event = events[i];
    if (event === undefined) {
      tries++;
      const groups = Object.fromEntries(chosen);
      return chosen.length > 0 && hashOf(groups) === hash ? groups : undefined;
    }
    for (const run of [[], ...runsOf(listOf(container, event))]) {
      const found = search(i + 1, run.length === 0 ? chosen : [...chosen, [event, run]]);
      if (found || tries >= MOST_TRIES) return found;
    }
    return undefined;
  };
  return search(0, []);
}

/** All runs of neighbours in a list. */
const runsOf = (items: readonly Json[]): Json[][] =>
  items.flatMap((_, start) => items.slice(start).map((__, length) => items.slice(start, start + length + 1)));

/** Whether a container has a group with a command of ours: one of ours that was changed. */
export function resembles(container: Json | undefined, ours: Json | undefined): boolean {
  const own = commandsOf(ours);
  return own.size > 0 && [...commandsOf(container)].some((command) => own.has(command));
}

/** The commands in a value, at any depth. */
function commandsOf(value: Json | undefined): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...commandsOf(item)]));
  if (!isObject(value)) return new Set();
  const own = typeof value.command === "string" && value.command !== "" ? [value.command] : [];
  return new Set([...own, ...Object.values(value).flatMap((member) => [...commandsOf(member)])]);
}

/** A container without some groups, and without the events that are empty then. The order of groups is left out. */
export function withoutGroups(container: Json, groups: Json | undefined): Json {
  if (!isObject(container)) return container;
  const rest = Object.entries(container).map(([event, items]) => {
    if (!Array.isArray(items)) return [event, items] as const;
    const indexes = indexesOf(items, listOf(groups, event));
    const left = items.filter((_, i) => !indexes.includes(i));
    return [event, left.map((group) => JSON.stringify(group)).sort()] as const;
  });
  return Object.fromEntries(rest.filter(([, items]) => !Array.isArray(items) || items.length > 0));
}

/** Replaces the groups of ours by others: in their places as far as there are any, the rest at the end of the lists. */
export function setGroups(
  format: Format,
  text: string,
  key: Path,
  value: Json,
  notes: Notes,
  ours: Json | undefined,
): Edited {
  const wanted = (isObject(value) ? value : {}) as Groups;
  const events = new Set([...Object.keys(isObject(ours) ? ours : {}), ...Object.keys(wanted)]);
  let edited: Edited = { text, notes };
  for (const event of events) {
    const groups = listOf(wanted, event);
    const old = listOf(ours, event).filter((_, i, all) => {
      const items = listOf(containerOf(format, edited.text, key), event);
      return (indexesOf(items, all)[i] as number) >= 0;
    });
    edited = setEvent(format, edited, [...key, event], old, groups);
  }
  return edited;
}

function setEvent(format: Format, edited: Edited, path: Path, old: readonly Json[], groups: readonly Json[]): Edited {
  if (isDeepStrictEqual(old, groups)) return edited;
  let { text, notes } = edited;
  const shared = Math.min(old.length, groups.length);
  for (let i = 0; i < shared; i++) {
    const replaced = format.replace(text, [...path, indexIn(format, text, path, old[i] as Json)], groups[i] as Json);
    if (replaced === undefined) return replaceAll(format, edited, path, old, groups);
    text = replaced;
  }
  for (const group of groups.slice(shared)) {
    ({ text, notes } = format.append(text, path, { name: null, value: group }, notes));
  }
  return old.slice(shared).reduce<Edited>((each, group) => cutGroup(format, each, path, group), { text, notes });
}

/** New groups first, so that the list is never empty in between. */
function replaceAll(format: Format, edited: Edited, path: Path, old: readonly Json[], groups: readonly Json[]): Edited {
  const added = groups.reduce<Edited>(
    (each, value) => format.append(each.text, path, { name: null, value }, each.notes),
    edited,
  );
  return old.reduce<Edited>((each, group) => cutGroup(format, each, path, group), added);
}

/** Removes groups that are there. */
export function cutGroups(format: Format, text: string, key: Path, groups: Json, notes: Notes): Edited {
  const all = Object.keys(groups as JsonObject).flatMap((event) =>
    listOf(groups, event).map((group) => ({ path: [...key, event], group })),
  );
  return all.reduceRight<Edited>((each, { path, group }) => cutGroup(format, each, path, group), { text, notes });
}

function cutGroup(format: Format, { text, notes }: Edited, path: Path, group: Json): Edited {
  const index = indexIn(format, text, path, group);
  return (index >= 0 ? format.cut(text, [...path, index], notes) : undefined) ?? { text, notes };
}

const indexIn = (format: Format, text: string, path: Path, group: Json) =>
  listOf(containerOf(format, text, path.slice(0, -1)), String(path.at(-1))).findLastIndex((item) =>
    isDeepStrictEqual(item, group),
  );

function containerOf(format: Format, text: string, key: Path): Json | undefined {
  let here: Json | undefined = format.parse(text);
  for (const name of key) here = isObject(here) && Object.hasOwn(here, String(name)) ? here[String(name)] : undefined;
  return here;
}
