/** The files of a project, as far as they can tell which platforms it uses. */
import { join } from "node:path";
import { FileError, onDisk } from "../files/file-error.ts";
import type { World } from "../world.ts";

/** The most paths that a detection takes. */
const MAX_PATHS = 5_000;
/** Without git: how deep is looked, and how many files. */
const MAX_DEPTH = 6;
const MAX_FILES = 20_000;
/** Folders that hold what others wrote, or what is built. */
const SKIPPED = ["node_modules", ".git", "vendor", ".venv", "venv", "dist", "build", "target", ".skillmeat"];

/** Lists files relative to the folder: those that git knows, or those that are found by looking. */
export async function listFiles(world: World, root: string): Promise<string[]> {
  const known = await world.gitFiles(root);
  // What git ignores at the top is listed too: settings of agents often are.
  return known === undefined ? walk(world, root) : [...new Set([...known, ...namesIn(world, root)])];
}

/** Those paths first that can be of a platform: in a folder or file whose name begins with a dot, or at the top. */
export function likelyPaths(files: readonly string[]): string[] {
  const rank = (path: string) => (path.startsWith(".") ? 0 : !path.includes("/") ? 1 : path.includes("/.") ? 2 : 3);
  const clean = files.filter((path) => !path.split("/").includes("..") && path !== "");
  return [...clean].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_PATHS);
}

function namesIn({ disk }: World, folder: string): string[] {
  const names = onDisk(folder, "read", () => disk.readdir(folder));
  return names.filter((name) => !SKIPPED.includes(name)).sort();
}

function walk(world: World, root: string): string[] {
  const files: string[] = [];
  const visit = (folder: string, prefix: string, depth: number) => {
    for (const name of readable(world, folder)) {
      if (files.length >= MAX_FILES) return;
      const type = world.disk.lstat(join(folder, name))?.type;
      if (type === "folder" && depth < MAX_DEPTH) visit(join(folder, name), `${prefix}${name}/`, depth + 1);
      else if (type !== undefined) files.push(prefix + name);
    }
  };
  visit(root, "", 1);
  return files;
}

/** A folder below the project that cannot be read tells nothing. */
function readable(world: World, folder: string): string[] {
  try {
    return namesIn(world, folder);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
