/** Removes rows that are no longer needed after a change is recorded: tombstones, and children of deleted projects. */
import { keys, ownerOf, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
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
    await deps.table.remove(key, { is: "tombstone", change: row.change });
    return;
  }
  if (event?.type.endsWith(".created") && row.parent !== undefined) await checkChild(row, deps, projects);
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
