/** Decides what to do with files that are an artifact's own: a folder such as a skill's, or a single file. */

import type { Disk } from "./disk.ts";
import { ABSENT, decideFile, decideRemoval, type FileDecision, type NewFile, summaryOf } from "./file-decision.ts";
import { FileError } from "./file-error.ts";
import { filesBelow, folderHash, plainHash } from "./folder.ts";
import { hashBytes, hashFolder } from "./hash.ts";
import type { Paths } from "./paths.ts";
import type { Content, Options, Place } from "./place.ts";
import { type FindShares, otherOwner, type Shares } from "./shares.ts";
import { ownOf, type PlaceState, type State, type Written } from "./state.ts";
import type { Decision } from "./step.ts";
import type { Store } from "./store.ts";
import { textOf, type View } from "./view.ts";

type OwnContent = Extract<Content, { type: "folder" | "file" }>;

/** What decisions are made from. */
export type Known = {
  readonly disk: Disk;
  readonly paths: Paths;
  readonly view: View;
  readonly store: Store;
  readonly state: State;
  readonly shares: FindShares;
};

/** What is needed to look at files. */
export type DiskView = Pick<Known, "disk" | "paths" | "view">;

/** The files of an artifact are those below a folder, or one file. Paths are relative to the project. */
type Extent = { readonly folder: string } | { readonly file: string };

const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

const extentOf = (place: Place, { type }: OwnContent): Extent =>
  type === "folder" ? { folder: folderOf(place.path) } : { file: place.path };

/** The extent of a place of which the content is not known: a skill is a folder, told by its file or by its own path. */
export function extentOnDisk({ disk, paths }: DiskView, { path, kind }: Place): Extent {
  if (kind !== "directory") return { file: path };
  if (path.endsWith("/SKILL.md")) return { folder: folderOf(path) };
  const { real, stat } = paths.resolve(path);
  return stat?.type === "folder" || disk.lstat(real)?.type === "folder" ? { folder: path } : { file: path };
}

export const withoutId = ({ id: _, ...place }: Place): Omit<Place, "id"> => place;

/** Decides how to write the files of an artifact. */
export async function decideFiles(
  known: Known,
  place: Place,
  content: OwnContent,
  old: PlaceState | undefined,
  options: Options,
): Promise<Decision> {
  const extent = extentOf(place, content);
  const force = options.force ?? false;
  const before = old?.files ?? provenFiles(known, extent, options.recorded);
  const files = newFilesOf(extent, content);
  const decisions: FileDecision[] = [];
  for (const file of files) {
    const shares = known.shares(file.path, place.id);
    const written = ownOf(before, file.path) ?? writtenByOther(known, place, file.path, shares);
    decisions.push(await decideFile(known, file, written, force));
  }
  const names = new Set(files.map(({ path }) => path));
  const dropped = Object.entries(before).filter(([path]) => !names.has(path));
  // What the user changed in a file that the artifact has no more stays, and is the user's.
  const removals = dropped
    .map(([path, written]) => removalOf(known, place, path, written, force))
    .filter(({ action }) => action === "remove");
  const all = [...decisions, ...removals];
  const hash = content.type === "file" ? hashBytes(content.bytes) : hashFolder(content.files);
  const summary = summaryOf(all);
  const written = summary.action === "conflict" ? (old?.hash ?? null) : hash;
  return {
    ...summary,
    hash,
    disk_hash: hashAfter(known, extent, all, hash),
    folders: old ? [] : foldersOf(extent, before),
    changes: all.flatMap(({ change }) => (change ? [change] : [])),
    conflicts: all.flatMap(({ conflict }) => (conflict ? [conflict] : [])),
    after: {
      place: withoutId(place),
      hash: written,
      files: writtenOf(
        files.map(({ path }) => path),
        decisions,
      ),
    },
    shared: {},
    keep: files.flatMap(({ bytes }) => (textOf(bytes) === undefined ? [] : [{ hash: hashBytes(bytes), bytes }])),
  };
}

/** The files of a content, with their paths relative to the project. */
function newFilesOf(extent: Extent, content: OwnContent): NewFile[] {
  const files = content.type === "file" ? [{ ...content, path: "" }] : content.files;
  return files.map(({ path, bytes, executable = false }) => ({
    path: "folder" in extent ? `${extent.folder}/${path}` : extent.file,
    bytes,
    executable,
  }));
}

const writtenOf = (paths: readonly string[], decisions: readonly FileDecision[]) =>
  Object.fromEntries(
    paths.flatMap((path, i) => {
      const written = decisions[i]?.written;
      return written ? [[path, written] as const] : [];
    }),
  );

/** Decides how to remove the files of an artifact. */
export function decideFileRemoval(known: Known, place: Place, old: PlaceState | undefined, options: Options): Decision {
  const extent = extentOnDisk(known, place);
  const force = options.force ?? false;
  const before: { readonly [path: string]: Written } = old?.files ?? provenFiles(known, extent, options.recorded);
  const isKnown = Object.keys(before).length > 0;
  const paths = isKnown ? Object.keys(before) : pathsOf(known, extent);
  const decisions = paths.map((path) => removalOf(known, place, path, ownOf(before, path), force));
  const left = writtenOf(paths, decisions);
  return {
    ...summaryOf([ABSENT, ...decisions]),
    hash: null,
    disk_hash: hashAfter(known, extent, decisions),
    folders: old ? [] : foldersOf(extent, before),
    changes: decisions.flatMap(({ change }) => (change ? [change] : [])),
    conflicts: [],
    after: old === undefined || Object.keys(left).length === 0 ? null : { ...old, files: left },
    shared: {},
    keep: [],
  };
}

/** What another place wrote at a path. */
const writtenByOther = ({ view, state }: Known, { id }: Place, path: string, shares: Shares) =>
  view.look(path).bytes === null ? undefined : otherOwner(state, id, shares)?.written;

/** What another place has too stays for that one. */
function removalOf(
  known: Known,
  place: Place,
  path: string,
  written: Written | undefined,
  force: boolean,
): FileDecision {
  const other = otherOwner(known.state, place.id, known.shares(path));
  if (other === undefined) return decideRemoval(known.view, path, written, force);
  return { ...ABSENT, action: "keep", detail: `${path} is also that of ${other.id}` };
}

const pathsOf = ({ disk, paths }: DiskView, extent: Extent): string[] =>
  "folder" in extent ? filesBelow(disk, paths, extent.folder) : [extent.file];

type FileOnDisk = { readonly path: string; readonly bytes: Uint8Array; readonly hash: string };

/** The files that are on the disk. */
const filesOnDisk = (known: DiskView, extent: Extent): FileOnDisk[] =>
  pathsOf(known, extent).flatMap((path) => {
    const { bytes, hash } = known.view.look(path);
    return bytes === null || hash === null ? [] : [{ path, bytes, hash }];
  });

/** The files that the hash of a record proves to be ours. */
function provenFiles(
  known: Known,
  extent: Extent,
  recorded: string | null | undefined,
): { readonly [path: string]: Written } {
  if (recorded === undefined || recorded === null) return {};
  try {
    const files = filesOnDisk(known, extent);
    const expected = plainHash(recorded);
    if (hashOf(extent, files, expected) !== expected) return {};
    return Object.fromEntries(files.map(({ path, hash }) => [path, { hash }]));
  } catch (error) {
    // A folder with a file that cannot be read proves nothing.
    if (error instanceof FileError) return {};
    throw error;
  }
}

/** The folders of files that a record proves to be ours, with the artifact's own. All in them was ours. */
function foldersOf(extent: Extent, files: { readonly [path: string]: Written }): string[] {
  if ("file" in extent) return [];
  const folders = new Set<string>();
  for (const path of Object.keys(files)) {
    for (let folder = folderOf(path); folder.startsWith(extent.folder); folder = folderOf(folder)) folders.add(folder);
  }
  return [...folders];
}

/** The hash of what is at a place. null: nothing. */
export function hashOnDisk(known: DiskView, extent: Extent, expected?: string): string | null {
  const files = filesOnDisk(known, extent);
  const isEmptyFolder =
    files.length === 0 && "folder" in extent && known.paths.resolve(extent.folder).stat !== undefined;
  return isEmptyFolder ? hashFolder([]) : hashOf(extent, files, expected);
}

function hashOf(
  extent: Extent,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  expected?: string,
): string | null {
  const [first] = files;
  if (first === undefined) return null;
  if ("file" in extent) return hashBytes(first.bytes);
  const start = extent.folder.length + 1;
  return folderHash(
    files.map(({ path, bytes }) => ({ path: path.slice(start), bytes })),
    expected,
  );
}

/** The hash of what is at a place after the changes. null: nothing, or a file that cannot be read is beside them. */
function hashAfter(known: Known, extent: Extent, decisions: readonly FileDecision[], expected?: string): string | null {
  const changes = decisions.flatMap(({ change }) => (change ? [change] : []));
  const changed = new Set(changes.map(({ seen }) => seen.path));
  try {
    const stay = filesOnDisk(known, extent).filter(({ path }) => !changed.has(path));
    const written = changes.flatMap(({ seen, bytes }) => (bytes === null ? [] : [{ path: seen.path, bytes }]));
    return hashOf(extent, [...stay, ...written], expected);
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}
