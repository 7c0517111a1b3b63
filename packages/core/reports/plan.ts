/** The plan: where each artifact would go by each profile of a project. */
import type * as z from "zod";
import { locationOf } from "../catalogue/mapping.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, invalidAll } from "../fault.ts";
import { type Artifact, artifactKeys, firstRegistered } from "../model/artifact.ts";
import { skipCode } from "../model/placement.ts";
import { allProfiles, Profile, profiles } from "../model/profile.ts";
import { liveProject, projectRow } from "../model/project.ts";
import { requireLive } from "../resource/change.ts";
import { keys } from "../storage/keys.ts";
import { normalisedName, resolvedPathProblem } from "../values/strings.ts";
import { collisionsOf } from "./collisions.ts";
import type { Plan, PlanEntry, PlannedArtifact, PlanRequest, SkipReason } from "./plan-schema.ts";

/**
 * Where each artifact would go by each profile of a project, and what would collide there. Writes nothing.
 * @throws 404 where the project, or a profile that is named, is not there; 422
 */
export async function planDeployments(ctx: Ctx, projectId: string, request: PlanRequest): Promise<Plan> {
  assertNamedOnce(request);
  const { artifacts, profile_ids } = request;
  const wanted = artifacts.map(({ type, name }) => artifactKeys(ctx, type, name));
  // Two names may be one when they are normalised; a batch takes each key once.
  const unique = [...new Map(wanted.flat().map((key) => [key.sk, key])).values()];
  const [planned, rows] = await Promise.all([
    profile_ids ? namedProfiles(ctx, projectId, profile_ids) : projectProfiles(ctx, projectId),
    ctx.table.getMany(unique),
  ]);
  const found = new Map(unique.map((key, i) => [key.sk, rows[i]]));
  const known = wanted.map((own) => firstRegistered(own.map((key) => found.get(key.sk))));
  return planOf(planned, artifacts, known);
}

function assertNamedOnce({ artifacts, profile_ids = [] }: PlanRequest): void {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  const check = (pointer: string, id: string) => {
    if (seen.has(id)) errors.push({ pointer, detail: "is named twice" });
    seen.add(id);
  };
  for (const [i, { type, name }] of artifacts.entries()) check(`/artifacts/${i}`, `artifact ${type}:${name}`);
  for (const [i, id] of profile_ids.entries()) check(`/profile_ids/${i}`, `profile ${id}`);
  if (errors.length > 0) throw invalidAll(errors);
}

async function projectProfiles(ctx: Ctx, projectId: string): Promise<Profile[]> {
  return allProfiles(ctx, projectId, (await projectRow(ctx, projectId)).uid, "/profile_ids");
}

async function namedProfiles(ctx: Ctx, projectId: string, ids: readonly string[]): Promise<Profile[]> {
  const [project, ...rows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...ids.map((id) => keys.profile(ctx.tenant, projectId, id)),
  ]);
  const parent = liveProject(project, projectId).uid;
  const found = rows.map((row, i) => profiles.fromRow(requireLive(row, Profile.label, ids[i] as string, parent)));
  return found.sort((a, b) => (a.profile_id < b.profile_id ? -1 : 1));
}

/**
 * Pure. Entries are in the order of the artifacts, then of the profiles' ids.
 * @param known the registered artifact of each, where there is one
 */
export function planOf(
  planned: readonly Profile[],
  artifacts: readonly PlannedArtifact[],
  known: readonly (Artifact | undefined)[],
): Plan {
  const entries = artifacts.flatMap((artifact, i) => planned.map((profile) => entryOf(profile, artifact, known[i])));
  return { entries, collisions: collisionsOf(entries) };
}

const NO_LOCATION = { path: null, base: null, kind: null, key: null, format: null } as const;

function entryOf(profile: Profile, artifact: PlannedArtifact, known: Artifact | undefined): PlanEntry {
  const { profile_id, platform, root_dir } = profile;
  const about = { profile_id, platform, artifact };
  const skip = (reason: z.infer<typeof SkipReason>): PlanEntry => ({
    ...about,
    action: "skip",
    reason,
    ...NO_LOCATION,
  });
  const code = skipCode(profile, artifact.type, known);
  const mapping = profile.artifact_path_map[artifact.type];
  if (code || mapping === undefined) return skip(code ?? "unsupported-artifact-type");
  const place = locationOf(mapping, root_dir, artifact.type, normalisedName(artifact.name));
  // A name such as `../x` would leave its directory.
  if (resolvedPathProblem(place.path)) return skip("invalid-path");
  return { ...about, action: "deploy", reason: null, ...place };
}
