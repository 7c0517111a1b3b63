/** Records deployments: for one profile, for every profile that fits, or without a profile. */
import * as z from "zod";
import type { Ctx, Versioned } from "../context.ts";
import { Fault, invalid } from "../fault.ts";
import { assertItemSize, firstStamp, isLive, nextStamp, requireLive } from "../resource/change.ts";
import { unchangedSince, write } from "../resource/write.ts";
import { commit } from "../storage/idempotency.ts";
import { type Key, keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import type { ResourceRow, Stamp } from "../storage/row.ts";
import type { Write } from "../storage/table.ts";
import { isEqual, type JsonObject } from "../values/json.ts";
import { artifactKeys, firstRegistered } from "./artifact.ts";
import {
  Deployment,
  type DeploymentCreate,
  deploymentAttributes,
  deploymentFromRow,
  deploymentId,
  LABEL,
  lineage,
  recordDefaults,
} from "./deployment.ts";
import { assertBaseHasPath, type Placement, placeByProfile, placeWithoutProfile, SkipCode } from "./placement.ts";
import { Profile, profileFromRow } from "./profile.ts";
import { liveProject } from "./project.ts";

/** The most profiles that `all_profiles` records in one transaction. */
export const ALL_PROFILES = 90;
export const RecordedEverywhere = z
  .object({
    recorded: z.array(Deployment.read),
    skipped: z.array(z.object({ profile_id: z.string(), code: SkipCode })),
  })
  .meta({ id: "RecordedEverywhere", description: "What `all_profiles` recorded, and the profiles that do not fit." });
export type RecordedEverywhere = z.infer<typeof RecordedEverywhere>;

type Placed = { artifact_path: string; artifact_path_base: "root" | "project" };
type Owner = Pick<Deployment, "deployment_profile_id" | "platform" | "profile_root_dir">;

/** A record's attributes after recording a deployment on it, or undefined where that says nothing new. */
function recordedAttributes(
  ctx: Ctx,
  id: string,
  input: DeploymentCreate,
  owner: Owner,
  place: Placed,
  live: ResourceRow | undefined,
): JsonObject | undefined {
  const { all_profiles: _a, deployment_profile_id: _p, ...given } = input;
  if (!live) return deploymentAttributes({ ...recordDefaults(ctx, id, input), ...given, ...owner, ...place });
  const current = deploymentFromRow(live);
  const moved = input.content_hash !== current.content_hash;
  // Recorded without a profile, a record keeps what it knows of one.
  const withProfile = owner.deployment_profile_id !== null;
  const next: Deployment = {
    ...current,
    // What is deployed is the collection's copy again, unless the caller says otherwise.
    local_modifications: false,
    modification_detected_at: null,
    collection_sha: input.content_hash,
    ...given,
    artifact_path_base: current.artifact_path_base,
    ...(withProfile ? owner : {}),
    ...(withProfile || input.artifact_path !== undefined ? place : {}),
    version_lineage:
      input.version_lineage ?? (moved ? lineage(current.version_lineage, input.content_hash) : current.version_lineage),
  };
  if (isEqual(next, current)) return undefined;
  if (input.deployed_at === undefined) next.deployed_at = ctx.now().toISOString();
  return deploymentAttributes(next);
}

const NO_OWNER: Owner = { deployment_profile_id: null, platform: null, profile_root_dir: null };
const ownerOf = (profile: Profile): Owner => ({
  deployment_profile_id: profile.profile_id,
  platform: profile.platform,
  profile_root_dir: profile.root_dir,
});
/**
 * Records one deployment: with a profile, or without as before profiles.
 * @returns `created`: false where the identity was recorded before
 * @throws 404 where project or profile is not there; 422 where profile or artifact does not fit
 */
export async function recordDeployment(
  ctx: Ctx,
  projectId: string,
  input: DeploymentCreate,
): Promise<Versioned<Deployment> & { created: boolean }> {
  assertBaseHasPath(input);
  const profileId = input.deployment_profile_id ?? undefined;
  const id = deploymentId(profileId, input.artifact_type, input.artifact_name);
  const key = keys.deployment(ctx.tenant, projectId, id);
  const wanted = [keys.project(ctx.tenant, projectId), key];
  if (profileId)
    wanted.push(
      keys.profile(ctx.tenant, projectId, profileId),
      ...artifactKeys(ctx, input.artifact_type, input.artifact_name),
    );
  const [project, existing, profileRow, ...artifactRows] = await ctx.table.getMany(wanted);
  const parent = liveProject(project, projectId).uid;

  let place: Placement;
  let owner = NO_OWNER;
  if (profileId) {
    const profile = profileFromRow(requireLive(profileRow, Profile.label, profileId, parent));
    owner = ownerOf(profile);
    place = placeByProfile(profile, input, firstRegistered(artifactRows));
  } else {
    place = placeWithoutProfile(input);
  }
  if ("code" in place) {
    const pointer = place.code === "platform-mismatch" ? "/artifact_name" : "/artifact_type";
    throw new Fault(place.code, place.detail, { errors: [{ pointer, detail: place.detail }] });
  }
  const placed = { artifact_path: place.path, artifact_path_base: place.base };
  const result = (row: ResourceRow, before: ResourceRow | undefined) => ({
    value: deploymentFromRow(row),
    change: row.change,
    created: before === undefined,
  });
  const { row, before } = await write(
    ctx,
    { label: LABEL, id, key, parent, row: existing },
    (live) => recordedAttributes(ctx, id, input, owner, placed, live),
    result,
  );
  return result(row, before);
}

/**
 * Records a deployment for every profile that fits, all or none.
 * @throws 413 where the records are too much for one transaction; 422 over 90 profiles, or with a profile id as well
 */
export async function recordEverywhere(
  ctx: Ctx,
  projectId: string,
  input: DeploymentCreate,
): Promise<RecordedEverywhere & { created: boolean }> {
  assertBaseHasPath(input);
  if (input.deployment_profile_id !== undefined && input.deployment_profile_id !== null) {
    const detail = "deployment_profile_id cannot be set when all_profiles is true";
    throw invalid({ pointer: "/deployment_profile_id", detail });
  }
  const [project, ...artifactRows] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...artifactKeys(ctx, input.artifact_type, input.artifact_name),
  ]);
  const parent = liveProject(project, projectId).uid;
  const skipped: RecordedEverywhere["skipped"] = [];
  const fitting: { id: string; key: Key; input: DeploymentCreate; owner: Owner; place: Placed; first: Stamp }[] = [];
  for (const profile of await allProfiles(ctx, projectId, parent)) {
    const { profile_id } = profile;
    const place = placeByProfile(profile, input, firstRegistered(artifactRows));
    if ("code" in place) {
      skipped.push({ profile_id, code: place.code });
      continue;
    }
    const id = deploymentId(profile_id, input.artifact_type, input.artifact_name);
    fitting.push({
      id,
      key: keys.deployment(ctx.tenant, projectId, id),
      input: { ...input, deployment_profile_id: profile_id },
      owner: ownerOf(profile),
      place: { artifact_path: place.path, artifact_path_base: place.base },
      first: firstStamp(ctx, parent),
    });
  }
  for (let attempt = 0; attempt < TRANSACTION_ATTEMPTS; attempt++) {
    const found = await ctx.table.getMany(fitting.map((f) => f.key));
    const plans = fitting.map((f, i) => {
      const row = found[i];
      const before = isLive(row, parent) ? row : undefined;
      const attributes = recordedAttributes(ctx, f.id, f.input, f.owner, f.place, before);
      const stamp = before ? nextStamp(ctx, before, f.first.change) : f.first;
      return { before, next: attributes && { ...attributes, ...f.key, ...stamp } };
    });
    const writes = plans.flatMap(({ next, before }): Write[] =>
      next ? [{ put: next, when: unchangedSince(before, parent) }] : [],
    );
    fitsInTransaction(writes);
    const values = plans.map(({ next, before }) => deploymentFromRow((next ?? before) as ResourceRow));
    const result = { recorded: values, skipped, created: plans.some((p) => p.before === undefined) };
    const committed = await commit(ctx, writes, result);
    if (committed.done) return result;
  }
  throw new Fault("unavailable", "The records are being changed by many writers; try again", { retryAfter: 1 });
}

/** How often all of it is read and tried again when another writer changed one of the records. */
const TRANSACTION_ATTEMPTS = 20;
/** A transaction takes 4 MB (DynamoDB); items are measured as JSON, which is a little more than they are. */
const TRANSACTION_BYTES = 3_800_000;

function fitsInTransaction(writes: readonly Write[]) {
  let bytes = 0;
  for (const one of writes) {
    if (!("put" in one)) continue;
    assertItemSize(one.put);
    bytes += Buffer.byteLength(JSON.stringify(one.put));
  }
  if (bytes > TRANSACTION_BYTES) {
    throw new Fault("too-large", "The records together are too large to be written at once; record them one by one");
  }
}

/** The project's live profiles. @throws 422 where there are more than `all_profiles` takes */
export async function allProfiles(
  ctx: Ctx,
  projectId: string,
  parent: string,
  pointer = "/all_profiles",
): Promise<Profile[]> {
  const span = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.profile };
  const { items } = await readAll(ctx, { items: ALL_PROFILES + 1 }, span, (row) =>
    isLive(row, parent) ? profileFromRow(row) : undefined,
  );
  if (items.length > ALL_PROFILES) {
    const detail = `the project has more than ${ALL_PROFILES} profiles; name those that are meant`;
    throw invalid({ pointer, detail });
  }
  return items;
}
