/** Records deployments: for one profile, for every profile that accepts the artifact, or without a profile. */
import type { Versioned, WriteCtx } from "../../context.ts";
import { Fault, invalid } from "../../fault.ts";
import { isLive, requireLive } from "../../resource/tombstone.ts";
import { type WriteTarget, writeRows } from "../../resource/write.ts";
import { keys } from "../../storage/keys.ts";
import type { ResourceRow, Row } from "../../storage/row.ts";
import type { Write } from "../../storage/verbs.ts";
import type { Committed } from "../../storage/writer.ts";
import { isSameHash } from "../../values/hash.ts";
import { isEqual, type JsonObject } from "../../values/json.ts";
import type { Artifact } from "../artifact.schema.ts";
import { artifactKeys, firstLiveArtifact } from "../artifact.ts";
import { LABELS } from "../labels.ts";
import { assertBaseHasPath, type Placement, placeByProfile, placeWithoutProfile, requirePlace } from "../placement.ts";
import type { Profile } from "../profile.schema.ts";
import { profiles, readAllProfiles } from "../profile.ts";
import { liveProject } from "../project.ts";
import type { Deployment, DeploymentCreate } from "./deployment.schema.ts";
import {
  deploymentAttributes,
  deploymentId,
  deployments,
  extendLineage,
  recordDefaults,
  rootOfRecord,
} from "./deployment.ts";
import type { RecordedEverywhere } from "./record-deployment.schema.ts";

/** The profile fields of a record. */
type ProfileFields = Pick<Deployment, "deployment_profile_id" | "platform" | "profile_root_dir">;

const NO_PROFILE: ProfileFields = { deployment_profile_id: null, platform: null, profile_root_dir: null };
const profileFields = (profile: Profile): ProfileFields => ({
  deployment_profile_id: profile.profile_id,
  platform: profile.platform,
  profile_root_dir: profile.root_dir,
});

/** A record to be written: its id, its profile, and the registered artifact. */
export type Recording = {
  id: string;
  input: DeploymentCreate;
  profile: Profile | undefined;
  artifact: Artifact | undefined;
};

/** Returns where a recording puts the artifact. A record that exists stays in its place. @throws 422 */
const placementOf = ({ input, profile, artifact }: Recording, current: Deployment | undefined): Placement =>
  profile ? placeByProfile(profile, input, artifact, current) : placeWithoutProfile(input, current);

/** Returns the stored attributes of a record after a deployment. undefined: nothing changes. */
function recordedAttributes(
  ctx: WriteCtx,
  recording: Recording,
  live: ResourceRow | undefined,
): JsonObject | undefined {
  const { id, input, profile } = recording;
  const { all_profiles: _a, deployment_profile_id: _p, replace, ...fields } = input;
  const current = live && deployments.fromRow(live);
  const { artifact_path, artifact_path_base } = requirePlace(placementOf(recording, current));
  const path = { artifact_path, artifact_path_base };
  const owner = profile ? profileFields(profile) : NO_PROFILE;
  if (!current) return deploymentAttributes({ ...recordDefaults(ctx, id, input), ...fields, ...owner, ...path });
  const isReplaced = isOtherCollection(input, current);
  if (isReplaced && replace !== true) throw otherCollection(id, input, current);
  const isSame = isSameHash(input.content_hash, current.content_hash);
  // An equal hash in another spelling is no change.
  const content_hash = isSame ? current.content_hash : input.content_hash;
  const lineage = isSame ? current.version_lineage : extendLineage(current.version_lineage, content_hash);
  const next: Deployment = {
    ...current,
    ...(isReplaced ? NO_LINEAGE : {}),
    // A deployment replaces local edits with the collection's copy, unless the caller says otherwise.
    local_modifications: false,
    modification_detected_at: null,
    collection_sha: isSameHash(content_hash, current.collection_sha) ? current.collection_sha : content_hash,
    written_hash: isSame ? current.written_hash : null,
    ...fields,
    // A deployment without a profile keeps the profile fields of an existing record.
    ...(profile ? { ...owner, profile_root_dir: rootAfter(profile, input, current) } : {}),
    ...path,
    content_hash,
    version_lineage: input.version_lineage ?? (isReplaced ? [content_hash] : lineage),
  };
  if (isEqual(next, current)) return undefined;
  if (input.deployed_at === undefined) next.deployed_at = ctx.now().toISOString();
  return deploymentAttributes(next);
}

/** What a record loses when it starts a new lineage. */
const NO_LINEAGE = { parent_hash: null, merge_base_snapshot: null, artifact_uuid: null, last_modified_check: null };

const isOtherCollection = ({ from_collection }: DeploymentCreate, current: Deployment) =>
  from_collection !== undefined && from_collection !== current.from_collection;

function otherCollection(id: string, input: DeploymentCreate, current: Deployment): Fault {
  const detail =
    `Deployment '${id}' is of collection '${current.from_collection}', not '${input.from_collection}'; ` +
    'send "replace": true to replace it';
  return new Fault("other-collection", detail, { errors: [{ pointer: "/from_collection", detail }] });
}

/** Returns the root that a record has afterwards. While its path stays, so does the root that the path is relative to. */
function rootAfter(profile: Profile, { artifact_path }: DeploymentCreate, current: Deployment): string {
  const isMoved = artifact_path !== undefined || current.artifact_path_base === "project";
  return isMoved ? profile.root_dir : rootOfRecord(current, profile);
}

/** Returns the write of a recording. @param row the stored row of the record, if there is one */
export const targetOf = (
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
 * @throws 409 if the record is of another collection, unless it is to be replaced
 */
export async function recordDeployment(
  ctx: WriteCtx,
  projectId: string,
  input: DeploymentCreate,
): Promise<Committed<Versioned<Deployment> & { created: boolean }>> {
  assertBaseHasPath({ "": input });
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
  const profile =
    profileId === undefined ? undefined : profiles.fromRow(requireLive(profileRow, LABELS.profile, profileId, parent));
  const recording = { id, input, profile, artifact: firstLiveArtifact(artifactRows) };
  const target = targetOf(ctx, projectId, recording, { parent, row });
  const { outcome } = await ctx.quota.admit("records_per_project", parent, isLive(row, parent) ? 0 : 1, () =>
    writeRows(ctx, [target], (writes, [written]) => {
      const { row: after, before } = written as { row: ResourceRow; before: ResourceRow | undefined };
      const result = { value: deployments.fromRow(after), change: after.change, created: before === undefined };
      return ctx.writer.commit(writes, result);
    }),
  );
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
  assertBaseHasPath({ "": input });
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
  const artifact = firstLiveArtifact(artifactRows);
  const candidates = (await readAllProfiles(ctx, projectId, parent)).map((profile): Recording => {
    const id = deploymentId(profile.profile_id, artifact_type, artifact_name);
    return { id, input, profile, artifact };
  });
  const rows = await ctx.table.getMany(candidates.map(({ id }) => keys.deployment(ctx.tenant, projectId, id)));
  const skipped: RecordedEverywhere["skipped"] = [];
  const targets = candidates.flatMap((recording, i) => {
    const row = rows[i];
    const current = isLive(row, parent) ? deployments.fromRow(row) : undefined;
    const placement = placementOf(recording, current);
    if (!("code" in placement)) return [targetOf(ctx, projectId, recording, { parent, row })];
    skipped.push({ profile_id: recording.profile?.profile_id as string, code: placement.code });
    return [];
  });
  const added = targets.filter(({ row }) => !isLive(row, parent)).length;
  const { outcome } = await ctx.quota.admit("records_per_project", parent, added, () =>
    writeRows(ctx, targets, (writes, written) => {
      assertTransactionSize(writes);
      const recorded = written.map(({ row }) => deployments.fromRow(row));
      const created = written.some(({ before }) => before === undefined);
      return ctx.writer.commit(writes, { recorded, skipped, created });
    }),
  );
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
