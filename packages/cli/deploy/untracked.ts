/** Finds artifacts in the platforms' folders of which there is no record. */
import { join } from "node:path";
import type { ArtifactMappingOutput, DeploymentProfile } from "@skillmeat-deployments/client";
import type { Disk } from "../files/disk.ts";
import { FileError, onDisk } from "../files/file-error.ts";
import { createPaths, type Paths } from "../files/paths.ts";
import { artifactPath } from "../files/place.ts";
import type { Placed } from "./placed.ts";

type Folder = { readonly path: string; readonly filename: string };
/** Deeper folders are not looked at: no platform reads them. */
const MAX_DEPTH = 4;

/** @returns the paths relative to the project: of skills, the folders */
export function findUntracked(
  disk: Disk,
  root: string,
  profiles: readonly DeploymentProfile[],
  placed: readonly Placed[],
): string[] {
  const paths = createPaths(disk, root);
  const inProject = placed.filter(({ scope }) => scope === "project");
  // With links, a file has several paths.
  const tracked = new Set(inProject.map(({ place }) => paths.locate(place.path)));
  const isTracked = (path: string) => tracked.has(paths.locate(path));
  // The record of a skill has its folder.
  const isKnown = (file: string) => isTracked(file) || isTracked(file.replace(/\/[^/]*$/, ""));
  const found = new Set<string>();
  for (const folder of foldersOf(profiles)) {
    for (const { file } of artifactsIn(disk, paths, folder)) if (!isKnown(file)) found.add(artifactPath(file));
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

/** The files that are named as a folder's artifacts are, and the artifacts' names. */
export function artifactsIn(disk: Disk, paths: Paths, { path, filename }: Folder): { file: string; name: string }[] {
  const [before = "", after = ""] = filename.split("{name}");
  return filesBelow(disk, paths, path).flatMap((file) => {
    const name = file.slice(path.length + 1);
    // Where a name is all, other types' files have one too: only a file of the folder itself without an extension is meant.
    if (filename === "{name}" && /[/.]/.test(name)) return [];
    const isOne = name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length;
    return isOne ? [{ file, name: name.slice(before.length, name.length - after.length) }] : [];
  });
}

/** A folder that cannot be read has nothing that is known. */
function filesBelow(disk: Disk, paths: Paths, path: string, depth = 1): string[] {
  try {
    const { real, stat } = paths.resolve(path);
    if (stat?.type !== "folder") return [];
    const names = onDisk(path, "read", () => disk.readdir(real)).sort();
    return names.flatMap((name) => {
      const child = `${path}/${name}`;
      const type = disk.lstat(join(real, name))?.type;
      if (type === "file") return [child];
      // Installers leave a skill as a link to the folder where it is. A link to a file has no artifact of its own.
      const isFolder = type === "folder" || (type === "link" && isFolderBehind(paths, child));
      return isFolder && depth < MAX_DEPTH ? filesBelow(disk, paths, child, depth + 1) : [];
    });
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

/** Whether a link leads to a folder of the project. */
function isFolderBehind(paths: Paths, link: string): boolean {
  try {
    return paths.resolve(link).stat?.type === "folder";
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}
