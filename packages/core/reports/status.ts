/** Computes the status of a project's deployment records, by profile and by platform. */
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
import type { Row } from "../storage/row.ts";
import { ARTIFACT_TYPES } from "../values/artifact-type.ts";
import { createStateOf, type RecordState, STATES, type State } from "./states.ts";
import type { Counts, Status } from "./status.schema.ts";

/** The maximum number of rows that a status reads: records, profiles, and artifacts of each type. */
export const MAX_STATUS_RECORDS = 10_000;
/** The maximum number of records on a page of the list. */
export const MAX_STATUS_LISTED = 1_000;
/** The maximum number of profiles, and of platforms, that a status lists. Imported records can name any. */
const MAX_STATUS_GROUPS = 1_000;
type ProfileStatus = Status["profiles"][number];

/** Selects the records of the list: those of one state, after a position. */
export type StatusQuery = { status?: State | undefined; after?: string | undefined };

/**
 * Computes the status of a project.
 * @returns the status, and the position of the next page of the list
 * @throws 400 if the position is outside the list; 404
 */
export async function projectStatus(
  ctx: Ctx,
  projectId: string,
  { status, after }: StatusQuery = {},
): Promise<{ status: Status; next?: string }> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const rangeOf = (prefix: string) => ({ pk: keys.projectPartition(ctx.tenant, projectId), prefix });
  const recordOf = (row: Row) => (isLive(row, parent) ? deployments.fromRow(row) : undefined);
  const profileOf = (row: Row) => (isLive(row, parent) ? profiles.fromRow(row) : undefined);
  const limits = { rows: MAX_STATUS_RECORDS };
  const [knownProfiles, records] = await Promise.all([
    readAll(ctx, limits, rangeOf(PREFIX.profile), profileOf),
    readAll(ctx, limits, rangeOf(PREFIX.deployment), recordOf),
  ]);
  // Records beyond those that are counted are read on their own.
  const isBeyond = after !== undefined && records.truncated;
  const candidates = isBeyond
    ? await readAll(ctx, limits, rangeOf(PREFIX.deployment), recordOf, after)
    : {
        ...records,
        items: records.items.filter(({ deployment_id }) => after === undefined || isAfter(deployment_id, after)),
      };
  const registered = await readArtifacts(ctx, [...records.items, ...candidates.items]);
  const stateOf = createStateOf(registered.artifacts, registered.truncatedTypes);
  const matches = candidates.items.filter((record) => status === undefined || stateOf(record).status === status);
  const listed = matches.slice(0, MAX_STATUS_LISTED);
  const next = matches.length > listed.length ? listed.at(-1)?.deployment_id : candidates.next;
  const report = statusOf(knownProfiles.items, records.items, { listed, status, stateOf });
  const isTruncated = knownProfiles.truncated || records.truncated || registered.truncatedTypes.size > 0;
  return {
    status: isTruncated ? { ...report, truncated: true } : report,
    ...(next === undefined ? {} : { next }),
  };
}

/** Whether an id comes after another in the order of the table: by bytes of UTF-8, not by UTF-16 units. */
const isAfter = (id: string, other: string) => Buffer.compare(Buffer.from(id), Buffer.from(other)) > 0;

/** Reads the registered artifacts of the types of records. `truncatedTypes`: there are more than are read. */
async function readArtifacts(ctx: Ctx, records: readonly Deployment[]) {
  const deployed = new Set(records.map((record) => record.artifact_type));
  const types = ARTIFACT_TYPES.filter((type) => deployed.has(type));
  const pages = await Promise.all(
    types.map((type) => {
      const range = { pk: keys.tenantPartition(ctx.tenant), prefix: `${PREFIX.artifact}${type}:` };
      return readAll(ctx, { rows: MAX_STATUS_RECORDS }, range, (row) =>
        isLive(row) ? artifacts.fromRow(row) : undefined,
      );
    }),
  );
  return {
    artifacts: pages.flatMap((page) => page.items),
    truncatedTypes: new Set<string>(types.filter((_, i) => pages[i]?.truncated)),
  };
}

/** The list of a status. `listed`: the records of the page. `status`: the state that they all have, if they are filtered. */
type List = { listed: readonly Deployment[]; status: State | undefined; stateOf: (record: Deployment) => RecordState };

/**
 * Groups and counts records by profile and by platform. Pure. Records without a profile count as the primary platform.
 * @param records the records that are counted
 */
export function statusOf(
  knownProfiles: readonly { profile_id: string; platform: string }[],
  records: readonly Deployment[],
  { listed, status, stateOf }: List,
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
  const platformOf = (record: Deployment) => record.platform ?? PRIMARY;
  const profileOf = (record: Deployment) => add(record.deployment_profile_id ?? PRIMARY, platformOf(record), false);
  const counts = noCounts();
  const platforms: Record<string, Counts> = Object.create(null);
  for (const record of records) {
    const state = stateOf(record).status;
    const platform = platformOf(record);
    platforms[platform] ??= noCounts();
    for (const count of [counts, profileOf(record).counts, platforms[platform]]) {
      count.total++;
      count[state]++;
    }
  }
  for (const record of listed) {
    const profile = profileOf(record);
    const exists = profile.exists ? "present" : "absent";
    profile.deployments.push({ deployment_id: record.deployment_id, ...stateOf(record), profile: exists });
  }
  for (const profile of byProfile.values()) {
    if (profile.deployments.length < profile.counts[status ?? "total"]) profile.truncated = true;
  }
  const isCut = byProfile.size > MAX_STATUS_GROUPS || Object.keys(platforms).length > MAX_STATUS_GROUPS;
  const byId = (a: ProfileStatus, b: ProfileStatus) => (a.profile_id < b.profile_id ? -1 : 1);
  return {
    counts,
    platforms: Object.fromEntries(Object.entries(platforms).slice(0, MAX_STATUS_GROUPS)),
    profiles: [...byProfile.values()].sort(byId).slice(0, MAX_STATUS_GROUPS),
    ...(isCut ? { truncated: true as const } : {}),
  };
}

const noCounts = (): Counts => ({
  total: 0,
  ...(Object.fromEntries(STATES.map((s) => [s, 0])) as Record<State, number>),
});
