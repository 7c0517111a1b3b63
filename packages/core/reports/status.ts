/** Computes the status of a project's deployment records: synced, modified or outdated, by profile and by platform. */
import { PRIMARY } from "../catalogue/primary.ts";
import type { Ctx } from "../context.ts";
import { artifacts } from "../model/artifact.ts";
import type { Deployment } from "../model/deployment.schema.ts";
import { deployments } from "../model/deployment.ts";
import { profiles } from "../model/profile.ts";
import { projectRow } from "../model/project.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { ARTIFACT_TYPES } from "../values/artifact-type.ts";
import { normalisedName } from "../values/strings.ts";
import type { Counts, State, Status } from "./status.schema.ts";

/** The maximum number of rows that a status reads: records, profiles, and artifacts of each type. */
export const MAX_STATUS_RECORDS = 10_000;
/** The maximum number of records that a status lists. All records that are read are counted. */
export const MAX_STATUS_LISTED = 1_000;
type ProfileStatus = Status["profiles"][number];

/** Computes the status of a project. @throws 404 */
export async function projectStatus(ctx: Ctx, projectId: string): Promise<Status> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const partition = keys.projectPartition(ctx.tenant, projectId);
  const readRows = <T>(pk: string, prefix: string, read: (row: ResourceRow) => T, parent?: string) =>
    readAll(ctx, { rows: MAX_STATUS_RECORDS }, { pk, prefix }, (row: Row) =>
      isLive(row, parent) ? read(row) : undefined,
    );
  const [profilePage, records] = await Promise.all([
    readRows(partition, PREFIX.profile, profiles.fromRow, parent),
    readRows(partition, PREFIX.deployment, deployments.fromRow, parent),
  ]);
  const types = ARTIFACT_TYPES.filter((type) => records.items.some((r) => r.artifact_type === type));
  const artifactPages = await Promise.all(
    types.map((type) => readRows(keys.tenantPartition(ctx.tenant), `${PREFIX.artifact}${type}:`, artifacts.fromRow)),
  );
  const hashes = new Map<string, string[]>();
  for (const { type, name, content_hash } of artifactPages.flatMap((page) => page.items)) {
    if (content_hash === null) continue;
    const id = nameOf(type, name);
    hashes.set(id, [...(hashes.get(id) ?? []), content_hash]);
  }
  const isTruncated = records.truncated || profilePage.truncated || artifactPages.some((page) => page.truncated);
  const status = statusOf(profilePage.items, records.items, (record) => stateOf(record, hashes));
  return isTruncated ? { ...status, truncated: true } : status;
}

const nameOf = (type: string, name: string) => `${type}:${normalisedName(name)}`;

function stateOf(record: Deployment, hashes: ReadonlyMap<string, readonly string[]>): State {
  if (record.local_modifications) return "modified";
  const deployed = record.collection_sha || record.content_hash;
  const current = hashes.get(nameOf(record.artifact_type, record.artifact_name)) ?? [];
  return current.some((hash) => hash !== deployed) ? "outdated" : "synced";
}

/**
 * Groups and counts records by profile and by platform. Pure. Records without a profile count as the primary platform.
 */
export function statusOf(
  knownProfiles: readonly { profile_id: string; platform: string }[],
  records: readonly Deployment[],
  classify: (record: Deployment) => State,
): Status {
  const byProfile = new Map<string, ProfileStatus>();
  const add = (profile_id: string, platform: string, exists: boolean) => {
    const existing = byProfile.get(profile_id);
    if (existing) return existing;
    const added: ProfileStatus = { profile_id, platform, exists, counts: noCounts(), deployments: [] };
    byProfile.set(profile_id, added);
    return added;
  };
  for (const { profile_id, platform } of knownProfiles) add(profile_id, platform, true);
  const counts = noCounts();
  const platforms: Record<string, Counts> = Object.create(null);
  let listed = 0;
  for (const record of records) {
    const state = classify(record);
    const platform = record.platform ?? PRIMARY;
    const profile = add(record.deployment_profile_id ?? PRIMARY, platform, false);
    platforms[platform] ??= noCounts();
    for (const count of [counts, profile.counts, platforms[platform]]) {
      count.total++;
      count[state]++;
    }
    if (listed === MAX_STATUS_LISTED) profile.truncated = true;
    else {
      listed++;
      profile.deployments.push({ deployment_id: record.deployment_id, status: state });
    }
  }
  const byId = (a: ProfileStatus, b: ProfileStatus) => (a.profile_id < b.profile_id ? -1 : 1);
  return { counts, platforms: { ...platforms }, profiles: [...byProfile.values()].sort(byId) };
}

const noCounts = (): Counts => ({ total: 0, synced: 0, modified: 0, outdated: 0 });
