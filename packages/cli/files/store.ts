/** The folder of this tool in a project: its state, the contents that were written last, and conflicts. */
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import type { Disk } from "./disk.ts";
import { codeOf, FileError, onDisk } from "./file-error.ts";
import { hashBytes } from "./hash.ts";

/** What the names of unfinished files end with. */
const UNFINISHED = ".skillmeat-tmp";

/** The name of an unfinished file beside a file. No two runs choose the same. */
export const unfinished = (path: string) => join(dirname(path), `.${randomBytes(6).toString("hex")}${UNFINISHED}`);

export const isUnfinished = (path: string) => /(?:^|\/)\.[0-9a-f]{12}\.skillmeat-tmp$/.test(path);

/** Everything but the configuration is ignored by git. */
const IGNORED = "/*\n!/config.toml\n";

export type Store = ReturnType<typeof createStore>;

/** @param folder absolute. It is created when something is written */
export function createStore(disk: Disk, folder: string) {
  const path = (...names: string[]) => join(folder, ...names);
  const shown = (...names: string[]) => [".skillmeat", ...names].join("/");

  /** Creates a folder of the store. One that is a link is refused: it can lead out of the project. */
  const makeFolder = (...names: string[]): void => {
    for (let depth = 0; depth <= names.length; depth++) {
      const here = names.slice(0, depth);
      const stat = disk.lstat(path(...here));
      if (stat === undefined) createFolder(path(...here));
      else if (stat.type !== "folder")
        throw new FileError("not-a-file", shown(...here), `${shown(...here)} must be a folder, and no link`);
    }
  };

  const createFolder = (target: string): void => {
    if (disk.lstat(dirname(target)) === undefined) createFolder(dirname(target));
    ignoringCode("EEXIST", () => disk.mkdir(target));
  };

  const read = (...names: string[]): Uint8Array | undefined =>
    onDisk(shown(...names), "read", () => ignoringCode("ENOENT", () => disk.readFile(path(...names))));

  /** Replaces a file, all or nothing. */
  const write = (bytes: Uint8Array, flush: boolean, ...names: string[]): void =>
    onDisk(shown(...names), "write", () => {
      const target = path(...names);
      makeFolder(...names.slice(0, -1));
      const next = unfinished(target);
      disk.createFile(next, bytes, 0o644, { flush });
      disk.rename(next, target);
    });

  const remove = (...names: string[]): void =>
    onDisk(shown(...names), "remove", () => void ignoringCode("ENOENT", () => disk.unlink(path(...names))));

  /** The names in a folder. One that is a link has none. */
  const list = (...names: string[]): string[] =>
    onDisk(shown(...names), "read", () => {
      return disk.lstat(path(...names))?.type === "folder" ? disk.readdir(path(...names)) : [];
    });

  /** Removes what is below a folder but the paths to keep, and the folders that are empty then. Whether all is gone. */
  const sweep = (keep: ReadonlySet<string>, ...names: string[]): boolean => {
    const left = list(...names).filter((name) => {
      const here = [...names, name];
      if (disk.lstat(path(...here))?.type === "folder") return !sweep(keep, ...here);
      if (keep.has(here.join("/"))) return true;
      remove(...here);
      return false;
    });
    if (left.length === 0) ignoringCode("ENOENT", () => disk.rmdir(path(...names)));
    return left.length === 0;
  };

  return {
    folder,
    read,
    write,
    remove,

    /** Creates the folder and what makes git ignore it. */
    prepare(): void {
      onDisk(shown(), "write", () => makeFolder());
      if (read(".gitignore") === undefined) write(Buffer.from(IGNORED), true, ".gitignore");
    },

    /** Waits until the names of the files are on the disk. */
    sync(): void {
      onDisk(shown(), "write", () => disk.syncFolder(folder));
    },

    /** Creates a file, or adds to one that was created by this call before. */
    append(bytes: Uint8Array, isFirst: boolean, name: string): void {
      onDisk(shown(name), "write", () => {
        if (isFirst) disk.createFile(path(name), bytes, 0o644);
        else disk.appendFile(path(name), bytes, 0o644);
      });
    },

    /** Keeps a content under its hash. It need not reach the disk: it is checked when it is read. */
    keep(bytes: Uint8Array, hash: string): void {
      const known = read("base", hash);
      if (known === undefined || hashBytes(known) !== hash) write(bytes, false, "base", hash);
    },

    /** The content with a hash. undefined: it was not kept, or is damaged. */
    kept(hash: string): Uint8Array | undefined {
      const bytes = read("base", hash);
      return bytes !== undefined && hashBytes(bytes) === hash ? bytes : undefined;
    },

    has: (...names: string[]) => disk.lstat(path(...names)) !== undefined,

    /** Removes kept contents and conflicts that nothing refers to, and files that a stopped run left. */
    prune(hashes: ReadonlySet<string>, conflicts: ReadonlySet<string>): void {
      if (list("base").length > 0) sweep(new Set([...hashes].map((hash) => `base/${hash}`)), "base");
      if (list("conflicts").length > 0) sweep(new Set([...conflicts].map((each) => `conflicts/${each}`)), "conflicts");
      for (const name of list()) if (name.endsWith(UNFINISHED) || name.startsWith("lock.")) remove(name);
    },
  };
}

/** Does something. undefined: it failed with a code that is expected. */
export function ignoringCode<T>(code: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof FileError || codeOf(error) !== code) throw error;
    return undefined;
  }
}
