/** The files of an artifact's folder on the disk, and its hash. */
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { onDisk } from "./file-error.ts";
import { hashFolder } from "./hash.ts";
import { isOfGit, type Paths } from "./paths.ts";

/**
 * The paths of the files below a folder, relative to the project. Links to files count as files; links to folders are not
 * followed, as SkillMeat does. A folder that does not exist has none.
 */
export function filesBelow(disk: Disk, paths: Paths, folder: string): string[] {
  const { real, stat } = paths.resolve(folder);
  return stat?.type === "folder" ? walk(disk, real, folder) : [];
}

function walk(disk: Disk, real: string, path: string): string[] {
  const names = onDisk(path, "read", () => disk.readdir(real));
  return names.flatMap((name) => {
    const [realChild, child] = [join(real, name), `${path}/${name}`];
    const stat = onDisk(child, "read", () => disk.lstat(realChild));
    // A checkout in the place of an artifact: its history is no part of it, and is never touched.
    if (isOfGit(name)) return [];
    if (stat?.type === "folder") return walk(disk, realChild, child);
    const isFile = stat?.type === "file" || (stat?.type === "link" && leadsToFile(disk, realChild));
    return isFile ? [child] : [];
  });
}

function leadsToFile(disk: Disk, link: string): boolean {
  try {
    return disk.lstat(disk.realpath(link))?.type === "file";
  } catch {
    return false;
  }
}

/** What operating systems and tools leave in folders. SkillMeat leaves it out when it copies an artifact. */
const JUNK: ReadonlySet<string> = new Set([
  ".git",
  ".github",
  ".gitignore",
  "__pycache__",
  "node_modules",
  ".venv",
  "venv",
  ".DS_Store",
  "Thumbs.db",
]);

/** Whether SkillMeat leaves a file out when it copies an artifact. @param path relative to the artifact */
export const isJunk = (path: string) =>
  path.split("/").some((name) => JUNK.has(name) || /\.(?:pyc|pyo|egg-info|skillmeat-tmp)$/.test(name));

type FileOfFolder = { readonly path: string; readonly bytes: Uint8Array };

/**
 * The hash of a folder. If it has another hash than expected only because of what operating systems leave in folders, the
 * expected one.
 */
export function folderHash(files: readonly FileOfFolder[], expected?: string): string {
  const hash = hashFolder(files);
  if (expected === undefined || hash === expected) return hash;
  return hashFolder(files.filter(({ path }) => !isJunk(path))) === expected ? expected : hash;
}

/** A hash as records have it, without its prefix. */
export const plainHash = (hash: string) => hash.toLowerCase().replace(/^sha256:/, "");
