/** Reads the files of a source. What leads out of it is not followed. */
import { join, sep } from "node:path";
import type { Disk, Stat } from "../files/disk.ts";
import { codeOf, FileError, onDisk } from "../files/file-error.ts";
import { isJunk } from "../files/folder.ts";
import { comparePaths } from "../files/hash.ts";
import type { ContentFile } from "../files/place.ts";
import { MAX_BYTES, textOf } from "../files/view.ts";
import type { SourceProblem } from "./source.ts";

/** Why something of a source cannot be used. */
export class Unusable extends Error {
  readonly problem: SourceProblem;

  constructor(code: SourceProblem["code"], path: string, detail: string) {
    super(detail);
    this.problem = { code, path, detail };
  }
}

export type Entry = { readonly real: string; readonly stat: Stat };

/** Paths are relative to the source, with `/`. The source itself is "". */
export type Reader = {
  /** What is at a path, links followed. undefined: nothing. @throws Unusable if it leads out of the source */
  look(path: string): Entry | undefined;
  isFolder(path: string): boolean;
  isFile(path: string): boolean;
  /** The names in a folder, sorted. */
  names(path: string): string[];
  /** @throws Unusable */
  file(path: string): ContentFile;
  text(path: string): string;
  /** The files of an artifact's folder, with paths relative to it. Links to folders are not followed, as SkillMeat does. */
  folder(path: string): ContentFile[];
};

/** @throws FileError if the source is no folder */
export function createReader(disk: Disk, dir: string): Reader {
  const root = onDisk(dir, "read", () => disk.realpath(dir));
  if (disk.lstat(root)?.type !== "folder") throw new FileError("not-a-file", dir, `${dir} is not a folder`);
  const prefix = root.endsWith(sep) ? root : root + sep;

  const attempt = <T>(path: string, work: () => T): T => {
    try {
      return onDisk(path === "" ? dir : path, "read", work);
    } catch (error) {
      if (error instanceof FileError) throw new Unusable("unreadable", path, error.message);
      throw error;
    }
  };

  const look = (path: string): Entry | undefined =>
    attempt(path, () => {
      const here = path === "" ? root : join(root, ...path.split("/"));
      if (here !== root && !here.startsWith(prefix)) throw outside(path);
      const real = realpath(disk, here);
      if (real === undefined) {
        if (disk.lstat(here) !== undefined)
          throw new Unusable("missing", path, `${path} is a link that leads to nothing`);
        return undefined;
      }
      if (real !== root && !real.startsWith(prefix)) throw outside(path);
      const stat = disk.lstat(real);
      return stat && { real, stat };
    });

  const isA = (type: Stat["type"], path: string) => {
    try {
      return look(path)?.stat.type === type;
    } catch (error) {
      if (error instanceof Unusable) return false;
      throw error;
    }
  };

  const file = (path: string): ContentFile => {
    const entry = look(path);
    if (entry?.stat.type !== "file") throw new Unusable("unreadable", path, `${path} is not a file`);
    if (entry.stat.size > MAX_BYTES) throw new Unusable("too-large", path, `${path} is larger than 10 MiB`);
    const bytes = attempt(path, () => disk.readFile(entry.real));
    return { path: path.slice(path.lastIndexOf("/") + 1), bytes, executable: (entry.stat.mode & 0o100) !== 0 };
  };

  const names = (path: string) => attempt(path, () => disk.readdir((look(path) as Entry).real)).sort(comparePaths);

  const folder = (path: string): ContentFile[] => {
    const below = (relative: string): ContentFile[] =>
      names(under(path, relative)).flatMap((name) => {
        const inner = relative === "" ? name : `${relative}/${name}`;
        if (isJunk(inner)) return [];
        if (name.includes("\uFFFD")) throw new Unusable("invalid-name", under(path, inner), "its name is not UTF-8");
        const isLink = disk.lstat(join((look(under(path, relative)) as Entry).real, name))?.type === "link";
        if (look(under(path, inner))?.stat.type !== "folder") return [{ ...file(under(path, inner)), path: inner }];
        return isLink ? [] : below(inner);
      });
    return below("");
  };

  return {
    look,
    isFolder: (path) => isA("folder", path),
    isFile: (path) => isA("file", path),
    names,
    file,
    folder,
    text: (path) => textIn(path, file(path).bytes),
  };
}

/** The text of a file. @throws Unusable */
export function textIn(path: string, bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text === undefined) throw new Unusable("binary", path, `${path} is not a text in UTF-8`);
  return text;
}

const outside = (path: string) => new Unusable("outside", path, `${path} leads out of the source`);

export const under = (folder: string, name: string) => [folder, name].filter((part) => part !== "").join("/");

function realpath(disk: Disk, path: string): string | undefined {
  try {
    return disk.realpath(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
