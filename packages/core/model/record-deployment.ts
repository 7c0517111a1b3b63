/** Records deployments: for one profile, for every profile that accepts the artifact, or without a profile. */
import type { Versioned, WriteCtx } from "../context.ts";
import { Fault, invalid } from "../fault.ts";
import { requireLive } from "../resource/tombstone.ts";
import { type WriteTarget, writeRows } from "../resource/write.ts";
import { keys } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Write } from "../storage/verbs.ts";
import type { Committed } from "../storage/writer.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { artifactKeys, firstLiveArtifact } from "./artifact.ts";
import type { Deployment, DeploymentCreate } from "./deployment.schema.ts";
import { deploymentAttributes, deploymentId, deployments, extendLineage, recordDefaults } from "./deployment.ts";
import { LABELS } from "./labels.ts";
import { assertBaseHasPath, placeByProfile, placeWithoutProfile, type RecordPath, requirePlace } from "./placement.ts";
import type { Profile } from "./profile.schema.ts";
import { profiles, readAllProfiles } from "./profile.ts";
import { liveProject } from "./project.ts";
import type { RecordedEverywhere } from "./record-deployment.schema.ts";

/** The profile fields of a record. */
type ProfileFields = Pick<Deployment, "deployment_profile_id" | "platform" | "profile_root_dir">;

const NO_PROFILE: ProfileFields = { deployment_profile_id: null, platform: null, profile_root_dir: null };
const profileFields = (profile: Profile): ProfileFields => ({
  deployment_profile_id: profile.profile_id,
  platform: profile.platform,
  profile_root_dir: profile.root_dir,
});

/** A record to be written: its id, its profile fields and the path of the artifact. */
type Recording = { id: string; input: DeploymentCreate; profile: ProfileFields; path: RecordPath };

/** Returns the stored attributes of a record after a deployment. undefined: nothing changes. */
function recordedAttributes(
  ctx: WriteCtx,
  { id, input, profile, path }: Recording,
  live: ResourceRow | undefined,
): JsonObject | undefined {
  const { all_profiles: _a, deployment_profile_id: _p, ...fields } = input;
  if (!live) return deploymentAttributes({ ...recordDefaults(ctx, id, input), ...fields, ...profile, ...path });
  const current = deployments.fromRow(live);
  const hash = input.content_hash;
  const lineage =
    hash === current.content_hash ? current.version_lineage : extendLineage(current.version_lineage, hash);
  // A deployment without a profile keeps the profile fields of an existing record.
  const withProfile = profile.deployment_profile_id !== null;
  const next: Deployment = {
    ...current,
    // A deployment replaces local edits with the collection's copy, unless the caller says otherwise.
    local_modifications: false,
    modification_detected_at: null,
    collection_sha: hash,
    ...fields,
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
  label: LABELS.deployment,
  id: recording.id,
  key: keys.deployment(ctx.tenant, project_id, recording.id),
  parent,
  row,
  next: (live) => recordedAttributes(ctx, recording, live),
});

/**
 * Records one deployment, with a profile or without one.
 * @returns `created`: false if an existing record was updated
 * @throws 404 if the project or the profile does not exist; 422 if the profile does not accept the artifact
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
  const profile = profileId && profiles.fromRow(requireLive(profileRow, LABELS.profile, profileId, parent));
  const placement = profile
    ? placeByProfile(profile, input, firstLiveArtifact(artifactRows))
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
 * Records a deployment for every profile that accepts the artifact, all or none.
 * @returns `created`: whether at least one record is new
 * @throws 404; 413 if the records are too large for one transaction
 * @throws 422 if the project has more than 90 profiles, or if a profile id is given as well
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
  for (const profile of await readAllProfiles(ctx, projectId, parent)) {
    const { profile_id } = profile;
    const placement = placeByProfile(profile, input, firstLiveArtifact(artifactRows));
    if ("code" in placement) skipped.push({ profile_id, code: placement.code });
    else {
      const id = deploymentId(profile_id, artifact_type, artifact_name);
      recordings.push({ id, input, profile: profileFields(profile), path: placement });
    }
  }
  const rows = await ctx.table.getMany(recordings.map(({ id }) => keys.deployment(ctx.tenant, projectId, id)));
  const targets = recordings.map((recording, i) => targetOf(ctx, projectId, recording, { parent, row: rows[i] }));
  const { outcome } = await writeRows(ctx, targets, (writes, written) => {
    assertTransactionSize(writes);
    const recorded = written.map(({ row }) => deployments.fromRow(row));
    const created = written.some(({ before }) => before === undefined);
    return ctx.writer.commit(writes, { recorded, skipped, created });
  });
  return outcome.committed;
}

/**
 * The maximum size of a transaction in bytes. DynamoDB's limit is 4 MB. Items are measured as JSON, which is slightly
 * larger.
 */
const TRANSACTION_BYTES = 3_800_000;

function assertTransactionSize(writes: readonly Write[]): void {
  const bytes = writes.reduce(
    (sum, write) => sum + ("put" in write ? Buffer.byteLength(JSON.stringify(write.put)) : 0),
    0,
  );
  if (bytes > TRANSACTION_BYTES) {
    throw new Fault(
      "too-large",
      "The records are too large for one transaction; record the deployment for one profile at a time",
    );
  }
}
