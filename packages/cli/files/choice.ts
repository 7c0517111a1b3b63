/** Chooses what to do with a file, an entry or a block by the hashes of what is there, what was written and what is new. */
import type { Written } from "./state.ts";

export type Choice =
  /** `written`: what is known afterwards. */
  | { readonly action: "create" | "update" | "unchanged"; readonly written: Written }
  /** Changed by the user, and the artifact changed too. */
  | { readonly action: "merge" };

/**
 * @param disk the hash of what is there. null: nothing
 * @param next the hash of what is to be written
 * @param old what was written last. undefined: nothing is known
 * @param isSettled whether the user has removed the new content from the folder of conflicts
 */
export function choose(
  disk: string | null,
  next: string,
  old: Written | undefined,
  force: boolean,
  isSettled: () => boolean,
): Choice {
  const found: Written = { hash: next, found: true };
  if (disk === null) return { action: "create", written: { hash: next } };
  if (disk === next) return { action: "unchanged", written: old && !old.found ? { hash: next } : found };
  if (force || (old && old.hash === disk)) return { action: "update", written: { hash: next } };
  // Changed by the user, and there is nothing new to write.
  if (old?.hash === next) return { action: "unchanged", written: old.found ? found : { hash: next } };
  if (old?.conflict === next && isSettled()) return { action: "unchanged", written: { hash: next } };
  return { action: "merge" };
}

/** What is known after new content could not be merged. */
export const conflicting = (old: Written | undefined, next: string): Written =>
  old?.hash ? { ...old, conflict: next } : { hash: null, found: true, conflict: next };

/** Why something is not removed. null: it is removed. @param disk the hash of what is there */
export function whyKept(what: string, disk: string, written: Written | undefined): string | null {
  if (written === undefined || written.hash === null) return `${what} is not ours`;
  if (written.found) return `${what} was there before`;
  return disk === written.hash ? null : `${what} was changed`;
}

/** Why new content was not merged. */
export const whyConflict = (what: string, old: Written | undefined) =>
  old?.hash ? `${what} was changed, and so was the artifact` : `${what} is there already and is not ours`;
