/** Removes the children of a deleted project, and then the project, in slices. */
import { ttlAt } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { type Key, keys, ownerOf, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { RecorderDeps } from "./item.ts";

/** The maximum number of children that one slice removes. */
const SLICE_SIZE = 500;
const PARALLEL_REMOVALS = 16;

/**
 * Runs one slice: removes up to 500 children and counts them in the tombstone. That write makes a stream record, which
 * starts the next slice. When no child is left, the feed's head gets a TTL and the project is removed.
 */
export async function purge(tombstone: ResourceRow, { table, now }: RecorderDeps): Promise<void> {
  const { tenant } = ownerOf(tombstone.pk) as { tenant: string };
  const projectId = tombstone.sk.slice(PREFIX.project.length);
  const projectKey = keys.project(tenant, projectId);
  // Read the children before the project. If the tombstone is still there, no child can belong to a later project.
  const { rows } = await table.query({
    pk: keys.projectPartition(tenant, projectId),
    prefix: PREFIX.resource,
    limit: SLICE_SIZE,
  });
  const current = await table.get(projectKey);
  if (!current?.deleted || current.change !== tombstone.change) return;
  await inParallel(PARALLEL_REMOVALS, rows, (row) =>
    table.remove({ pk: row.pk, sk: row.sk }, { is: "child", parent: row.parent as string }),
  );
  if (rows.length > 0) {
    const purged = (current.purged as number | undefined) ?? 0;
    await table.setAttribute(projectKey, "purged", purged + rows.length, {
      is: "tombstone",
      change: tombstone.change,
      purged,
    });
    return;
  }
  await expireHead(keys.head(tenant, tombstone.uid), table, now());
  await table.remove(projectKey, { is: "tombstone", change: tombstone.change });
}

/** Sets the TTL of the feed's head, so that it outlives the events. Creates the head if the feed has no event yet. */
async function expireHead(key: Key, table: Table, now: Date): Promise<void> {
  const ttl = ttlAt(now);
  const created = await table.put({ ...key, seq: 0, expires: 0, ttl }, { is: "absent" });
  if (!created.done) await table.setAttribute(key, "ttl", ttl, { is: "live" });
}
