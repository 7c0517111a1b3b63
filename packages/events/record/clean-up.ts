/**
 * Removes rows that are no longer needed after a change is recorded: tombstones, what was observed of deleted records, and
 * children of deleted projects.
 */
import { isLive } from "@skillmeat-deployments/core/resource/tombstone.ts";
import { keys, ownerOf, PREFIX, UNTRACKED } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow, Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { RecordedItem, RecorderDeps } from "./item.ts";
import { purge } from "./purge-project.ts";

/**
 * Removes what the change of one item leaves behind.
 * @param projects cache of the project rows that were read in this batch, by partition
 */
export async function cleanUp(
  { images, event }: RecordedItem,
  deps: RecorderDeps,
  projects: Map<string, Promise<Row | undefined>>,
) {
  const row = images.after as ResourceRow | undefined;
  if (!row) return;
  if (row.sk.startsWith(PREFIX.project)) {
    if (row.deleted) await purge(row, deps);
    return;
  }
  const key = { pk: row.pk, sk: row.sk };
  if (row.deleted) {
    // First: whoever finds no tombstone finds no observation of that record either.
    if (row.sk.startsWith(PREFIX.deployment)) await removeObserved(row, deps);
    await deps.table.remove(key, { is: "tombstone", change: row.change });
    return;
  }
  const isFirst = images.before?.record !== row.record || images.before?.parent !== row.parent;
  if (row.sk.startsWith(PREFIX.observed)) {
    if (isFirst) await checkObserved(row, deps);
    return;
  }
  const isCreated = row.sk === UNTRACKED ? isFirst : event?.type.endsWith(".created");
  if (isCreated && row.parent !== undefined) await checkChild(row, deps, projects);
}

/** Removes what was observed of a deleted record. It makes no event. */
async function removeObserved({ pk, sk, uid }: ResourceRow, { table }: RecorderDeps) {
  const key = { pk, sk: PREFIX.observed + sk.slice(PREFIX.deployment.length) };
  // Most records were never observed, and a read costs less than a write that fails.
  const observed = await table.get(key);
  if (observed?.record === uid) await table.remove(key, { is: "observationOf", record: uid });
}

/**
 * Removes an observation whose record was deleted while it was written. If the record is there, so is everything that will
 * remove the observation with it.
 */
async function checkObserved({ pk, sk, record: uid }: ResourceRow, { table }: RecorderDeps) {
  const record = await table.get({ pk, sk: PREFIX.deployment + sk.slice(PREFIX.observed.length) });
  if (isLive(record) && record.uid === uid) return;
  await table.remove({ pk, sk }, { is: "observationOf", record: uid as string });
}

/** Removes a child that was created while its project was being deleted. Each project is read once per batch. */
async function checkChild(row: ResourceRow, { table }: RecorderDeps, projects: Map<string, Promise<Row | undefined>>) {
  const { tenant, project } = ownerOf(row.pk) ?? {};
  if (tenant === undefined || project === undefined) return;
  const reading = projects.get(row.pk) ?? table.get(keys.project(tenant, project));
  projects.set(row.pk, reading);
  const owner = await reading;
  if (owner && !owner.deleted && owner.uid === row.parent) return;
  await table.remove({ pk: row.pk, sk: row.sk }, { is: "child", parent: row.parent as string });
}
