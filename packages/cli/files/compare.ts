/** Compares what is on the disk with hashes, for `status` and `verify`. */
import type { Disk } from "./disk.ts";
import type { Place } from "./place.ts";

/** What is at a place. */
export type Comparison = {
  /** `error`: it cannot be told, for the reason in `detail`. */
  readonly state: "synced" | "modified" | "missing" | "error";
  /** The hash of what is at the place. null: nothing, or an error. */
  readonly hash: string | null;
  /** For `error`: one or two lines. */
  readonly detail: string | null;
};

/** Compares places with hashes. Reads each file once. */
export type Inspector = {
  /**
   * Compares a place with the hash that is expected there: `written_hash ?? content_hash` of its record.
   * A place whose path ends in a folder, as a skill's record has it, is compared as a folder.
   */
  compare(place: Place, expected: string): Promise<Comparison>;
};

export function createInspector(_disk: Disk, _root: string): Inspector {
  throw new Error("not made yet");
}
