/** Records deployments: for one profile, for every profile that fits, or without a profile. */
import * as z from "zod";
import type { Versioned, WriteCtx } from "../context.ts";
import { Fault, invalid } from "../fault.ts";
import { requireLive } from "../resource/change.ts";
import { type WriteTarget, writeRows } from "../resource/write.ts";
import { keys } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Write } from "../storage/verbs.ts";
import type { Committed } from "../storage/writer.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { artifactKeys, firstRegistered } from "./artifact.ts";
import {
  Deployment,
  type DeploymentCreate,
  deploymentAttributes,
  deploymentId,
  deployments,
  extendLineage,
  recordDefaults,
} from "./deployment.ts";
import {
  assertBaseHasPath,
  placeByProfile,
  placeWithoutProfile,
  type RecordPath,
  requirePlace,
  SkipCode,
} from "./placement.ts";
import { allProfiles, Profile, profiles } from "./profile.ts";
import { liveProject } from "./project.ts";

export const RecordedEverywhere = z
  .object({
    recorded: z.array(Deployment.read),
    skipped: z.array(z.object({ profile_id: Profile.read.shape.profile_id, code: SkipCode })),
  })
  .meta({ id: "RecordedEverywhere", description: "What `all_profiles` recorded, and the profiles that do not fit." });
export type RecordedEverywhere = z.infer<typeof RecordedEverywhere>;

/** The profile fields of a record. */
type ProfileFields = Pick<Deployment, "deployment_profile_id" | "platform" | "profile_root_dir">;

const NO_PROFILE: ProfileFields = { deployment_profile_id: null, platform: null, profile_root_dir: null };
const profileFields = (profile: Profile): ProfileFields => ({
  deployment_profile_id: profile.profile_id,
  platform: profile.platform,
  profile_root_dir: profile.root_dir,
});

/** One record to be written: by which profile, and where its artifact is. */
type Recording = { id: string; input: DeploymentCreate; profile: ProfileFields; path: RecordPath };

/** A record's attributes after a deployment is recorded on it; undefined where that changes nothing. */
function recordedAttributes(
  ctx: WriteCtx,
  { id, input, profile, path }: Recording,
  live: ResourceRow | undefined,
): JsonObject | undefined {
  const { all_profiles: _a, deployment_profile_id: _p, ...given } = input;
  if (!live) return deploymentAttributes({ ...recordDefaults(ctx, id, input), ...given, ...profile, ...path });
  const current = deployments.fromRow(live);
  const hash = input.content_hash;
  const lineage =
    hash === current.content_hash ? current.version_lineage : extendLineage(current.version_lineage, hash);
  // Recorded without a profile, a record keeps what it knows of one.
  const withProfile = profile.deployment_profile_id !== null;
  const next: Deployment = {
    ...current,
    // What is deployed is the collection's copy again, unless the caller says otherwise.
    local_modifications: false,
    modification_detected_at: null,
    collection_sha: hash,
    ...given,
    artifact_path_base: current.artifact_path_base,
    ...(withProfile ? profile : {}),
    ...(withProfile || input.artifact_path !== undefined ? path : {}),
    version_lineage: input.version_lineage ?? lineage,
  };
  if (isEqual(next, current)) return undefined;
  if (input.deployed_at === undefined) next.deployed_at = ctx.now().toISOString();
  return deploymentAttributes(next);
}

const targetOf = (
  ctx: WriteCtx,
  project_id: string,
  recording: Recording,
  { parent, row }: { parent: string; row: Row | undefined },
): WriteTarget => ({
  label: Deployment.label,
  id: recording.id,
  key: keys.deployment(ctx.tenant, project_id, recording.id),
  parent,
  row,
  next: (live) => recordedAttributes(ctx, recording, live),
});

/**
 * Records one deployment: with a profile, or without one.
 * @returns `created`: false where the identity was recorded before
 * @throws 404 where the project or the profile is not there; 422 where the profile does not take the artifact
 */
export async function recordDeployment(
  ctx: WriteCtx,
  projectId: string,
  input: DeploymentCreate,
): Promise<Committed<Versioned<Deployment> & { created: boolean }>> {
  assertBaseHasPath(input);
  const { artifact_type, artifact_name } = input;
  const profileId = input.deployment_profile_id ?? undefined;
  const id = deploymentId(profileId, artifact_type, artifact_name);
  const [project, row, profileRow, ...artifactRows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    keys.deployment(ctx.tenant, projectId, id),
    ...(profileId ? [keys.profile(ctx.tenant, projectId, profileId)] : []),
    ...(profileId ? artifactKeys(ctx, artifact_type, artifact_name) : []),
  ]);
  const parent = liveProject(project, projectId).uid;
  const profile = profileId && profiles.fromRow(requireLive(profileRow, Profile.label, profileId, parent));
  const placement = profile
    ? placeByProfile(profile, input, firstRegistered(artifactRows))
    : placeWithoutProfile(input);
  const fields = profile ? profileFields(profile) : NO_PROFILE;
  const recording = { id, input, profile: fields, path: requirePlace(placement) };
  const target = targetOf(ctx, projectId, recording, { parent, row });
  const { outcome } = await writeRows(ctx, [target], (writes, [written]) => {
    const { row: after, before } = written as { row: ResourceRow; before: ResourceRow | undefined };
    const result = { value: deployments.fromRow(after), change: after.change, created: before === undefined };
    return ctx.writer.commit(writes, result);
  });
  return outcome.committed;
}

/**
 * Records a deployment for every profile that fits, all or none.
 * @returns `created`: whether any record is new
 * @throws 404; 413 where the records are too large for one transaction; 422 over 90 profiles, or with a profile id as well
 */
export async function recordEverywhere(
  ctx: WriteCtx,
  projectId: string,
  input: DeploymentCreate,
): Promise<Committed<RecordedEverywhere & { created: boolean }>> {
  assertBaseHasPath(input);
  if (input.deployment_profile_id !== undefined && input.deployment_profile_id !== null) {
    const detail = "deployment_profile_id cannot be set when all_profiles is true";
    throw invalid({ pointer: "/deployment_profile_id", detail });
  }
  const { artifact_type, artifact_name } = input;
  const [project, ...artifactRows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...artifactKeys(ctx, artifact_type, artifact_name),
  ]);
  const parent = liveProject(project, projectId).uid;
  const skipped: RecordedEverywhere["skipped"] = [];
  const recordings: Recording[] = [];
  for (const profile of await allProfiles(ctx, projectId, parent)) {
    const { profile_id } = profile;
    const path = placeByProfile(profile, input, firstRegistered(artifactRows));
    if ("code" in path) skipped.push({ profile_id, code: path.code });
    else {
      const id = deploymentId(profile_id, artifact_type, artifact_name);
      recordings.push({ id, input, profile: profileFields(profile), path });
    }
  }
  const rows = await ctx.table.getMany(recordings.map(({ id }) => keys.deployment(ctx.tenant, projectId, id)));
  const targets = recordings.map((one, i) => targetOf(ctx, projectId, one, { parent, row: rows[i] }));
  const { outcome } = await writeRows(ctx, targets, (writes, written) => {
    assertTransactionSize(writes);
    const recorded = written.map(({ row }) => deployments.fromRow(row));
    const created = written.some(({ before }) => before === undefined);
    return ctx.writer.commit(writes, { recorded, skipped, created });
  });
  return outcome.committed;
}

/** A transaction takes 4 MB (DynamoDB). Items are measured as JSON, which is a little more than what they take. */
const TRANSACTION_BYTES = 3_800_000;

function assertTransactionSize(writes: readonly Write[]): void {
  const bytes = writes.reduce((sum, one) => sum + ("put" in one ? Buffer.byteLength(JSON.stringify(one.put)) : 0), 0);
  if (bytes > TRANSACTION_BYTES) {
    throw new Fault("too-large", "The records together are too large to be written at once; record them one by one");
  }
}
