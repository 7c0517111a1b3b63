/** Where platforms read: the paths at which each one finds artifacts and instructions. */

import { cleanPath } from "./detect/listing.ts";
import type { Mapping } from "./mapping.schema.ts";
import { destinationOf } from "./mapping.ts";
import type { PlatformRead } from "./platform.schema.ts";
import { listPlatforms } from "./platform.ts";

type Layout = Pick<PlatformRead, "root_dir" | "artifact_path_map" | "project_config_filenames" | "also_reads">;

/** A path at which a platform reads. `~/` begins a path in the user's home; any other is relative to the project. */
export type ReadPath = { surface: string; path: string };

function pathsIn(
  { root_dir, artifact_path_map, project_config_filenames, also_reads }: Layout,
  prefix: string,
): ReadPath[] {
  const roots = { root_dir: root_dir ?? "", scope_dir: "" };
  const own = Object.entries(artifact_path_map).map(([surface, mapping]) => ({
    surface,
    // Safe cast: the values of a map are mappings.
    path: destinationOf(mapping as Mapping, roots),
  }));
  const instructions = project_config_filenames.map((path) => ({ surface: "instructions", path }));
  const others = Object.entries(also_reads).flatMap(([surface, paths]) => paths.map((path) => ({ surface, path })));
  return [...own, ...instructions, ...others].map(({ surface, path }) => ({ surface, path: `${prefix}${path}` }));
}

/** Returns all paths at which a platform reads, in a project and in the user's home. */
export const readPathsOf = (entry: PlatformRead): ReadPath[] => [
  ...pathsIn(entry, ""),
  ...(entry.user === null ? [] : pathsIn(entry.user, "~/")),
];

/** The most folders that a path of the catalogue has, so that a longer path is not looked up whole. */
const MAX_DEPTH = 12;

/** Returns a path and the folders that contain it, the longest first: `a/b/c`, `a/b`, `a`. At most the first 12 levels. */
export function withFolders(path: string): string[] {
  const segments = path.split("/", MAX_DEPTH);
  return segments.map((_, n) => segments.slice(0, segments.length - n).join("/"));
}

/** Whether a platform reads at one of some folders. */
const readsAt = (entry: PlatformRead, folders: ReadonlySet<string>) =>
  readPathsOf(entry).some(({ path }) => folders.has(path));

/** Whether a platform has a place for a surface, in a project or in the user's home. */
const hasSurface = ({ artifact_path_map, project_config_filenames, user }: PlatformRead, surface: string): boolean =>
  surface === "instructions"
    ? project_config_filenames.length > 0 || (user?.project_config_filenames.length ?? 0) > 0
    : Object.hasOwn(artifact_path_map, surface) || (user !== null && Object.hasOwn(user.artifact_path_map, surface));

/** Selects platforms. The parts combine. */
export type PlatformFilter = { surface?: string | undefined; reads?: string | undefined };

/**
 * Returns the platforms that have a surface and read a path, in the order of the catalogue. A platform reads a path if it is
 * one at which it reads, or below it.
 */
export function selectPlatforms({ surface, reads }: PlatformFilter): readonly PlatformRead[] {
  if (surface === undefined && reads === undefined) return listPlatforms();
  const folders = new Set(withFolders(cleanPath(reads ?? "")));
  return listPlatforms().filter(
    (entry) =>
      (surface === undefined || hasSurface(entry, surface)) && (reads === undefined || readsAt(entry, folders)),
  );
}
