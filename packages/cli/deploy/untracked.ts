/** Finds artifacts in the platforms' folders of which there is no record. */
import { join } from "node:path";
import type { ArtifactMappingOutput, DeploymentProfile } from "@skillmeat-deployments/client";
import type { Disk } from "../files/disk.ts";
import { FileError, onDisk } from "../files/file-error.ts";
import { createPaths, type Paths } from "../files/paths.ts";
import type { Placed } from "./placed.ts";

type Folder = { readonly path: string; readonly filename: string };
/** Deeper folders are not looked at: no platform reads them. */
const MAX_DEPTH = 4;
const MAX_FOUND = 1_000;

/** @returns the paths relative to the project: of skills, the folders */
export function findUntracked(
  disk: Disk,
  root: string,
  profiles: readonly DeploymentProfile[],
  placed: readonly Placed[],
): string[] {
  const tracked = placed.filter(({ scope }) => scope === "project").map(({ place }) => place.path);
  const known = new Set(tracked.flatMap((path) => [path, path.replace(/\/[^/]*$/, "")]));
  const isKnown = (path: string) => known.has(path);
  const paths = createPaths(disk, root);
  const found = new Set<string>();
  for (const folder of foldersOf(profiles)) {
    for (const { path } of artifactsIn(disk, paths, folder)) {
      if (found.size < MAX_FOUND && !isKnown(path)) found.add(path);
    }
  }
  return [...found].sort();
}

/** The folders in which profiles of the project have artifacts, each once. */
function foldersOf(profiles: readonly DeploymentProfile[]): Folder[] {
  const folders = new Map<string, Folder>();
  for (const profile of profiles) {
    if (profile.scope === "user") continue;
    for (const [type, mapping] of Object.entries(profile.artifact_path_map)) {
      const to = typeof mapping === "string" ? { path: mapping } : mapping;
      if ((to.kind ?? "directory") !== "directory") continue;
      const { path, filename } = folderOf(profile, type, to);
      folders.set(`${path} ${filename}`, { path, filename });
    }
  }
  return [...folders.values()];
}

/** The folder or file of a type, relative to the project. */
export function folderOf(
  { root_dir, scope_dir }: Pick<DeploymentProfile, "root_dir" | "scope_dir">,
  type: string,
  to: ArtifactMappingOutput,
): Folder {
  const base = to.base === "project" ? scope_dir : root_dir;
  const path = [...base.split("/"), ...to.path.split("/")].filter((segment) => segment !== "").join("/");
  return { path, filename: to.filename ?? (type === "skill" ? "{name}/SKILL.md" : "{name}.md") };
}

/** What has the file name of a folder's artifacts: the path of the file, of a skill that of its folder, and its name. */
export function artifactsIn(disk: Disk, paths: Paths, { path, filename }: Folder): { path: string; name: string }[] {
  const [before = "", after = ""] = filename.split("{name}");
  const isFolder = after.startsWith("/");
  const files = filesBelow(disk, paths, path);
  return files.flatMap((file) => {
    const name = file.slice(path.length + 1);
    if (!name.startsWith(before) || !name.endsWith(after) || name.length <= before.length + after.length) return [];
    const own = name.slice(before.length, name.length - after.length);
    return [{ path: isFolder ? file.slice(0, -after.length) : file, name: own }];
  });
}

/** A folder that cannot be read has nothing that is known. */
function filesBelow(disk: Disk, paths: Paths, path: string, depth = 1): string[] {
  try {
    const { real, stat } = paths.resolve(path);
    if (stat?.type !== "folder") return [];
    const names = onDisk(path, "read", () => disk.readdir(real)).sort();
    return names.flatMap((name) => {
      const type = disk.lstat(join(real, name))?.type;
      if (type === "folder") return depth < MAX_DEPTH ? filesBelow(disk, paths, `${path}/${name}`, depth + 1) : [];
      return type === "file" ? [`${path}/${name}`] : [];
    });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
