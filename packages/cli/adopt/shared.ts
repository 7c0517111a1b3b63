/** What artifacts are in a shared file: the entries of a list or object, all hooks, and the blocks between our markers. */

import type { Disk } from "../files/disk.ts";
import { markersOf, readBlock } from "../files/edit/block.ts";
import { readContainer } from "../files/edit/entries.ts";
import { formatNameOf, loadFormat } from "../files/edit/formats.ts";
import { canonicalJson, hashBytes } from "../files/hash.ts";
import { editing, entryPlaceOf } from "../files/part.ts";
import type { Paths } from "../files/paths.ts";
import { isObject, type Json, type JsonObject, type Place } from "../files/place.ts";
import { createView, textOf } from "../files/view.ts";

/** A part of a shared file, and the hash of what is there. */
type Found = { readonly name: string; readonly hash: string };

/** What a file of hooks is called as one artifact. */
const HOOKS = "hooks";

/** Finds the parts of a shared file. @throws FileError if the file cannot be read, or is malformed */
export async function partsIn(disk: Disk, paths: Paths, place: Omit<Place, "name">): Promise<readonly Found[]> {
  const { bytes } = createView(disk, paths).look(place.path);
  const text = bytes === null ? undefined : textOf(bytes);
  if (text === undefined) return [];
  const name = formatNameOf(place.path, place.format);
  if (place.kind === "block") return editing(place.path, () => blocksIn(text, name));
  const format = await loadFormat(name);
  const at = entryPlaceOf({ ...place, name: "" });
  return editing(place.path, () => {
    const container = readContainer(format, text, at);
    if (at.entry === "list") return itemsOf(container, at.item_name);
    if (!isObject(container)) return [];
    return at.entry === "by_event" ? hooksOf(container) : membersOf(container);
  });
}

/** Members with a plain value are settings of the file: its schema, its version. */
const membersOf = (container: JsonObject): Found[] =>
  Object.entries(container).flatMap(([name, value]) => (isObject(value) ? foundOf(name, value) : []));

const itemsOf = (container: Json | undefined, nameKey: string): Found[] =>
  (Array.isArray(container) ? (container as readonly Json[]) : []).flatMap((item) => {
    const name = isObject(item) ? item[nameKey] : undefined;
    return typeof name === "string" ? foundOf(name, item) : [];
  });

/** All hooks of a file as one artifact: nothing tells them apart. */
function hooksOf(container: JsonObject): Found[] {
  const events = Object.entries(container).filter(([, groups]) => Array.isArray(groups) && groups.length > 0);
  return events.length === 0 ? [] : foundOf(HOOKS, Object.fromEntries(events));
}

/** A value can be more than JSON, such as infinity. Then it has no hash. */
function foundOf(name: string, value: Json): Found[] {
  try {
    return name.trim() === "" ? [] : [{ name, hash: hashBytes(canonicalJson(value)) }];
  } catch {
    return [];
  }
}

const BEGIN = "skillmeat:begin ";

/** The names are read from the markers. A line that differs from the marker that we would write for its name is not ours. */
function blocksIn(text: string, format: string): Found[] {
  const names = text.split("\n").flatMap((line) => {
    const at = line.indexOf(BEGIN);
    if (at === -1) return [];
    const rest = line.slice(at + BEGIN.length).trim();
    const name = unescaped(rest.endsWith("-->") ? rest.slice(0, -3).trim() : rest);
    return line.trim() === markersOf(format, name).begin ? [name] : [];
  });
  return [...new Set(names)].flatMap((name) => {
    const block = readBlock(text, markersOf(format, name));
    return block === undefined ? [] : [{ name, hash: hashBytes(block) }];
  });
}

const unescaped = (text: string) =>
  text.replaceAll(/~([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
