/** What today's catalogue would change in a stored profile: as a merge patch, and path by path. */
import * as z from "zod";
import { catalogueVersion, Platform, readPlatform } from "../catalogue/platform.ts";
import type { Ctx } from "../context.ts";
import { type Profile, profiles } from "../model/profile.ts";
import { escapePointer, isEqual, isObject } from "../values/json.ts";

export const PresetDiff = z
  .object({
    platform: Platform,
    catalogue_version: z.string().meta({ description: "Of the catalogue that was compared with." }),
    patch: z.record(z.string(), z.unknown()).meta({
      description: "A merge patch (RFC 7396) that PATCH on the profile takes as it is; empty: nothing to change.",
    }),
    changes: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "RFC 6901, into the profile." }),
          current: z.unknown().meta({ description: "What stands there; null: nothing." }),
          preset: z.unknown().meta({ description: "What the catalogue has; null: nothing." }),
        }),
      )
      .meta({ description: "The same for a reader." }),
  })
  .meta({ id: "PresetDiff" });
export type PresetDiff = z.infer<typeof PresetDiff>;

const FIELDS = [
  "root_dir",
  "artifact_path_map",
  "project_config_filenames",
  "context_path_prefixes",
  "supported_artifact_types",
] as const satisfies (keyof Profile)[];

/** @throws 404 */
export async function presetDiff(ctx: Ctx, project_id: string, profile_id: string): Promise<PresetDiff> {
  return presetDiffOf((await profiles.read(ctx, { project_id, profile_id })).value);
}

/** Pure. A platform without preset has nothing to say; of two skills layouts that it reads, either is its own. */
export function presetDiffOf(profile: Profile): PresetDiff {
  const { platform } = profile;
  const { root_dir, skills_layouts, ...preset } = readPlatform(platform);
  const about = { platform, catalogue_version: catalogueVersion() };
  if (root_dir === null) return { ...about, patch: {}, changes: [] };
  const map = { ...preset.artifact_path_map };
  const { skill } = profile.artifact_path_map;
  if (skill !== undefined && skills_layouts && Object.values(skills_layouts).some((one) => isEqual(one, skill))) {
    map.skill = skill;
  }
  const target: Pick<Profile, (typeof FIELDS)[number]> = { ...preset, root_dir, artifact_path_map: map };
  const patch: Record<string, unknown> = {};
  const changes: PresetDiff["changes"] = [];
  for (const field of FIELDS) {
    const [from, to] = [profile[field], target[field]];
    if (isEqual(from, to)) continue;
    if (field !== "artifact_path_map") {
      patch[field] = to;
      changes.push({ pointer: `/${field}`, current: from, preset: to });
      continue;
    }
    patch[field] = patchOf(from, to);
    // Type by type: a mapping is one thing to a reader.
    const [have, want] = [from as Record<string, unknown>, to as Record<string, unknown>];
    for (const type of new Set([...Object.keys(have), ...Object.keys(want)])) {
      if (isEqual(have[type], want[type])) continue;
      const pointer = `/${field}/${escapePointer(type)}`;
      changes.push({ pointer, current: have[type] ?? null, preset: want[type] ?? null });
    }
  }
  return { ...about, patch, changes };
}

/** The merge patch that makes `from` into `to` (RFC 7396): members that go are null, objects are patched within. */
function patchOf(from: unknown, to: unknown): unknown {
  if (!isObject(to) || !isObject(from)) return to;
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(from)) if (!Object.hasOwn(to, name)) patch[name] = null;
  for (const [name, value] of Object.entries(to))
    if (!isEqual(from[name], value)) patch[name] = patchOf(from[name], value);
  return patch;
}
