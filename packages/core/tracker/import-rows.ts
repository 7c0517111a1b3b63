/** Writes the rows of a file as records: each is committed on its own, so a repeated import completes an interrupted one. */
import { PRIMARY } from "../catalogue/primary.ts";
import type { WriteCtx } from "../context.ts";
import { invalid } from "../fault.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { deploymentAttributes, deployments, idPrefixOf } from "../model/deployments/deployment.ts";
import { LABELS } from "../model/labels.ts";
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
import { assertCanMirror, type ImportOptions, identified, type LeftOutRecords, type RowKey } from "./identify.ts";
import type { ImportResult } from "./import.schema.ts";
import { listsOf } from "./import-lists.ts";
import type { LeftOut } from "./parse.ts";

/** How many records, of how many profiles, an import reads to find those that are not in the file. */
const MAX_RECORDS = 10_000;
const MAX_PROFILES_READ = 100;

/** The project of an import, and the profile for rows without one. */
export type Owners = { project: { id: string; uid: string }; profile: Profile | undefined };

/** Reads the project and the profile for rows without one. @throws 404 */
export async function readOwners(ctx: WriteCtx, projectId: string, profileId: string | undefined): Promise<Owners> {
  const [row, profile] = await ctx.table.getMany([
    keys.project(ctx.tenant, projectId),
    ...(profileId === undefined ? [] : [keys.profile(ctx.tenant, projectId, profileId)]),
  ]);
  const project = { id: projectId, uid: liveProject(row, projectId).uid };
  if (profileId === undefined) return { project, profile: undefined };
  return { project, profile: profiles.fromRow(requireLive(profile, LABELS.profile, profileId, project.uid)) };
}

/** What an import writes. */
export type RowsToImport<R extends RowKey> = {
  project: Owners["project"];
  rows: readonly { pointer: string; row: R }[];
  /** What of the file is not imported. */
  leftOut: readonly LeftOut[];
  /** Which records these are. */
  leftOutRecords: LeftOutRecords;
  /** Returns a row as a record. @param current the record that exists */
  toRecord(id: string, row: R, current: Deployment | undefined): Deployment;
  /** Writes what comes before the records. @returns what the result says of it */
  writeFirst?(): Promise<Partial<ImportResult>>;
};

/** A row of the file under its id, with the stored row of the same identity. */
type ImportedRow<R> = { id: string; row: R; stored: Row | undefined };

/**
 * Writes rows. The profiles that they name do not have to exist.
 * @throws 404 if the project is deleted meanwhile
 * @throws 422 if the project would have more records than the tenant's limit, or if `mirror` could delete a record of a row that was left out, or has no profile to mirror
 */
export async function importRows<R extends RowKey>(
  ctx: WriteCtx,
  file: RowsToImport<R>,
  options: ImportOptions,
): Promise<Committed<ImportResult>> {
  const { project } = file;
  const { byId, superseded } = identified(file.rows);
  const profileIds = new Set([...byId.values()].map(({ row }) => row.deployment_profile_id ?? PRIMARY));
  if (options.profile_id !== undefined) profileIds.add(options.profile_id);
  if (options.mirror) assertCanMirror(file.leftOutRecords, profileIds);
  const { stored, others, truncated } = await readRecords(ctx, { project, profileIds, ids: [...byId.keys()] });
  if (options.mirror && truncated) throw tooManyToMirror();
  const added = [...byId.keys()].filter((id) => !isLive(stored.get(id), project.uid)).length;
  const counts = { created: 0, updated: 0, unchanged: 0, deleted: 0, not_in_file: 0 };
  let first: Partial<ImportResult> = {};
  await ctx.quota.admit("records_per_project", project.uid, options.dry_run ? 0 : added, async () => {
    first = (await file.writeFirst?.()) ?? {};
    await inBatches(
      ctx,
      project,
      [...byId],
      ([id]) => id,
      async ([id, { row }]) => {
        counts[await importRow(ctx, file, { id, row, stored: stored.get(id) }, options)]++;
      },
    );
  });
  const ghosts = others.filter((row) => !file.leftOutRecords.has(idOf(row)));
  if (!options.mirror) counts.not_in_file = ghosts.length;
  await inBatches(ctx, project, options.mirror ? ghosts : [], idOf, async (ghost) => {
    const outcome = await removeGhost(ctx, project.uid, ghost, options);
    if (outcome !== "gone") counts[outcome]++;
  });
  const lists = listsOf(superseded, file.leftOut);
  const result = { ...counts, ...lists, ...first, ...(truncated ? { truncated } : {}) };
  return options.dry_run ? ctx.writer.dryRun(result) : commitResult(ctx, result);
}

const idOf = (row: Pick<Row, "sk">) => row.sk.slice(PREFIX.deployment.length);

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

type RecordsToRead = { project: Owners["project"]; profileIds: ReadonlySet<string>; ids: readonly string[] };

/**
 * Reads the stored records of the file's rows, by id, and what else the file's profiles have.
 * @returns `truncated`: the profiles have more records than are read
 */
async function readRecords(ctx: WriteCtx, { project, profileIds, ids }: RecordsToRead) {
  const stored = new Map<string, Row | undefined>();
  const wanted = new Set(ids);
  const others: Ghost[] = [];
  let left = MAX_RECORDS;
  let truncated = profileIds.size > MAX_PROFILES_READ;
  // Of what is not in the file, only what a delete needs is kept.
  const pick = (row: Row): Row => (wanted.has(idOf(row)) || !isLive(row, project.uid) ? row : ghostOf(row));
  for (const profile_id of truncated ? [] : profileIds) {
    if (left <= 0) truncated = true;
    if (truncated) break;
    const range = { pk: keys.projectPartition(ctx.tenant, project.id), prefix: PREFIX.deployment };
    const page = await readAll(ctx, { rows: left }, { ...range, idPrefix: idPrefixOf({ profile_id }) }, pick);
    for (const row of page.items) {
      if (wanted.has(idOf(row))) stored.set(idOf(row), row);
      else if (isLive(row, project.uid)) others.push(row);
    }
    left -= page.items.length;
    truncated = page.truncated;
  }
  if (!truncated) return { stored, others, truncated: undefined };
  const missing = ids.filter((id) => !stored.has(id)).map((id) => keys.deployment(ctx.tenant, project.id, id));
  const rowOf = await readMany(ctx, missing);
  for (const key of missing) stored.set(idOf(key), rowOf(key));
  return { stored, others, truncated: true as const };
}

/** Writes a row, or tells what writing it would do. */
async function importRow<R extends RowKey>(
  ctx: WriteCtx,
  { project, toRecord }: RowsToImport<R>,
  { id, row, stored }: ImportedRow<R>,
  { dry_run }: ImportOptions,
): Promise<"created" | "updated" | "unchanged"> {
  const next = (live: ResourceRow | undefined) => {
    const current = live && deployments.fromRow(live);
    const record = toRecord(id, row, current);
    return current && isEqual(record, current) ? undefined : deploymentAttributes(record);
  };
  if (dry_run) {
    const live = isLive(stored, project.uid) ? stored : undefined;
    return next(live) === undefined ? "unchanged" : live ? "updated" : "created";
  }
  const key = keys.deployment(ctx.tenant, project.id, id);
  const target = { label: LABELS.deployment, id, key, parent: project.uid, row: stored, next };
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
