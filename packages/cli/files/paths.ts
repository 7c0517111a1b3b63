/**
 * Paths in a project. Every part that exists is looked at, links are followed, and what lies outside of the project is
 * refused. On disks where `A` and `a` are one file, a path that is written differently from what is there is refused.
 */
import { join, sep } from "node:path";
import type { Disk, Stat } from "./disk.ts";
import { FileError, onDisk } from "./file-error.ts";

/** The folder of this tool in a project. */
export const OWN_FOLDER = ".skillmeat";

/** A path as it is on the disk. */
type Resolved = {
  /** The absolute path, through all links. Its folder exists if `missing` is empty. */
  readonly real: string;
  /** What is there. undefined: nothing. */
  readonly stat: Stat | undefined;
  /** Whether the path itself is a link. It is written through: the link stays, and its target changes. */
  readonly isLink: boolean;
  /** The absolute folders that have to be created, the outermost first. */
  readonly missing: readonly string[];
};

export type Paths = {
  /** The project's folder, through all links. */
  readonly root: string;
  /** Finds a path, relative to the project, on the disk. @throws FileError */
  resolve(path: string): Resolved;
  /** An absolute path below the project, relative to it. */
  relative(real: string): string;
  /**
   * The path through all links, relative to the project: the same for all paths that lead to one file. What cannot be resolved
   * stays as it is.
   */
  locate(path: string): string;
};

/** The longest path in bytes, as the API has it. */
const MAX_PATH = 1024;

export function createPaths(disk: Disk, folder: string): Paths {
  const root = onDisk(folder, "read", () => disk.realpath(folder));
  const names = createNames(disk);

  const requireInside = (path: string, real: string) => {
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))
      throw new FileError("outside", path, `${path} is a link that leads out of the project`);
    const inside = real.slice(root.length).split(sep);
    if (inside.some(isOfGit)) throw new FileError("outside", path, `${path} leads into the folder of git`);
  };

  /** Follows a link. */
  const follow = (path: string, link: string): { real: string; stat: Stat } => {
    const real = onDisk(path, "read", () => {
      try {
        return disk.realpath(link);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        throw new FileError("not-a-file", path, `${path} is or goes through a link that leads to nothing`);
      }
    });
    requireInside(path, real);
    const stat = disk.lstat(real);
    if (stat === undefined) throw new FileError("changed", path, `${path} was changed while it was read`);
    return { real, stat };
  };

  const resolve = (path: string): Resolved => {
    const segments = checkedSegments(path);
    let real = root;
    for (const [i, name] of segments.entries()) {
      const isLast = i === segments.length - 1;
      const here = join(real, name);
      const found = onDisk(path, "read", () => disk.lstat(here));
      if (found === undefined) {
        const missing = segments.slice(i, -1).map((_, n) => join(real, ...segments.slice(i, i + n + 1)));
        return { real: join(real, ...segments.slice(i)), stat: undefined, isLink: false, missing };
      }
      names.requireSpelling(path, real, name);
      const isLink = found.type === "link";
      const target = isLink ? follow(path, here) : { real: here, stat: found };
      if (isLast) return { ...target, isLink, missing: [] };
      if (target.stat.type !== "folder") {
        const part = segments.slice(0, i + 1).join("/");
        throw new FileError("not-a-file", path, `${path} cannot exist: ${part} is not a folder`);
      }
      real = target.real;
    }
    throw new FileError("outside", path, "the project itself is no place for an artifact");
  };

  const relative = (real: string) =>
    real
      .slice(root.length + 1)
      .split(sep)
      .join("/");

  const locate = (path: string) => {
    try {
      return relative(resolve(path).real);
    } catch (error) {
      if (error instanceof FileError) return path;
      throw error;
    }
  };

  return { root, resolve, relative, locate };
}

/** Splits a path, and refuses what is not a relative path to a place for artifacts. */
function checkedSegments(path: string): string[] {
  const segments = path.split("/");
  const isForbidden = segments.some((name) => name === "" || name === "." || name === "..") || /[\\\0]/.test(path);
  if (isForbidden || /^[A-Za-z]:/.test(path) || Buffer.byteLength(path) > MAX_PATH)
    throw new FileError("outside", path, `${JSON.stringify(path)} is not a path below the project`);
  if (segments.some(isOfGit)) throw new FileError("outside", path, `${path} is in the folder of git`);
  if (folded(segments[0] as string) === OWN_FOLDER)
    throw new FileError("outside", path, `${path} is in the folder of this tool`);
  return segments;
}

/**
 * Whether a disk can take a name for `.git`, where files become programs. Windows drops dots and spaces at the end and has
 * `git~1`; macOS drops characters that cannot be seen. Git refuses the same names.
 */
export const isOfGit = (name: string) => {
  const plain = folded(name.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, ""));
  return /^(?:\.git|git~1)[. ]*(?:$|:)/.test(plain);
};

/** A name as macOS and Windows compare it: NFC without differences of case. */
const folded = (name: string) => name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

/** Looks up how names in folders are spelled. */
function createNames(disk: Disk) {
  const listings = new Map<string, readonly string[]>();
  const list = (folder: string) => {
    const names = disk.readdir(folder);
    listings.set(folder, names);
    return names;
  };
  const hasName = (names: readonly string[], name: string) =>
    names.includes(name) || names.some((each) => each.normalize("NFC") === name.normalize("NFC"));

  return {
    /** Refuses a name that is there, but is spelled differently. */
    requireSpelling(path: string, folder: string, name: string): void {
      const known = listings.get(folder);
      if (known && hasName(known, name)) return;
      const names = onDisk(path, "read", () => list(folder));
      if (hasName(names, name)) return;
      const twin = names.find((each) => folded(each) === folded(name));
      if (twin === undefined) return;
      throw new FileError(
        "case-twin",
        path,
        `${path} is the same file as the ${twin} that is there: this disk ignores case`,
      );
    },
  };
}
