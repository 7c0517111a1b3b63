/** The plan: where each artifact would go by each profile of a project, and what would meet there. Pure. */
import * as z from "zod";
import { destinationOf, type Location, locationOf } from "../catalogue/mapping.ts";
import { Platform, readPlatform } from "../catalogue/platform.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, invalidAll } from "../fault.ts";
import { Artifact, artifactKeys, firstRegistered } from "../model/artifact.ts";
import { SkipCode, skipCode } from "../model/placement.ts";
import { Profile, profileFromRow } from "../model/profile.ts";
import { liveProject, projectRow } from "../model/project.ts";
import { allProfiles } from "../model/record-deployment.ts";
import { requireLive } from "../resource/change.ts";
import { keys } from "../storage/keys.ts";
import { ArtifactType } from "../values/artifact-type.ts";
import { normalisedName, ProfileId, resolvedPathProblem } from "../values/strings.ts";

const PlannedArtifact = z.strictObject({
  type: ArtifactType,
  name: Artifact.read.shape.name,
});
export type PlannedArtifact = z.infer<typeof PlannedArtifact>;

export const PlanRequest = z
  .strictObject({
    artifacts: z
      .array(PlannedArtifact)
      .min(1, "must name at least one artifact")
      .max(64, "must have at most 64 entries")
      .meta({ description: "What is to be deployed. One that is not registered fits everywhere." }),
    profile_ids: z
      .array(ProfileId)
      .min(1, "must not be an empty list; left out means all profiles")
      .max(64, "must have at most 64 entries")
      .optional()
      .meta({ description: "By which profiles; left out: all of the project's." }),
  })
  .meta({ id: "PlanRequest" });
export type PlanRequest = z.infer<typeof PlanRequest>;

const Reason = z.enum([...SkipCode.options, "invalid-path"]);

export const PlanEntry = z
  .object({
    profile_id: z.string(),
    platform: Platform,
    artifact: PlannedArtifact,
    action: z.enum(["deploy", "skip"]),
    reason: Reason.nullable().meta({ description: "Why it is skipped; null where it is deployed." }),
    path: z
      .string()
      .nullable()
      .meta({ description: "The file, relative to the project; a skill's is its SKILL.md. null where it is skipped." }),
    base: z.enum(["root", "project"]).nullable().meta({ description: "What the profile's map gives the path from." }),
    kind: z.enum(["directory", "file", "merge"]).nullable(),
    key: z.string().nullable().meta({ description: "Where in a shared file it is merged, under its own name." }),
    format: z.string().nullable(),
  })
  .meta({ id: "PlanEntry" });
export type PlanEntry = z.infer<typeof PlanEntry>;

const Collision = z
  .object({
    path: z.string(),
    key: z.string().nullable(),
    kind: z.enum(["same_path", "also_reads"]).meta({
      description: "`same_path`: several would write it. `also_reads`: one writes where another's platform reads too.",
    }),
    entries: z.array(z.object({ profile_id: z.string(), artifact: PlannedArtifact })),
  })
  .meta({ id: "PlanCollision" });
type Collision = z.infer<typeof Collision>;

export const Plan = z.object({ entries: z.array(PlanEntry), collisions: z.array(Collision) }).meta({ id: "Plan" });
export type Plan = z.infer<typeof Plan>;

/** @throws 404 where the project, or a profile that is named, is not there; 422 */
export async function planDeployments(ctx: Ctx, projectId: string, request: PlanRequest): Promise<Plan> {
  refuseRepeats(request);
  const { artifacts, profile_ids } = request;
  const wanted = artifacts.map(({ type, name }) => artifactKeys(ctx, type, name));
  // Two names may be one when they are normalised; a batch takes each key once.
  const unique = [...new Map(wanted.flat().map((key) => [key.sk, key])).values()];
  const [profiles, rows] = await Promise.all([
    profile_ids ? namedProfiles(ctx, projectId, profile_ids) : everyProfile(ctx, projectId),
    ctx.table.getMany(unique),
  ]);
  const found = new Map(unique.map((key, i) => [key.sk, rows[i]]));
  const known = wanted.map((own) => firstRegistered(own.map((key) => found.get(key.sk))));
  return planOf(profiles, artifacts, known);
}

function refuseRepeats({ artifacts, profile_ids = [] }: PlanRequest): void {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  const look = (pointer: string, id: string) => {
    if (seen.has(id)) errors.push({ pointer, detail: "is named twice" });
    seen.add(id);
  };
  for (const [i, { type, name }] of artifacts.entries()) look(`/artifacts/${i}`, `artifact ${type}:${name}`);
  for (const [i, id] of profile_ids.entries()) look(`/profile_ids/${i}`, `profile ${id}`);
  if (errors.length > 0) throw invalidAll(errors);
}

async function everyProfile(ctx: Ctx, projectId: string): Promise<Profile[]> {
  return allProfiles(ctx, projectId, (await projectRow(ctx, projectId)).uid, "/profile_ids");
}

async function namedProfiles(ctx: Ctx, projectId: string, ids: readonly string[]): Promise<Profile[]> {
  const [project, ...rows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...ids.map((id) => keys.profile(ctx.tenant, projectId, id)),
  ]);
  const parent = liveProject(project, projectId).uid;
  const found = rows.map((row, i) => profileFromRow(requireLive(row, Profile.label, ids[i] as string, parent)));
  return found.sort((a, b) => (a.profile_id < b.profile_id ? -1 : 1));
}

/**
 * Each artifact by each profile, in the order of the artifacts, then of the profiles' ids; then what would meet.
 * @param known the registered artifact of each, where there is one
 */
export function planOf(
  profiles: readonly Profile[],
  artifacts: readonly PlannedArtifact[],
  known: readonly (Artifact | undefined)[],
): Plan {
  const entries = artifacts.flatMap((artifact, i) => profiles.map((profile) => entryOf(profile, artifact, known[i])));
  return { entries, collisions: [...samePaths(entries), ...alsoRead(entries)].sort(inOrder) };
}

const NOWHERE = { path: null, base: null, kind: null, key: null, format: null } as const;

function entryOf(profile: Profile, artifact: PlannedArtifact, known: Artifact | undefined): PlanEntry {
  const { profile_id, platform, root_dir } = profile;
  const about = { profile_id, platform, artifact };
  const skip = (reason: z.infer<typeof Reason>): PlanEntry => ({ ...about, action: "skip", reason, ...NOWHERE });
  const code = skipCode(profile, artifact.type, known);
  const mapping = profile.artifact_path_map[artifact.type];
  if (code || mapping === undefined) return skip(code ?? "unsupported-artifact-type");
  const place = locationOf(mapping, root_dir, artifact.type, normalisedName(artifact.name));
  // A name such as `../x` would leave its directory.
  if (resolvedPathProblem(place.path)) return skip("invalid-path");
  return { ...about, action: "deploy", reason: null, ...place };
}

type Deployed = PlanEntry & Location;
const deployed = (entries: readonly PlanEntry[]) => entries.filter((e): e is Deployed => e.action === "deploy");
const short = ({ profile_id, artifact }: PlanEntry) => ({ profile_id, artifact });

/** What several entries would write. Those that merge meet only where key and name are equal too. */
function samePaths(entries: readonly PlanEntry[]): Collision[] {
  const byPath = Map.groupBy(deployed(entries), (e) => e.path);
  return [...byPath].flatMap(([path, all]): Collision[] => {
    const whole = all.filter((e) => e.kind !== "merge");
    // Who writes the whole file meets everybody who writes it.
    if (whole.length > 0) {
      return all.length > 1 ? [{ path, key: null, kind: "same_path", entries: all.map(short) }] : [];
    }
    const byName = Map.groupBy(all, (e) => `${e.key}\n${normalisedName(e.artifact.name)}`);
    return [...byName.values()].flatMap((same): Collision[] => {
      const [first] = same;
      return first && same.length > 1 ? [{ path, key: first.key, kind: "same_path", entries: same.map(short) }] : [];
    });
  });
}

/** What one profile writes where the platform of another, which has the artifact in a place of its own, reads as well. */
function alsoRead(entries: readonly PlanEntry[]): Collision[] {
  const byArtifact = Map.groupBy(deployed(entries), (e) => `${e.artifact.type}\n${normalisedName(e.artifact.name)}`);
  return [...byArtifact.values()].flatMap((all) => {
    const byPlace = [...Map.groupBy(all, (e) => `${e.path}\n${e.key}`).values()];
    return byPlace.flatMap((writers): Collision[] => {
      const { path, key } = writers[0] as Deployed;
      const readers = all.filter((e) => e.path !== path && reads(e, path));
      return readers.length === 0
        ? []
        : [{ path, key, kind: "also_reads", entries: [...writers, ...readers].map(short) }];
    });
  });
}

const reads = ({ platform, artifact }: PlanEntry, path: string) =>
  sitesOf(platform, artifact.type).some((site) => path === site || path.startsWith(`${site}/`));

/** Where a platform looks for artifacts of a type, wherever a profile puts them: its own places, and others besides. */
function sitesOf(platform: Platform, type: ArtifactType): string[] {
  const { root_dir, artifact_path_map, also_reads } = readPlatform(platform);
  if (root_dir === null) return [];
  const own = artifact_path_map[type];
  return [...(own === undefined ? [] : [destinationOf(own, root_dir)]), ...(also_reads[type] ?? [])];
}

const orderOf = ({ path, key, kind }: Collision) => `${path}\n${key ?? ""}\n${kind}`;
const inOrder = (a: Collision, b: Collision) => Number(orderOf(a) > orderOf(b)) - Number(orderOf(a) < orderOf(b));
