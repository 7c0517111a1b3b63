/** Decides what to do with the parts of files that others write too: entries and blocks. */
import { choose, conflicting, whyConflict, whyKept } from "./choice.ts";
import { isBlank, splitBom } from "./edit/text.ts";
import { FileError } from "./file-error.ts";
import { plainHash } from "./folder.ts";
import { hashBytes } from "./hash.ts";
import { withoutId } from "./own-files.ts";
import { addMembers, conflictPath, type Known as Ours, type Part, partContent, partOf, removeMembers } from "./part.ts";
import type { Content, JsonObject, Options, Place } from "./place.ts";
import { otherPart, type PlaceState, type SharedFile, type State, type Written } from "./state.ts";
import type { Decision, FileChange } from "./step.ts";
import type { Store } from "./store.ts";
import { type Seen, textOf, type View } from "./view.ts";

type SharedContent = Extract<Content, { type: "entry" | "block" }>;
type Known = { readonly view: View; readonly store: Store; readonly state: State };

/** What is at a place before anything is decided. */
type Found = {
  readonly part: Part;
  readonly seen: Seen;
  readonly text: string;
  readonly old: Written | undefined;
  readonly ours: Ours;
  /** The content that is there. undefined: none. */
  readonly content: string | undefined;
  readonly file: SharedFile;
};

async function find(known: Known, place: Place, written: Written | undefined, options: Options): Promise<Found> {
  const part = await partOf(place);
  const seen = known.view.look(place.path);
  const text = textFor(seen);
  const recorded = options.recorded ? plainHash(options.recorded) : null;
  const twin = otherPart(known.state, place, seen.id)?.part;
  const hash = written?.hash ?? twin?.hash ?? recorded;
  const kept = hash ? known.store.kept(hash) : undefined;
  const ours: Ours = { content: kept && Buffer.from(kept).toString(), hash };
  const content = part.read(text, ours);
  const isProven = content !== undefined && hashBytes(content) === recorded;
  const old = written ?? twin ?? (isProven ? { hash: recorded } : undefined);
  const file = known.state.shared.get(seen.id) ?? { notes: {}, ...(seen.bytes === null ? { created: true } : {}) };
  return { part, seen, text, old, ours, content, file };
}

/** The text of a file that must be one. A file that does not exist has none. */
function textFor({ path, bytes }: Seen): string {
  const text = bytes === null ? "" : textOf(bytes);
  if (text === undefined) throw new FileError("binary", path, `${path} is not a text in UTF-8`);
  return text;
}

/** Decides how to write an entry or a block. */
export async function decidePart(
  known: Known,
  place: Place,
  content: SharedContent,
  state: PlaceState | undefined,
  options: Options,
): Promise<Decision> {
  const { kept: next, written: asWritten } = partContent(place.path, content);
  const hash = hashBytes(next);
  const found = await find(known, place, state?.part, options);
  const { part, old, ours } = found;
  // Where nothing is known, hooks that equal the new ones are those that were there before.
  const equal = found.content === undefined ? part.read(found.text, { content: next }) : undefined;
  const present = equal === next ? equal : found.content;
  const isChanged = present === undefined && part.resembles(found.text, ours);
  const disk = present === undefined ? null : hashBytes(present);
  const conflict = conflictPath(place);
  const choice = choose(isChanged ? CHANGED : disk, hash, old, options.force ?? false, () => {
    return !known.store.has("conflicts", conflict);
  });
  const decided = { hash, disk_hash: disk, keep: [{ hash, bytes: Buffer.from(next) }], place: withoutId(place) };
  if (choice.action === "unchanged") return stays(found, { ...decided, action: "unchanged", written: choice.written });
  if (choice.action !== "merge")
    return writes(found, place, asWritten, content, { ...decided, disk_hash: hash, ...choice });
  const base = old?.hash ? known.store.kept(old.hash) : undefined;
  const merged =
    base && present !== undefined ? await part.merge(Buffer.from(base).toString(), present, next) : undefined;
  const written = { hash };
  if (merged !== undefined && merged === present) return stays(found, { ...decided, action: "unchanged", written });
  if (merged !== undefined)
    return writes(found, place, merged, content, {
      ...decided,
      disk_hash: hashBytes(merged),
      action: "merge",
      written,
    });
  return {
    ...stays(found, { ...decided, action: "conflict", written: conflicting(old, hash) }),
    detail: whyConflict(part.shown, old),
    conflicts: [{ path: conflict, bytes: Buffer.from(part.show(next)) }],
  };
}

/** Stands for the hash of hooks that were changed: they cannot be told from others. */
const CHANGED = "";

type Decided = Pick<Decision, "hash" | "disk_hash" | "keep" | "action"> & {
  place: Omit<Place, "id">;
  written: Written;
};

function stays({ seen, file }: Found, { hash, disk_hash, keep, action, place, written }: Decided): Decision {
  return {
    action,
    detail: null,
    hash,
    disk_hash,
    changes: [],
    conflicts: [],
    after: { place, hash: action === "conflict" ? null : hash, part: written, file: seen.id },
    shared: { [seen.id]: file },
    keep,
  };
}

/** Writes the part, and what the file needs besides it. */
async function writes(
  found: Found,
  place: Place,
  next: string,
  content: SharedContent,
  decided: Decided,
): Promise<Decision> {
  const { part, seen, text, ours, file } = found;
  const members: JsonObject = (content.type === "entry" ? content.members : undefined) ?? {};
  const needed = Object.keys(members).length === 0 ? undefined : await addMembers(place, text, members, file.notes);
  const edited = part.set(needed?.text ?? text, next, needed?.notes ?? file.notes, ours);
  const added = { ...file.members, ...needed?.added };
  const after: SharedFile = {
    ...(file.created ? { created: true } : {}),
    notes: edited.notes,
    ...(Object.keys(added).length > 0 ? { members: added } : {}),
  };
  return {
    ...stays(found, decided),
    changes: [changeOf(seen, edited.text)],
    shared: { [seen.id]: after },
  };
}

function changeOf(seen: Seen, text: string): FileChange {
  const bytes = Buffer.from(text);
  return { seen, bytes, hash: hashBytes(bytes), mode: seen.mode ?? 0o644 };
}

/** Decides how to remove an entry or a block. */
export async function decidePartRemoval(
  known: Known,
  place: Place,
  state: PlaceState | undefined,
  options: Options,
): Promise<Decision> {
  const found = await find(known, place, state?.part, options);
  const { part, seen, text, old, ours, content, file } = found;
  const isLast = ![...known.state.places].some(([id, other]) => id !== place.id && other.file === seen.id);
  const none = { hash: null, changes: [], conflicts: [], keep: [] };
  const forgotten: Decision["shared"] = { [seen.id]: isLast ? null : file };
  if (content === undefined) {
    const isChanged = part.resembles(text, ours);
    if (!isChanged) return { ...none, action: "absent", detail: null, disk_hash: null, after: null, shared: forgotten };
    return {
      ...none,
      action: "keep",
      detail: `${part.shown} were changed`,
      disk_hash: null,
      after: state ?? null,
      shared: {},
    };
  }
  const other = otherPart(known.state, place, seen.id);
  if (other) {
    const detail = `${part.shown} is also that of ${other.id}`;
    return { ...none, action: "keep", detail, disk_hash: hashBytes(content), after: null, shared: {} };
  }
  const reason = options.force ? null : whyKept(part.shown, hashBytes(content), old);
  if (reason !== null)
    return { ...none, action: "keep", detail: reason, disk_hash: hashBytes(content), after: state ?? null, shared: {} };
  const without = part.remove(text, file.notes, ours);
  const rest = isLast && file.members ? await removeMembers(place, without.text, file.members, without.notes) : without;
  const isEmpty = file.created === true && isLast && !seen.isLink && isBlank(splitBom(rest.text).body);
  return {
    ...none,
    action: "remove",
    detail: null,
    disk_hash: null,
    changes: [isEmpty ? { seen, bytes: null, hash: null, mode: seen.mode ?? 0o644 } : changeOf(seen, rest.text)],
    after: null,
    shared: { [seen.id]: isLast ? null : { ...file, notes: rest.notes } },
  };
}
