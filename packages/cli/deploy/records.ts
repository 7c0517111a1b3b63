/** The deployment records of a project, read as its tracker: a few requests for thousands of records. */
import type { Client } from "@skillmeat-deployments/client";
import { idOfRow, rowOf, type TrackerRow } from "./tracker-row.ts";

/** A record, as its row in a tracker has it. */
export type DeploymentRecord = TrackerRow & { readonly id: string };

/** Reads the rows of all records of a project, in the order of the service, with the tables that they were read from. */
export async function* readRecordRows(client: Client, project_id: string): AsyncGenerator<[TrackerRow, object]> {
  const { parse } = await import("smol-toml");
  for await (const { data } of client.listDeployments({ project_id, accept: "application/toml" }).pages()) {
    const { deployed = [] } = parse(data, { integersAsBigInt: true });
    for (const table of Array.isArray(deployed) ? deployed : []) {
      const row = rowOf(table);
      // The service sends whole rows only. Safe cast: what has the members of a row is a table.
      if (row !== undefined) yield [row, table as object];
    }
  }
}

/** Reads all records of a project, by id. */
export async function readRecords(client: Client, project_id: string): Promise<Map<string, DeploymentRecord>> {
  const records = new Map<string, DeploymentRecord>();
  for await (const [row] of readRecordRows(client, project_id)) {
    const id = idOfRow(row);
    records.set(id, { ...row, id });
  }
  return records;
}
