/** The preset of a platform: the fields of a profile that the catalogue gives, in a project or in the user's home. */
import type { ArtifactType } from "../values/artifact-type.schema.ts";
import { orderedByType } from "../values/artifact-type.ts";
import type { ArtifactPathMap, Mapping } from "./mapping.schema.ts";
import type { PlatformRead } from "./platform.schema.ts";
import { readPlatform } from "./platform.ts";
import type { Platform } from "./platform-id.schema.ts";

/** The fields of a profile that come from a preset. `root_dir` is null for a platform without one. */
export type Preset = Pick<
  PlatformRead,
  | "root_dir"
  | "artifact_path_map"
  | "project_config_filenames"
  | "context_path_prefixes"
  | "supported_artifact_types"
  | "skills_layouts"
>;

/** Returns the preset of a platform. @param scope where the paths are: in a project, or in the user's home */
export function presetOf(platform: Platform, scope: "project" | "user"): Preset {
  const entry = readPlatform(platform);
  return scope === "project" || entry.root_dir === null ? entry : userPreset(entry, entry.root_dir);
}

const HOME = "~/";

/** The preset for the user's home: the types whose path there is known. */
function userPreset({ artifact_path_map, user_paths }: PlatformRead, root_dir: string): Preset {
  const inHome = Object.entries(user_paths).filter(([, path]) => path.startsWith(HOME));
  const pathOf = (path: string) => path.slice(HOME.length);
  const map: ArtifactPathMap = Object.fromEntries(
    inHome.flatMap(([surface, path]) => {
      const inProject = artifact_path_map[surface as ArtifactType];
      return inProject === undefined ? [] : [[surface, movedTo(pathOf(path), inProject, root_dir)]];
    }),
  );
  return {
    root_dir,
    artifact_path_map: orderedByType(map),
    project_config_filenames: inHome.flatMap(([surface, path]) => (surface === "instructions" ? [pathOf(path)] : [])),
    context_path_prefixes: [],
    supported_artifact_types: Object.keys(orderedByType(map)) as ArtifactType[],
    skills_layouts: null,
  };
}

/** Returns a mapping with another path: a string below the root where that suffices. */
function movedTo(path: string, mapping: Mapping, root_dir: string): Mapping {
  const isBelowRoot = path.startsWith(`${root_dir}/`);
  const place = isBelowRoot ? { path: path.slice(root_dir.length + 1) } : { path, base: "project" as const };
  const { base: _b, path: _p, ...others } = typeof mapping === "string" ? { path: "" } : { base: "root", ...mapping };
  return isBelowRoot && Object.keys(others).length === 0 ? place.path : { ...place, ...others };
}
