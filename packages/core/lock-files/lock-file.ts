/** What is read of a lock file, whichever tool wrote it. */
import { Fault, type FieldError, invalidAll } from "../fault.ts";
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import type { JsonObject } from "../values/json.ts";
import { withCommas } from "../values/number.ts";

/** An artifact that a lock file has. */
export type LockedArtifact = {
  /** Where the file says it. */
  pointer: string;
  type: ArtifactType;
  name: string;
  /** What it is called on disk, where that is not the last part of its name. */
  install_name?: string;
  /** Where it came from: `<host>/<owner>/<repository>[/<path>]@<commit>`. null: the file does not say. */
  source: string | null;
  /**
   * The hash of what it was made from, with the prefix of its kind. null: it is the project's own, so that what another project
   * calls by this name is something else.
   */
  source_hash: string | null;
};

/** An artifact that a lock file says is deployed. */
export type LockedRecord = LockedArtifact & {
  /** The hash of what is deployed, with the prefix of its kind. A tool can convert a file for each platform. */
  content_hash: string;
  /** The path of its file or folder, relative to the project. */
  path: string;
  /** Whether the file does not say the path, so that a profile decides it. */
  isPathAssumed: boolean;
  /** The folder to which a record's path is relative. Empty: the project. */
  root: string;
  /** The platform, where its root does not tell it. */
  platform: string | undefined;
  deployed_at: string | undefined;
  /** What else the file says of it, under the name of the tool. It is kept for the next export. */
  kept: JsonObject;
};

/** A part of a lock file that tells of no artifact. `isBad`: it should. */
export type Unread = { pointer: string; errors: FieldError[]; isBad: boolean };

/** What a lock file has. */
export type LockFile = {
  /** What is deployed, with what is wrong with it. */
  records: { record: LockedRecord; errors: readonly FieldError[] }[];
  /** Artifacts of which nothing is deployed. */
  undeployed: LockedArtifact[];
  unread: Unread[];
};

/** The maximum number of rows in one import: records and artifacts that are deployed nowhere. */
export const MAX_ROWS = 5_000;

/** @throws 413 if a file has more rows than one import can have */
export function assertRows(count: number): void {
  if (count > MAX_ROWS)
    throw new Fault("too-large", `An import can have at most ${withCommas(MAX_ROWS)} rows; this file has more`);
}

/** Adds what cannot be read. @throws 422 if that is more than one import can have, also if it is to be left out */
export function addBad(unread: Unread[], pointer: string, errors: FieldError[]): void {
  unread.push({ pointer, errors, isBad: true });
  if (unread.length <= MAX_ROWS) return;
  const all = unread.filter(({ isBad }) => isBad).flatMap((part) => part.errors);
  if (all.length > MAX_ROWS) throw invalidAll(all, MAX_ROWS);
}

/** A part that is valid, and no artifact. */
export const ignored = (pointer: string, detail: string): Unread => ({
  pointer,
  errors: [{ pointer, detail }],
  isBad: false,
});
