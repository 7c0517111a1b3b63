/** Creates deployment profiles. Omitted fields come from the platform's preset in the catalogue. */
import type * as z from "zod";
import type { ArtifactPathMap } from "../catalogue/mapping.schema.ts";
import { type Preset, presetOf } from "../catalogue/preset.ts";
import type { Versioned, WriteCtx } from "../context.ts";
import { invalid } from "../fault.ts";
import type { Committed } from "../storage/writer.ts";
import { orderedByType } from "../values/artifact-type.ts";
import type { Profile, ProfileCreate } from "./profile.schema.ts";
import { profiles } from "./profile.ts";
import { scopeDirOf } from "./scope-dir.ts";

/**
 * Creates a profile.
 * @throws 404 if the project does not exist; 409 if it has a profile with this id; 422 as `withPreset`
 */
export async function createProfile(
  ctx: WriteCtx,
  project_id: string,
  input: ProfileCreate,
): Promise<Committed<Versioned<Profile>>> {
  const { profile_id } = input;
  const value = { id: `${project_id}:${profile_id}`, project_id, profile_id, ...withPreset(input) };
  return profiles.create(ctx, { project_id, profile_id }, value);
}

/**
 * Returns the writable fields of a new profile. Fields that the input omits come from the platform's preset.
 * @throws 422 if neither the input nor the preset has a root_dir, or if the skills layout cannot be chosen
 */
export function withPreset(input: ProfileCreate): z.infer<typeof Profile.writable> {
  const { platform, scope = "project" } = input;
  const preset = presetOf(platform, scope);
  if (input.skills_layout !== undefined && input.artifact_path_map !== undefined) {
    const detail = "skills_layout selects an entry of the preset's map; it cannot be combined with artifact_path_map";
    throw invalid({ pointer: "/skills_layout", detail });
  }
  const root_dir = input.root_dir ?? preset.root_dir;
  if (root_dir === null) {
    throw invalid({ pointer: "/root_dir", detail: `root_dir is required: platform '${platform}' has no preset` });
  }
  return {
    platform,
    root_dir,
    scope,
    scope_dir: input.scope_dir ?? scopeDirOf(platform, root_dir),
    artifact_path_map: input.artifact_path_map ?? withLayout(input, preset),
    project_config_filenames: input.project_config_filenames ?? preset.project_config_filenames,
    context_path_prefixes: input.context_path_prefixes ?? preset.context_path_prefixes,
    supported_artifact_types: input.supported_artifact_types ?? preset.supported_artifact_types,
    description: input.description ?? null,
  };
}

/** Returns the preset's map with the skills layout that the input selects. */
function withLayout({ platform, scope, skills_layout }: ProfileCreate, preset: Preset): ArtifactPathMap {
  if (skills_layout === undefined) return preset.artifact_path_map;
  if (scope === "user") {
    const detail = "skills_layout selects a folder of the project; it cannot be combined with the scope 'user'";
    throw invalid({ pointer: "/skills_layout", detail });
  }
  if (!preset.skills_layouts) {
    const detail = `skills_layout: platform '${platform}' does not read skills from both its own folder and .agents/skills`;
    throw invalid({ pointer: "/skills_layout", detail });
  }
  return orderedByType({ ...preset.artifact_path_map, skill: preset.skills_layouts[skills_layout] });
}
