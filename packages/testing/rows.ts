/** Rows for tests that need many of them, and tables whose calls can be wrapped, for example to fail. */
import type { Ctx } from "@skillmeat-deployments/core/context.ts";
import { firstStamp } from "@skillmeat-deployments/core/resource/change.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";

/** The row of deployment number `i`. @param uid the uid of the project */
export const deploymentRow = (ctx: Ctx, project: string, uid: string, i: number): Row => ({
  ...keys.deployment(ctx.tenant, project, `c:skill:n${i}`),
  ...firstStamp(ctx, uid),
  deployment_id: `c:skill:n${i}`,
  artifact_name: `n${i}`,
  artifact_type: "skill",
  from_collection: "d",
  deployed_at: "x",
  artifact_path: "s",
  content_hash: "h",
  collection_sha: "h",
  local_modifications: false,
  version_lineage: ["h"],
});

type Wrapper = <R>(call: () => Promise<R>) => Promise<R>;

/** A table whose verbs, as far as the recorder calls them, run inside a wrapper. */
export function around(table: Table, wrap: Wrapper): Table {
  const verb =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      wrap(() => call(...args));
  return {
    ...table,
    get: verb(table.get),
    query: verb(table.query),
    transact: verb(table.transact),
    remove: verb(table.remove),
    setAttribute: verb(table.setAttribute),
    set: verb(table.set),
    put: verb(table.put),
  };
}
