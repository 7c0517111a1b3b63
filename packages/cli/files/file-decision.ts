/** Decides what to do with one file of an artifact. */
import { choose, conflicting, whyConflict, whyKept } from "./choice.ts";
import { hashBytes } from "./hash.ts";
import { mergeText } from "./merge.ts";
import type { Action } from "./place.ts";
import type { Written } from "./state.ts";
import type { FileChange } from "./step.ts";
import type { Store } from "./store.ts";
import { type Seen, textOf, type View } from "./view.ts";

/** A new file of an artifact, with its path relative to the project. */
export type NewFile = { readonly path: string; readonly bytes: Uint8Array; readonly executable: boolean };

export type FileDecision = {
  readonly action: Action;
  readonly detail: string | null;
  readonly change: FileChange | null;
  /** null: nothing is known of the file afterwards. */
  readonly written: Written | null;
  readonly conflict: { readonly path: string; readonly bytes: Uint8Array } | null;
};

const stay = (action: Action, written: Written | null, detail: string | null = null): FileDecision => ({
  action,
  detail,
  change: null,
  written,
  conflict: null,
});

/** There is nothing to remove. */
export const ABSENT = stay("absent", null);

/** Decides how to write a file. @param old what was written last. undefined: nothing is known */
export async function decideFile(
  { view, store }: { view: View; store: Store },
  file: NewFile,
  old: Written | undefined,
  force: boolean,
): Promise<FileDecision> {
  const seen = view.look(file.path);
  const hash = hashBytes(file.bytes);
  const write = (action: Action, bytes: Uint8Array, written: Written): FileDecision => ({
    ...stay(action, written),
    change: { seen, bytes, hash: hashBytes(bytes), mode: modeOf(seen, file.executable) },
  });
  const choice = choose(seen.hash, hash, old, force, () => !store.has("conflicts", file.path));
  if (choice.action === "unchanged") return stay("unchanged", choice.written);
  if (choice.action !== "merge") return write(choice.action, file.bytes, choice.written);
  const merged = await merge(store, old, seen.bytes ?? new Uint8Array(), file.bytes);
  if (merged === undefined) {
    const reason = whyConflict(file.path, old);
    return { ...stay("conflict", conflicting(old, hash), reason), conflict: { path: file.path, bytes: file.bytes } };
  }
  const isSame = hashBytes(merged) === seen.hash;
  return isSame ? stay("unchanged", { hash }) : write("merge", merged, { hash });
}

/** The bits of a new file, or those of the file with the artifact's right to run. */
function modeOf({ mode }: Seen, executable: boolean): number {
  if (mode === null) return executable ? 0o755 : 0o644;
  // Who may read a script may run it.
  return executable ? mode | ((mode & 0o444) >> 2) : mode;
}

/** undefined: the contents overlap, are no texts, or what was written last was not kept. */
async function merge(
  store: Store,
  old: Written | undefined,
  mine: Uint8Array,
  theirs: Uint8Array,
): Promise<Uint8Array | undefined> {
  const base = old?.hash ? store.kept(old.hash) : undefined;
  const [b, m, t] = [base && textOf(base), textOf(mine), textOf(theirs)];
  if (b === undefined || m === undefined || t === undefined) return undefined;
  const merged = await mergeText(b, m, t);
  return merged === undefined ? undefined : Buffer.from(merged);
}

/** Decides whether a file that was written is removed: only while it has the content that was written. */
export function decideRemoval(view: View, path: string, written: Written | undefined, force: boolean): FileDecision {
  const seen = view.look(path);
  if (seen.bytes === null) return ABSENT;
  const reason = whyKept(path, seen.hash ?? "", written) ?? (seen.isLink ? `${path} is a link` : null);
  if (reason !== null && !force) return stay("keep", written ?? null, reason);
  return { ...stay("remove", null), change: { seen, bytes: null, hash: null, mode: seen.mode ?? 0o644 } };
}

/** The gravest of the actions stands for an artifact of several files. */
const GRAVITY: readonly Action[] = ["absent", "unchanged", "create", "remove", "update", "merge", "keep", "conflict"];

/** The action of an artifact, and the reason for it. */
export function summaryOf(decisions: readonly FileDecision[]): { action: Action; detail: string | null } {
  const actions = new Set(decisions.map(({ action }) => action));
  const gravest = GRAVITY.findLast((action) => actions.has(action)) ?? "unchanged";
  const details = decisions.flatMap(({ action, detail }) => (action === gravest && detail !== null ? [detail] : []));
  const [first, ...more] = details;
  return {
    action: gravest === "create" && actions.has("unchanged") ? "update" : gravest,
    detail: first !== undefined && more.length > 0 ? `${first} (and ${more.length} more)` : (first ?? null),
  };
}
