/** Computes the status of a project's deployment records, by profile and by platform. */
import { PRIMARY } from "../catalogue/primary.ts";
import type { Ctx } from "../context.ts";
import { artifacts } from "../model/artifact.ts";
import type { Deployment, DeploymentRead } from "../model/deployments/deployment.schema.ts";
import { deployments } from "../model/deployments/deployment.ts";
import { isIdAfter, observedOf, untrackedOf } from "../model/observations/observation.ts";
import { OBSERVED_OR_NONE, type ObservedOrNone } from "../model/observations/observation-terms.ts";
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

/** Selects the records of the list: those of one state, last observed in one state, after a position. */
export type StatusQuery = {
  status?: State | undefined;
  observed?: ObservedOrNone | undefined;
  after?: string | undefined;
};

const observedState = ({ observed }: DeploymentRead): ObservedOrNone => observed?.state ?? "none";

/**
 * Computes the status of a project.
 * @returns the status, and the position of the next page of the list
 * @throws 400 if the position is outside the list; 404
 */
export async function projectStatus(
  ctx: Ctx,
  projectId: string,
  { status, observed, after }: StatusQuery = {},
): Promise<{ status: Status; next?: string }> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const rangeOf = (prefix: string) => ({ pk: keys.projectPartition(ctx.tenant, projectId), prefix });
  const profileOf = (row: Row) => (isLive(row, parent) ? profiles.fromRow(row) : undefined);
  const limits = { rows: MAX_STATUS_RECORDS };
  const recordsAfter = async (position?: string) => {
    const [records, observations] = await Promise.all([
      readAll(ctx, limits, rangeOf(PREFIX.deployment), (row) => (isLive(row, parent) ? row : undefined), position),
      readAll(ctx, limits, { ...rangeOf(PREFIX.observed), consistent: false }, (row) => row, position),
    ]);
    const observedBy = new Map(observations.items.map((row) => [idOf(row, PREFIX.observed), row]));
    const items = records.items.map((row): DeploymentRead => {
      const seen = observedBy.get(idOf(row, PREFIX.deployment));
      return { ...deployments.fromRow(row), observed: observedOf(row, seen) };
    });
    return { ...records, items, isCut: records.truncated || observations.truncated };
  };
  const [knownProfiles, records, untracked] = await Promise.all([
    readAll(ctx, limits, rangeOf(PREFIX.profile), profileOf),
    recordsAfter(),
    ctx.table.get(keys.untracked(ctx.tenant, projectId), false),
  ]);
  // Records beyond those that are counted are read on their own.
  const isBeyond = after !== undefined && records.truncated;
  const candidates = isBeyond
    ? await recordsAfter(after)
    : {
        ...records,
        items: records.items.filter(({ deployment_id }) => after === undefined || isIdAfter(deployment_id, after)),
      };
  const registered = await readArtifacts(ctx, [...records.items, ...candidates.items]);
  const stateOf = createStateOf(registered.artifacts, registered.truncatedTypes);
  const matches = (record: DeploymentRead) =>
    (status === undefined || stateOf(record).status === status) &&
    (observed === undefined || observedState(record) === observed);
  const found = candidates.items.filter(matches);
  const listed = found.slice(0, MAX_STATUS_LISTED);
  const next = found.length > listed.length ? listed.at(-1)?.deployment_id : candidates.next;
  const report = {
    ...statusOf(knownProfiles.items, records.items, { listed, matches, stateOf }),
    untracked: untrackedOf(untracked, parent),
  };
  const isTruncated = knownProfiles.truncated || records.isCut || registered.truncatedTypes.size > 0;
  return {
    status: isTruncated ? { ...report, truncated: true } : report,
    ...(next === undefined ? {} : { next }),
  };
}

const idOf = (row: Row, prefix: string) => row.sk.slice(prefix.length);

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

/** The list of a status. `listed`: the records of the page. `matches`: whether a record can be on a page. */
type List = {
  listed: readonly DeploymentRead[];
  matches: (record: DeploymentRead) => boolean;
  stateOf: (record: Deployment) => RecordState;
};

/**
 * Groups and counts records by profile and by platform. Pure. Records without a profile count as the primary platform.
 * @param records the records that are counted
 */
export function statusOf(
  knownProfiles: readonly { profile_id: string; platform: string }[],
  records: readonly DeploymentRead[],
  { listed, matches, stateOf }: List,
): Omit<Status, "untracked"> {
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
  /** The number of records that belong on any page, by profile. */
  const matching = new Map<ProfileStatus, number>();
  const platforms: Record<string, Counts> = Object.create(null);
  for (const record of records) {
    const state = stateOf(record).status;
    const platform = platformOf(record);
    const profile = profileOf(record);
    platforms[platform] ??= noCounts();
    for (const count of [counts, profile.counts, platforms[platform]]) {
      count.total++;
      count[state]++;
      count.observed[observedState(record)]++;
    }
    if (matches(record)) matching.set(profile, (matching.get(profile) ?? 0) + 1);
  }
  for (const record of listed) {
    const profile = profileOf(record);
    const exists = profile.exists ? "present" : "absent";
    const { deployment_id, observed } = record;
    profile.deployments.push({ deployment_id, ...stateOf(record), profile: exists, observed });
  }
  for (const profile of byProfile.values()) {
    if (profile.deployments.length < (matching.get(profile) ?? 0)) profile.truncated = true;
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
  observed: Object.fromEntries(OBSERVED_OR_NONE.map((s) => [s, 0])) as Record<ObservedOrNone, number>,
});
