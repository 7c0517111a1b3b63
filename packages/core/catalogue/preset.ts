/** The preset of a platform: the fields of a profile that the catalogue gives, in a project or in the user's home. */
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
  if (scope === "project" || entry.root_dir === null) return entry;
  const { root_dir } = entry;
  const { also_reads: _a, mcp_entry: _m, ...user } = entry.user ?? { root_dir, ...NOTHING };
  return { ...user, context_path_prefixes: [], skills_layouts: null };
}

/** A platform of which nothing is known in the user's home. */
const NOTHING = {
  artifact_path_map: {},
  supported_artifact_types: [],
  project_config_filenames: [],
  also_reads: {},
  mcp_entry: null,
};
