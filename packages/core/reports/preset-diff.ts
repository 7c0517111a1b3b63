/** Compares a stored profile with the current catalogue. Returns the differences as a merge patch and as a list. */
import { joined } from "../catalogue/mapping.ts";
import { catalogueVersion } from "../catalogue/platform.ts";
import { presetOf } from "../catalogue/preset.ts";
import type { Ctx } from "../context.ts";
import type { Profile } from "../model/profile.schema.ts";
import { profiles } from "../model/profile.ts";
import { scopeDirOf } from "../model/scope-dir.ts";
import { escapePointer, isEqual, isObject } from "../values/json.ts";
import type { PresetDiff } from "./preset-diff.schema.ts";

/** The fields that come from a preset. */
const FIELDS = [
  "root_dir",
  "artifact_path_map",
  "project_config_filenames",
  "context_path_prefixes",
  "supported_artifact_types",
] as const satisfies (keyof Profile)[];

/** Compares a profile with its platform's preset. @throws 404 */
export async function presetDiff(ctx: Ctx, project_id: string, profile_id: string): Promise<PresetDiff> {
  return presetDiffOf((await profiles.read(ctx, { project_id, profile_id })).value);
}

/**
 * Compares a profile with its platform's preset. Pure. A platform without a preset, either of its skills layouts, and
 * the folder of a nested root are no difference.
 */
function presetDiffOf(profile: Profile): PresetDiff {
  const { platform, scope } = profile;
  const { root_dir, skills_layouts, ...defaults } = presetOf(platform, scope);
  const header = { platform, catalogue_version: catalogueVersion() };
  if (root_dir === null) return { ...header, patch: {}, changes: [] };
  const map = { ...defaults.artifact_path_map };
  const { skill } = profile.artifact_path_map;
  if (skill !== undefined && skills_layouts && Object.values(skills_layouts).some((layout) => isEqual(layout, skill))) {
    map.skill = skill;
  }
  const nested = joined(scopeDirOf(platform, profile.root_dir), root_dir);
  const target: Pick<Profile, (typeof FIELDS)[number]> = { ...defaults, root_dir: nested, artifact_path_map: map };
  const patch: Record<string, unknown> = {};
  const changes: PresetDiff["changes"] = [];
  for (const field of FIELDS) {
    const [current, preset] = [profile[field], target[field]];
    if (isEqual(current, preset)) continue;
    if (field !== "artifact_path_map") {
      patch[field] = preset;
      changes.push({ pointer: `/${field}`, current, preset });
      continue;
    }
    patch[field] = patchOf(current, preset);
    // The map is compared by artifact type: a mapping is listed as a whole.
    const [currentMap, presetMap] = [current as Record<string, unknown>, preset as Record<string, unknown>];
    for (const type of new Set([...Object.keys(currentMap), ...Object.keys(presetMap)])) {
      if (isEqual(currentMap[type], presetMap[type])) continue;
      const pointer = `/${field}/${escapePointer(type)}`;
      changes.push({ pointer, current: currentMap[type] ?? null, preset: presetMap[type] ?? null });
    }
  }
  return { ...header, patch, changes };
}

/**
 * Returns the merge patch (RFC 7396) that turns `from` into `to`: null for removed members, nested patches for objects.
 */
function patchOf(from: unknown, to: unknown): unknown {
  if (!isObject(to) || !isObject(from)) return to;
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(from)) if (!Object.hasOwn(to, name)) patch[name] = null;
  for (const [name, value] of Object.entries(to))
    if (!isEqual(from[name], value)) patch[name] = patchOf(from[name], value);
  return patch;
}
