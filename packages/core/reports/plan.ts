/** Computes a plan: where each artifact would go with each profile of a project. */
import type * as z from "zod";
import { locationOf } from "../catalogue/mapping.ts";
import type { Ctx } from "../context.ts";
import { type FieldError, invalidAll } from "../fault.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactKeys, firstLiveArtifact } from "../model/artifact.ts";
import { LABELS } from "../model/labels.ts";
import { skipCode } from "../model/placement.ts";
import type { Profile } from "../model/profile.schema.ts";
import { profiles, readAllProfiles } from "../model/profile.ts";
import { liveProject, projectRow } from "../model/project.ts";
import { requireLive } from "../resource/tombstone.ts";
import { keys } from "../storage/keys.ts";
import { normalisedName, resolvedPathProblem } from "../values/strings.ts";
import { collisionsOf } from "./collisions.ts";
import type { Plan, PlanEntry, PlannedArtifact, PlanRequest, SkipReason } from "./plan.schema.ts";

/**
 * Plans a deployment: where each artifact would go with each profile, and which of them would collide. Writes nothing.
 * @throws 404 if the project or a named profile does not exist
 * @throws 422 if an artifact or a profile is named twice, or if the project has more than 90 profiles and none is named
 */
export async function planDeployments(ctx: Ctx, projectId: string, request: PlanRequest): Promise<Plan> {
  assertNoDuplicates(request);
  const { artifacts, profile_ids } = request;
  const candidates = artifacts.map(({ type, name }) => artifactKeys(ctx, type, name));
  // Two names can have the same normalised form, and BatchGetItem rejects duplicate keys.
  const unique = [...new Map(candidates.flat().map((key) => [key.sk, key])).values()];
  const [planned, rows] = await Promise.all([
    profile_ids ? namedProfiles(ctx, projectId, profile_ids) : projectProfiles(ctx, projectId),
    ctx.table.getMany(unique),
  ]);
  const rowsBySortKey = new Map(unique.map((key, i) => [key.sk, rows[i]]));
  const registered = candidates.map((candidateKeys) =>
    firstLiveArtifact(candidateKeys.map((key) => rowsBySortKey.get(key.sk))),
  );
  return planOf(planned, artifacts, registered);
}

function assertNoDuplicates({ artifacts, profile_ids = [] }: PlanRequest): void {
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
  return readAllProfiles(ctx, projectId, (await projectRow(ctx, projectId)).uid, "/profile_ids");
}

async function namedProfiles(ctx: Ctx, projectId: string, ids: readonly string[]): Promise<Profile[]> {
  const [project, ...rows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...ids.map((id) => keys.profile(ctx.tenant, projectId, id)),
  ]);
  const parent = liveProject(project, projectId).uid;
  const named = rows.map((row, i) => profiles.fromRow(requireLive(row, LABELS.profile, ids[i] as string, parent)));
  return named.sort((a, b) => (a.profile_id < b.profile_id ? -1 : 1));
}

/**
 * Computes a plan from data that was read. Pure. The entries are in the order of the artifacts, then of the profile
 * ids.
 * @param registered for each artifact, the registered artifact if there is one
 */
function planOf(
  planned: readonly Profile[],
  artifacts: readonly PlannedArtifact[],
  registered: readonly (Artifact | undefined)[],
): Plan {
  const entries = artifacts.flatMap((artifact, i) =>
    planned.map((profile) => entryOf(profile, artifact, registered[i])),
  );
  return { entries, collisions: collisionsOf(entries) };
}

const NO_LOCATION = { path: null, base: null, kind: null, key: null, format: null } as const;

function entryOf(profile: Profile, artifact: PlannedArtifact, registered: Artifact | undefined): PlanEntry {
  const { profile_id, platform, root_dir } = profile;
  const identity = { profile_id, platform, artifact };
  const skip = (reason: z.infer<typeof SkipReason>): PlanEntry => ({
    ...identity,
    action: "skip",
    reason,
    ...NO_LOCATION,
  });
  const code = skipCode(profile, artifact.type, registered);
  const mapping = profile.artifact_path_map[artifact.type];
  if (code || mapping === undefined) return skip(code ?? "unsupported-artifact-type");
  const location = locationOf(mapping, root_dir, artifact.type, normalisedName(artifact.name));
  // A name such as `../x` would lead out of the directory.
  if (resolvedPathProblem(location.path)) return skip("invalid-path");
  return { ...identity, action: "deploy", reason: null, ...location };
}
