/** A run: writes into a project and removes from it, under a lock and with a journal. */
import type { Disk } from "./disk.ts";
import type { Content, Options, Outcome, Place } from "./place.ts";

/** A run in a project. Its calls must not overlap. */
export type Run = {
  /** What was found damaged and mended at the beginning, one line each. */
  readonly notes: readonly string[];
  /**
   * Writes an artifact's content at its place. What is expected to go wrong (a malformed file, a full disk) is the outcome
   * `failed`, and the run can go on.
   */
  write(place: Place, content: Content, options?: Options): Promise<Outcome>;
  /** Removes what was written at a place, if nobody changed it. */
  remove(place: Place, options?: Options): Promise<Outcome>;
  /** Says that what is at the place now is ours, as if it had been written by a run. */
  adopt(place: Place): Promise<Outcome>;
  /** Writes the state, removes empty folders that runs created, and releases the lock. */
  finish(): Promise<void>;
};

/**
 * Begins a run in a project. A run that was killed before is completed first.
 * @param root the project's folder, or the user's home
 * @throws FileError `locked` if another run works in the project
 */
export async function beginRun(_disk: Disk, _root: string, _options: RunOptions = {}): Promise<Run> {
  throw new Error("not made yet");
}

export type RunOptions = {
  /** Only looks: takes no lock and writes nothing. Outcomes and changes say what would be done. */
  readonly dryRun?: boolean;
};
