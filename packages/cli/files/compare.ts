/** Compares what is on the disk with hashes, for `status` and `verify`. Writes nothing. */
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { FileError } from "./file-error.ts";
import { plainHash } from "./folder.ts";
import { hashBytes } from "./hash.ts";
import { type DiskView, extentOnDisk, hashOnDisk } from "./own-files.ts";
import { partOf } from "./part.ts";
import { createPaths, OWN_FOLDER } from "./paths.ts";
import type { Place } from "./place.ts";
import { createStore, type Store } from "./store.ts";
import { createView, textOf } from "./view.ts";

/** What is at a place. */
type Comparison = {
  /** `error`: it cannot be told, for the reason in `detail`. */
  readonly state: "synced" | "modified" | "missing" | "error";
  /** The hash of what is at the place. null: nothing, an error, or hooks that were changed. */
  readonly hash: string | null;
  /** For `error`: one or two lines. */
  readonly detail: string | null;
};

/** Compares places with hashes. Reads each file once, however many places it has. */
export type Inspector = {
  /**
   * Compares a place with the hash that is expected there: `written_hash ?? content_hash` of its record. The path of a skill
   * can be that of its folder, as records have it.
   */
  compare(place: Place, expected: string): Promise<Comparison>;
};

type InspectorOptions = {
  /** The folder for the state, absolute. Default: `.skillmeat` in the project. */
  readonly folder?: string;
};

/** @param root the project's folder, or the user's home. @throws FileError if it is no folder */
export function createInspector(disk: Disk, root: string, { folder }: InspectorOptions = {}): Inspector {
  const paths = createPaths(disk, root);
  const store = createStore(disk, folder ?? join(paths.root, OWN_FOLDER));
  const known = { disk, paths, store, view: createView(disk, paths) };
  return {
    async compare(place, expected) {
      const hash = plainHash(expected);
      try {
        const isPart = place.kind === "merge" || place.kind === "block";
        return await (isPart ? comparePart(known, place, hash) : compareFiles(known, place, hash));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return { state: "error", hash: null, detail: error.message };
      }
    },
  };
}

const comparison = (hash: string | null, expected: string): Comparison => {
  if (hash === null) return { state: "missing", hash, detail: null };
  return { state: hash === expected ? "synced" : "modified", hash, detail: null };
};

const compareFiles = (known: DiskView, place: Place, expected: string): Comparison =>
  comparison(hashOnDisk(known, extentOnDisk(known, place), expected), expected);

async function comparePart(
  { view, store }: DiskView & { readonly store: Store },
  place: Place,
  expected: string,
): Promise<Comparison> {
  const part = await partOf(place);
  const { path, bytes } = view.look(place.path);
  if (bytes === null) return comparison(null, expected);
  const text = textOf(bytes);
  if (text === undefined) throw new FileError("binary", path, `${path} is not a text in UTF-8`);
  const kept = store.kept(expected);
  const ours = { content: kept && Buffer.from(kept).toString(), hash: expected };
  const content = part.read(text, ours);
  if (content !== undefined) return comparison(hashBytes(content), expected);
  return part.resembles(text, ours) ? { state: "modified", hash: null, detail: null } : comparison(null, expected);
}
