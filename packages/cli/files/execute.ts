/** Makes the changes that were decided: each file at once and whole, or not at all. */
import { dirname, relative, sep } from "node:path";
import type { Disk } from "./disk.ts";
import { FileError, onDisk } from "./file-error.ts";
import type { Journal } from "./journal.ts";
import type { Paths } from "./paths.ts";
import type { Decision, FileChange, Step } from "./step.ts";
import { ignoringCode, type Store, unfinished } from "./store.ts";

/** What was made of a step. */
export type Made = {
  readonly step: Step;
  /** The paths of the files that were written or removed, relative to the project and through all links. */
  readonly done: ReadonlySet<string>;
  /** Why the rest was not made. */
  readonly error: FileError | undefined;
};

type At = { readonly disk: Disk; readonly store: Store; readonly paths: Paths; readonly journal: Journal };

/** Makes the changes of a place: first what is needed to resume or merge later, then the files. */
export function execute(at: At, id: string, decision: Decision): Made {
  const { disk, store, paths, journal } = at;
  const changes = decision.changes.map((change) => ({
    change,
    next: change.bytes === null ? null : unfinished(change.seen.real),
  }));
  const inProject = (real: string) => relative(paths.root, real).split(sep).join("/");
  const step: Step = {
    id,
    operations: changes.map(({ change: { seen, hash }, next }) => ({
      path: seen.id,
      before: seen.hash,
      after: hash,
      next: next && inProject(next),
    })),
    after: decision.after,
    shared: decision.shared,
    folders: [
      ...new Set([...decision.changes.flatMap(({ seen }) => seen.missing.map(inProject)), ...(decision.folders ?? [])]),
    ],
  };
  const done = new Set<string>();
  try {
    for (const { hash, bytes } of decision.keep) store.keep(bytes, hash);
    for (const { path, bytes } of decision.conflicts) store.write(bytes, true, "conflicts", ...path.split("/"));
    if (changes.length > 0) journal.add(step);
    for (const { change, next } of changes) {
      if (next === null) removeFile(disk, change);
      else replaceFile(disk, change, next);
      done.add(change.seen.id);
    }
    for (const folder of new Set(changes.map(({ change }) => dirname(change.seen.real)))) syncIfThere(disk, folder);
    return { step, done, error: undefined };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { step, done, error };
  }
}

/** Creates or replaces a file, by a new one that takes its name. */
function replaceFile(disk: Disk, { seen, bytes, mode }: FileChange, next: string): void {
  const { path, real, missing } = seen;
  onDisk(path, "write", () => {
    for (const folder of missing) ignoringCode("EEXIST", () => disk.mkdir(folder));
    try {
      disk.createFile(next, bytes ?? new Uint8Array(), mode);
      if (seen.mode !== null) disk.chmod(next, mode);
      requireUnchanged(disk, seen);
      disk.rename(next, real);
    } catch (error) {
      // The first error is the one to report.
      try {
        disk.unlink(next);
      } catch {}
      throw error;
    }
  });
}

function removeFile(disk: Disk, { seen }: FileChange): void {
  requireUnchanged(disk, seen);
  onDisk(seen.path, "remove", () => disk.unlink(seen.real));
}

/** Another program can have written the file since it was read. */
function requireUnchanged(disk: Disk, { path, real, version }: FileChange["seen"]): void {
  const now = onDisk(path, "read", () => disk.lstat(real));
  if ((now?.version ?? null) === version) return;
  throw new FileError("changed", path, `${path} was changed while it was written; run the command again`);
}

const syncIfThere = (disk: Disk, folder: string) =>
  onDisk(folder, "write", () => ignoringCode("ENOENT", () => disk.syncFolder(folder)));
