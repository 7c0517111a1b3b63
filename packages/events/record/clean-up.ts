/** What a change leaves to do behind it. */
import { keys, ownerOf, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow, Row } from "@skillmeat-deployments/core/storage/row.ts";
import { purge } from "./purge.ts";
import type { Item, RecorderDeps } from "./recorder.ts";

/** What a change leaves to do: a marked row to remove, a project to purge, a child to check against its project. */
export async function cleanUp(
  { images, event }: Item,
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

/** A child created while its project was being deleted is removed; the project is read once a batch. */
async function checkChild(row: ResourceRow, { table }: RecorderDeps, projects: Map<string, Promise<Row | undefined>>) {
  const { tenant, project } = ownerOf(row.pk) ?? {};
  if (tenant === undefined || project === undefined) return;
  const reading = projects.get(row.pk) ?? table.get(keys.project(tenant, project));
  projects.set(row.pk, reading);
  const owner = await reading;
  if (owner && !owner.deleted && owner.uid === row.parent) return;
  await table.remove({ pk: row.pk, sk: row.sk }, { is: "child", parent: row.parent as string });
}
