/** The deployment records of a project, read as its tracker: a few requests for thousands of records. */
import type { Client } from "@skillmeat-deployments/client";
import { idOfRow, rowOf, type TrackerRow } from "./tracker-row.ts";

/** A record, as its row in a tracker has it. */
export type DeploymentRecord = TrackerRow & { readonly id: string };

/** Reads all records of a project, by id. */
export async function readRecords(client: Client, project_id: string): Promise<Map<string, DeploymentRecord>> {
  const { parse } = await import("smol-toml");
  const records = new Map<string, DeploymentRecord>();
  for await (const { data } of client.listDeployments({ project_id, accept: "application/toml" }).pages()) {
    const { deployed = [] } = parse(data, { integersAsBigInt: true });
    for (const table of Array.isArray(deployed) ? deployed : []) {
      const row = rowOf(table);
      // The service sends whole rows only.
      if (row === undefined) continue;
      const id = idOfRow(row);
      records.set(id, { ...row, id });
    }
  }
  return records;
}
