/** Reads what a plan needs: the project's profiles and records, and the registered artifacts. */
import type { Ctx } from "../context.ts";
import type { Artifact } from "../model/artifact.schema.ts";
import { artifactKeys, firstLiveArtifact } from "../model/artifact.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { deploymentId, deployments } from "../model/deployments/deployment.ts";
import { LABELS } from "../model/labels.ts";
import type { Profile } from "../model/profile.schema.ts";
import { profiles } from "../model/profile.ts";
import { liveProject } from "../model/project.ts";
import { isLive, requireLive } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import { readMany } from "../storage/read-many.ts";
import type { Row } from "../storage/row.ts";
import { isArtifactType } from "../values/artifact-type.ts";

/** The maximum number of rows that a plan reads: profiles, and records in which to look for collisions. */
export const MAX_ROWS = { profiles: 1_000, records: 10_000 };

/** An artifact of a request, or of a record. */
export type Wanted = { type: string; name: string; content_hash?: string | undefined };

/** What a plan reads of a project. `named`: the profiles that the request names, ordered by id. */
type ProjectData = {
  parent: string;
  profiles: Profile[];
  named: Profile[];
  records: Map<string, Deployment>;
  /** Whether there are more profiles, or more records, than were read. */
  hasMoreProfiles: boolean;
  hasMoreRecords: boolean;
};

/** Reads a project for a plan. @param ids the profiles that the request names @throws 404 */
export async function readProject(ctx: Ctx, projectId: string, ids: readonly string[] = []): Promise<ProjectData> {
  const range = (prefix: string) => ({ pk: keys.projectPartition(ctx.tenant, projectId), prefix });
  const [rows, profileRows, recordRows] = await Promise.all([
    ctx.table.getMany([
      keys.project(ctx.tenant, projectId),
      ...ids.map((id) => keys.profile(ctx.tenant, projectId, id)),
    ]),
    readAll(ctx, { rows: MAX_ROWS.profiles }, range(PREFIX.profile), (row) => row),
    readAll(ctx, { rows: MAX_ROWS.records }, range(PREFIX.deployment), (row) => row),
  ]);
  const parent = liveProject(rows[0], projectId).uid;
  const named = ids.map((id, i) => profiles.fromRow(requireLive(rows[i + 1], LABELS.profile, id, parent)));
  const live = (row: Row) => (isLive(row, parent) ? [row] : []);
  return {
    parent,
    profiles: profileRows.items.flatMap(live).map(profiles.fromRow),
    named: named.sort((a, b) => (a.profile_id < b.profile_id ? -1 : 1)),
    records: byId(recordRows.items.flatMap(live).map(deployments.fromRow)),
    hasMoreProfiles: profileRows.truncated,
    hasMoreRecords: recordRows.truncated,
  };
}

const byId = (records: readonly Deployment[]) => new Map(records.map((record) => [record.deployment_id, record]));

/** Finds the registered artifact of a name. */
export type Registered = (artifact: Pick<Wanted, "type" | "name">) => Artifact | undefined;

/** Reads registered artifacts. */
export async function registeredArtifacts(ctx: Ctx, wanted: readonly Wanted[]): Promise<Registered> {
  // An artifact of a type that the service does not know cannot be registered.
  const keysOf = ({ type, name }: Pick<Wanted, "type" | "name">) =>
    isArtifactType(type) ? artifactKeys(ctx, type, name) : [];
  const rowOf = await readMany(ctx, wanted.flatMap(keysOf));
  return (artifact) => firstLiveArtifact(keysOf(artifact).map(rowOf));
}

/** Returns the records that were read of the project, and those of each artifact and profile of the plan. */
export async function recordsOf(
  ctx: Ctx,
  projectId: string,
  { parent, records, hasMoreRecords }: ProjectData,
  wanted: readonly Wanted[],
  planned: readonly Profile[],
): Promise<Map<string, Deployment>> {
  if (!hasMoreRecords) return records;
  const ids = wanted.flatMap((artifact) => planned.map((profile) => idOf(profile, artifact)));
  const missing = ids.filter((id) => !records.has(id)).map((id) => keys.deployment(ctx.tenant, projectId, id));
  const rowOf = await readMany(ctx, missing);
  const found = missing.map(rowOf).flatMap((row) => (isLive(row, parent) ? [deployments.fromRow(row)] : []));
  return new Map([...records, ...byId(found)]);
}

/** Returns the id of the record of an artifact and a profile. */
export const idOf = ({ profile_id }: Pick<Profile, "profile_id">, { type, name }: Pick<Wanted, "type" | "name">) =>
  deploymentId(profile_id, type, name);
