/** Imports a SkillMeat tracker. Importing an export changes nothing. */
import { PRIMARY } from "../catalogue/primary.ts";
import type { WriteCtx } from "../context.ts";
import { invalid } from "../fault.ts";
import type { Deployment } from "../model/deployment.schema.ts";
import { deploymentAttributes, deployments, idPrefixOf, recordDefaults } from "../model/deployment.ts";
import { LABELS } from "../model/labels.ts";
import { MAX_LINEAGE } from "../model/limits.ts";
import { commitResult, inBatches, outcomeOf, writePart } from "../model/parts.ts";
import type { Profile } from "../model/profile.schema.ts";
import { profiles } from "../model/profile.ts";
import { liveProject } from "../model/project.ts";
import { isLive, requireLive, tombstoneWrite } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readAll } from "../storage/pages.ts";
import { readMany } from "../storage/read-many.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import { blockingRow, type Committed } from "../storage/writer.ts";
import { isEqual } from "../values/json.ts";
import { withCommas } from "../values/number.ts";
import { assertCanMirror, type ImportOptions, identified, leftOutRecords, owned } from "./identify.ts";
import type { ImportResult } from "./import.schema.ts";
import { listsOf } from "./import-lists.ts";
import { parseTracker, type ValidRow } from "./parse.ts";

/** How many records, of how many profiles, an import reads to find those that are not in the file. */
const MAX_RECORDS = 10_000;
const MAX_PROFILES_READ = 100;

/** A row of the file under its id, with the stored row of the same identity. `parent` is the uid of the project. */
type ImportedRow = { id: string; parent: string; projectId: string; row: ValidRow; stored: Row | undefined };

/**
 * Writes the rows of a tracker. Each row is committed on its own, so a repeated import completes an interrupted one.
 * The profiles that rows name do not have to exist.
 * @throws 404 if the project or `profile_id` does not exist, or the project is deleted meanwhile; as `parseTracker`, before anything is written
 * @throws 422 if the project would have more records than the tenant's limit, or if `mirror` could delete a record of a row that was left out, or has no profile to mirror
 */
export async function importTracker(
  ctx: WriteCtx,
  projectId: string,
  text: string,
  options: ImportOptions = {},
): Promise<Committed<ImportResult>> {
  // First, so that nobody makes us parse a file for a project that does not exist.
  const { parent, profile } = await readOwners(ctx, projectId, options.profile_id);
  const tracker = await parseTracker(text, options.lenient ?? false);
  const rows = tracker.rows.map(({ pointer, row }) => ({ pointer, row: owned(row, profile, options) }));
  const { byId, superseded } = identified(rows);
  const leftOut = leftOutRecords(tracker, profile, options);
  const profileIds = new Set([...byId.values()].map(({ row }) => row.deployment_profile_id ?? PRIMARY));
  if (options.profile_id !== undefined) profileIds.add(options.profile_id);
  if (options.mirror) assertCanMirror(leftOut, profileIds);
  const { stored, others, truncated } = await readRecords(ctx, {
    projectId,
    parent,
    profileIds,
    ids: [...byId.keys()],
  });
  if (options.mirror && truncated) throw tooManyToMirror();
  const added = [...byId.keys()].filter((id) => !isLive(stored.get(id), parent)).length;
  const counts = { created: 0, updated: 0, unchanged: 0, deleted: 0, not_in_file: 0 };
  const project = { id: projectId, uid: parent };
  await ctx.quota.admit("records_per_project", parent, options.dry_run ? 0 : added, () =>
    inBatches(
      ctx,
      project,
      [...byId],
      ([id]) => id,
      async ([id, { row }]) => {
        counts[await importRow(ctx, { id, parent, projectId, row, stored: stored.get(id) }, options)]++;
      },
    ),
  );
  const ghosts = others.filter((row) => !leftOut.has(idOf(row)));
  if (!options.mirror) counts.not_in_file = ghosts.length;
  await inBatches(ctx, project, options.mirror ? ghosts : [], idOf, async (ghost) => {
    const outcome = await removeGhost(ctx, parent, ghost, options);
    if (outcome !== "gone") counts[outcome]++;
  });
  const result = { ...counts, ...listsOf(superseded, tracker), ...(truncated ? { truncated } : {}) };
  return options.dry_run ? ctx.writer.dryRun(result) : commitResult(ctx, result);
}

const idOf = (row: Pick<Row, "sk">) => row.sk.slice(PREFIX.deployment.length);

/** Reads the project and the profile for rows without one. */
async function readOwners(
  ctx: WriteCtx,
  projectId: string,
  profileId: string | undefined,
): Promise<{ parent: string; profile: Profile | undefined }> {
  const [project, profile] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...(profileId === undefined ? [] : [keys.profile(ctx.tenant, projectId, profileId)]),
  ]);
  const parent = liveProject(project, projectId).uid;
  if (profileId === undefined) return { parent, profile: undefined };
  return { parent, profile: profiles.fromRow(requireLive(profile, LABELS.profile, profileId, parent)) };
}

const tooManyToMirror = () => {
  const limits = `${withCommas(MAX_RECORDS)} records or ${MAX_PROFILES_READ} profiles`;
  return invalid({ parameter: "mirror", detail: `mirror: the profiles of the file have more than ${limits}` });
};

/** What of a record tells how to delete it. */
type Ghost = Pick<ResourceRow, "pk" | "sk" | "uid" | "change" | "parent">;

const ghostOf = ({ pk, sk, uid, change, parent }: ResourceRow): Ghost => ({
  pk,
  sk,
  uid,
  change,
  ...(parent ? { parent } : {}),
});

type RecordsToRead = { projectId: string; parent: string; profileIds: ReadonlySet<string>; ids: readonly string[] };

/**
 * Reads the stored records of the file's rows, by id, and what else the file's profiles have.
 * @returns `truncated`: the profiles have more records than are read
 */
async function readRecords(ctx: WriteCtx, { projectId, parent, profileIds, ids }: RecordsToRead) {
  const stored = new Map<string, Row | undefined>();
  const wanted = new Set(ids);
  const others: Ghost[] = [];
  let left = MAX_RECORDS;
  let truncated = profileIds.size > MAX_PROFILES_READ;
  // Of what is not in the file, only what a delete needs is kept.
  const pick = (row: Row): Row => (wanted.has(idOf(row)) || !isLive(row, parent) ? row : ghostOf(row));
  for (const profile_id of truncated ? [] : profileIds) {
    if (left <= 0) truncated = true;
    if (truncated) break;
    const range = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.deployment };
    const page = await readAll(ctx, { rows: left }, { ...range, idPrefix: idPrefixOf({ profile_id }) }, pick);
    for (const row of page.items) {
      if (wanted.has(idOf(row))) stored.set(idOf(row), row);
      else if (isLive(row, parent)) others.push(row);
    }
    left -= page.items.length;
    truncated = page.truncated;
  }
  if (!truncated) return { stored, others, truncated: undefined };
  const missing = ids.filter((id) => !stored.has(id)).map((id) => keys.deployment(ctx.tenant, projectId, id));
  const rowOf = await readMany(ctx, missing);
  for (const key of missing) stored.set(idOf(key), rowOf(key));
  return { stored, others, truncated: true as const };
}

/** Writes a row, or tells what writing it would do. */
async function importRow(
  ctx: WriteCtx,
  imported: ImportedRow,
  { dry_run }: ImportOptions,
): Promise<"created" | "updated" | "unchanged"> {
  const { id, parent, projectId, row, stored } = imported;
  const next = (live: ResourceRow | undefined) => {
    const current = live && deployments.fromRow(live);
    const record = recordOf(ctx, id, row, current);
    return current && isEqual(record, current) ? undefined : deploymentAttributes(record);
  };
  if (dry_run) {
    const live = isLive(stored, parent) ? stored : undefined;
    return next(live) === undefined ? "unchanged" : live ? "updated" : "created";
  }
  const key = keys.deployment(ctx.tenant, projectId, id);
  const target = { label: LABELS.deployment, id, key, parent, row: stored, next };
  return outcomeOf(await writePart(ctx, target));
}

/** Deletes a record that the file does not have. A record that was changed in the meantime stays. */
async function removeGhost(
  ctx: WriteCtx,
  parent: string,
  { pk, sk, change, uid }: Ghost,
  { dry_run }: ImportOptions,
): Promise<"deleted" | "not_in_file" | "gone"> {
  if (dry_run) return "deleted";
  const outcome = await ctx.writer.commitPart([
    tombstoneWrite(ctx, { key: { pk, sk }, changes: [change], parent, after: uid }),
  ]);
  if (outcome.done) return "deleted";
  return isLive(blockingRow(outcome), parent) ? "not_in_file" : "gone";
}

/**
 * Returns a row as a record. Fields that the row omits get their defaults. Only `deployed_at` keeps its current value.
 */
function recordOf(ctx: WriteCtx, id: string, row: ValidRow, current: Deployment | undefined): Deployment {
  const defaults = recordDefaults(ctx, id, row);
  return {
    ...defaults,
    artifact_path_base: "root",
    ...row,
    version_lineage: (row.version_lineage ?? defaults.version_lineage).slice(-MAX_LINEAGE),
    deployed_at: row.deployed_at ?? current?.deployed_at ?? defaults.deployed_at,
    created_at: current?.created_at ?? "",
    updated_at: current?.updated_at ?? "",
    version: current?.version ?? 1,
  };
}
