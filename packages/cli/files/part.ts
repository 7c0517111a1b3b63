/** Parts of shared files, entries and blocks, in one form. */
import { blockText, markersOf, readBlock, removeBlock, setBlock } from "./edit/block.ts";
import { type EntryPlace, readContainer, readEntry, removeEntry, setEntry } from "./edit/entries.ts";
import { groupsWithHash, resembles } from "./edit/events.ts";
import { EditError, type Edited, type Format, type Notes } from "./edit/format.ts";
import { formatNameOf, loadFormat } from "./edit/formats.ts";
import { FileError } from "./file-error.ts";
import { canonicalJson, hashBytes } from "./hash.ts";
import { mergeText, mergeValues } from "./merge.ts";
import type { Content, Json, JsonObject, Place } from "./place.ts";

/** A part of a text. Contents are as they are kept: an entry as RFC 8785 JSON, a block with line feeds. */
export type Part = {
  /** What messages call it. */
  readonly shown: string;
  /** The content that is there. undefined: none. @param ours what was written, if it is known */
  read(text: string, ours: Known): string | undefined;
  set(text: string, content: string, notes: Notes, ours: Known): Edited;
  remove(text: string, notes: Notes, ours: Known): Edited;
  /** undefined: both changed the same. */
  merge(base: string, mine: string, theirs: string): Promise<string | undefined>;
  /** Whether something is there that looks like what was written and changed. Only for parts without names. */
  resembles(text: string, ours: Known): boolean;
  /** How a content is shown to people. */
  show(content: string): string;
};

/** Where the new content of a part goes if it cannot be merged, below the folder of conflicts. */
export const conflictPath = ({ path, name, kind }: Omit<Place, "id">) =>
  `${path}/${fileName(name)}.${kind === "block" ? "md" : "json"}`;

/** What was written: its content, or only its hash. */
export type Known = { readonly content?: string | undefined; readonly hash?: string | null | undefined };

/** The content of a part as it is kept, and as it is written: the members of an entry keep their order. @throws FileError */
export function partContent(
  path: string,
  content: Extract<Content, { type: "entry" | "block" }>,
): { kept: string; written: string } {
  if (content.type === "block") return { kept: blockText(content.text), written: content.text };
  return editing(path, () => {
    try {
      return { kept: canonicalJson(content.value), written: JSON.stringify(content.value) };
    } catch (error) {
      throw new EditError("unsupported", `the entry is not JSON: ${(error as Error).message}`);
    }
  });
}

/** Does something with a text. Its errors name the file. */
export function editing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    const { code, line, column } = error;
    const at = line === undefined ? "" : `:${line}:${column ?? 1}`;
    const what = code === "malformed" ? "is malformed" : "cannot be edited";
    throw new FileError(code, path, `${path}${at} ${what}: ${error.message}`, { line, column, cause: error });
  }
}

/** @throws FileError if the format has no entries */
export async function partOf(place: Place): Promise<Part> {
  const name = formatNameOf(place.path, place.format);
  if (place.kind === "block") return blockPart(place, name);
  try {
    return entryPart(place, await loadFormat(name));
  } catch (error) {
    return editing(place.path, () => {
      throw error;
    });
  }
}

/** A name as part of a file name. */
const fileName = (name: string) =>
  name.replace(/[^\p{L}\p{N}._ -]|^\./gu, (c) => `~${(c.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);

function blockPart({ path, name }: Place, format: string): Part {
  const markers = markersOf(format, name);
  return {
    shown: `the block of ${name} in ${path}`,
    read: (text) => editing(path, () => readBlock(text, markers)),
    set: (text, content, notes) => editing(path, () => setBlock(text, markers, content, notes)),
    remove: (text, notes) => editing(path, () => removeBlock(text, markers, notes)),
    merge: mergeText,
    resembles: () => false,
    show: (content) => `${content}\n`,
  };
}

export const entryPlaceOf = ({ key, entry, name, item_name }: Place): EntryPlace => ({
  entry: entry ?? "by_name",
  key: typeof key === "string" ? [key] : (key ?? []),
  name,
  item_name: item_name ?? "name",
});

function entryPart(place: Place, format: Format): Part {
  const { path, name } = place;
  const at = entryPlaceOf(place);
  const isByEvent = at.entry === "by_event";
  /** The groups that were written. Other entries have names. */
  const groups = (text: string, { content, hash }: Known): Json | undefined => {
    if (!isByEvent) return undefined;
    if (content !== undefined) return JSON.parse(content) as Json;
    return hash
      ? groupsWithHash(readContainer(format, text, at), hash, (each) => hashBytes(canonicalJson(each)))
      : undefined;
  };
  return {
    shown: isByEvent ? `the hooks of ${name} in ${path}` : `the entry ${name} in ${path}`,
    read: (text, ours) =>
      editing(path, () => {
        const value = readEntry(format, text, at, groups(text, ours));
        return value === undefined ? undefined : canonical(value);
      }),
    set: (text, content, notes, ours) =>
      editing(path, () => setEntry(format, text, at, JSON.parse(content) as Json, notes, groups(text, ours))),
    remove: (text, notes, ours) => editing(path, () => removeEntry(format, text, at, notes, groups(text, ours))),
    merge: async (base, mine, theirs) => {
      if (isByEvent) return undefined;
      const [b, m, t] = [base, mine, theirs].map((each) => JSON.parse(each)) as [Json, Json, Json];
      const merged = mergeValues(b, m, t);
      return merged === undefined ? undefined : canonicalJson(merged);
    },
    resembles: (text, { content }) =>
      isByEvent &&
      content !== undefined &&
      editing(path, () => resembles(readContainer(format, text, at), JSON.parse(content) as Json)),
    show: (content) => `${JSON.stringify(JSON.parse(content), null, 2)}\n`,
  };
}

/** A value of the file can be more than JSON, such as infinity. */
function canonical(value: Json): string {
  try {
    return canonicalJson(value);
  } catch {
    throw new EditError("unsupported", "the entry has a value that is not JSON");
  }
}

/** Sets the members that a file needs besides the entries and has not. Returns the ones that were added. */
export async function addMembers(
  place: Place,
  text: string,
  members: JsonObject,
  notes: Notes,
): Promise<Edited & { added: JsonObject }> {
  const format = await loadFormat(formatNameOf(place.path, place.format));
  let edited: Edited = { text, notes };
  const added: [string, Json][] = [];
  for (const [name, value] of Object.entries(members)) {
    const at: EntryPlace = { entry: "by_name", key: [], name, item_name: "name" };
    if (editing(place.path, () => readEntry(format, edited.text, at)) !== undefined) continue;
    edited = editing(place.path, () => setEntry(format, edited.text, at, value, edited.notes));
    added.push([name, value]);
  }
  return { ...edited, added: Object.fromEntries(added) };
}

/** Removes the members that were added, as far as they are as they were. */
export async function removeMembers(place: Place, text: string, members: JsonObject, notes: Notes): Promise<Edited> {
  const format = await loadFormat(formatNameOf(place.path, place.format));
  return Object.entries(members).reduceRight<Edited>(
    (edited, [name, value]) => {
      const at: EntryPlace = { entry: "by_name", key: [], name, item_name: "name" };
      const now = editing(place.path, () => readEntry(format, edited.text, at));
      const isSame = now !== undefined && canonical(now) === canonical(value);
      return isSame ? editing(place.path, () => removeEntry(format, edited.text, at, edited.notes)) : edited;
    },
    { text, notes },
  );
}
