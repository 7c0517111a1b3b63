/** Reports to the service what was seen on the disk. */
import type { ObservationReport } from "@skillmeat-deployments/client";
import { requireProject } from "../project/config.ts";
import type { World } from "../world.ts";
import type { Examined } from "./examine.ts";
import type { Finding, State } from "./inspect.ts";
import { connectTo } from "./prepare.ts";
import { chunks } from "./service.ts";

const BATCH_SIZE = 500;

/** What of a state is about the disk. Of the others nothing is known: the file could not be read or compared. */
const OBSERVED: Partial<Record<State, ObservationReport["items"][number]["state"]>> = {
  synced: "synced",
  outdated: "synced",
  modified: "modified",
  diverged: "modified",
  missing: "missing",
};

/** How many observations were sent, and what became of them. */
export type Reported = { readonly sent: number; readonly changed: number; readonly unknown: number };

/**
 * Sends what was found, in batches.
 * @param seenAt when the disk was looked at, before the first file was read
 * @param withUntracked whether all folders were looked at, so that the number of files without a record is that of the project
 */
export async function reportObservations(
  world: World,
  { findings, untracked }: Examined,
  seenAt: Date,
  withUntracked: boolean,
): Promise<Reported> {
  const project = await requireProject(world);
  const { client } = await connectTo(world, project);
  const items = findings.flatMap(itemOf);
  const result = { sent: items.length, changed: 0, unknown: 0 };
  const all = items.length === 0 ? [[]] : chunks(items, BATCH_SIZE);
  for (const [i, lot] of all.entries()) {
    const body: ObservationReport = {
      observed_at: seenAt.toISOString(),
      items: lot,
      ...(withUntracked && i === 0 ? { untracked: untracked.length } : {}),
    };
    const { counts } = (await client.recordObservations({ project_id: project.project, body })).data;
    result.changed += counts.changed;
    result.unknown += counts.unknown;
  }
  return result;
}

function itemOf({ placed, state, hash }: Finding): ObservationReport["items"] {
  const observed = OBSERVED[state];
  if (observed === undefined) return [];
  return [{ deployment_id: placed.id, state: observed, ...(hash === null ? {} : { hash }) }];
}
