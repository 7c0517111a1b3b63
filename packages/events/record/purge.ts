/** Removes what a deleted project owned, slice by slice. */
import { ttlAt } from "@skillmeat-deployments/core/model/event-row.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { type Key, keys, ownerOf, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { RecorderDeps } from "./item.ts";

/** Children that one slice of a purge removes. */
const SLICE = 500;
const REMOVERS = 16;

/**
 * One slice of a purge: up to 500 children, then the position on the project, whose own stream record brings the
 * next slice; with none left, the feed's head gets its expiry and the project goes, last.
 */
export async function purge(tombstone: ResourceRow, { table, now }: RecorderDeps): Promise<void> {
  const { tenant } = ownerOf(tombstone.pk) as { tenant: string };
  const projectId = tombstone.sk.slice(PREFIX.project.length);
  const projectKey = keys.project(tenant, projectId);
  // Children first, then the project: if it still is the tombstone, none of them can belong to a later one.
  const { rows } = await table.query({
    pk: keys.projectPartition(tenant, projectId),
    prefix: PREFIX.resource,
    limit: SLICE,
  });
  const current = await table.get(projectKey);
  if (!current?.deleted || current.change !== tombstone.change) return;
  await inParallel(REMOVERS, rows, (row) =>
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

/** Gives the feed's head an expiry, so that it is gone after its events. A feed whose events come late gets its head here. */
async function expireHead(key: Key, table: Table, now: Date): Promise<void> {
  const ttl = ttlAt(now);
  const made = await table.put({ ...key, seq: 0, expires: 0, ttl }, { is: "absent" });
  if (!made.done) await table.setAttribute(key, "ttl", ttl, { is: "live" });
}
