/** Exports deployment records as a SkillMeat tracker. The same records always give the same bytes. */
import type { Ctx } from "../context.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { type DeploymentFilter, deployments, idPrefixOf, recordPasses } from "../model/deployments/deployment.ts";
import { MAX_TRACKER_BYTES } from "../model/limits.ts";
import { projectRow } from "../model/project.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { MAX_FILTERED_ROWS, readFiltered } from "../storage/pages.ts";
import type { Row } from "../storage/row.ts";
import { loadToml, type Toml } from "../values/documents/toml.ts";
import { type JsonObject, withoutNulls } from "../values/json.ts";
import { FIELD_ORDER } from "./fields.ts";

/** The number of records that one query reads. */
const QUERY_RECORDS = 500;
/** The number of records from which a page of a filtered tracker is made: about as many as 4 MiB of it hold. */
const MAX_FILTERED_RECORDS = 10_000;

/**
 * Exports the records after the position `after`: all of them up to 4 MiB, or at most `limit`. With a filter, a page reads
 * no more than 10,000 records, and no more than 1,000 to find `limit`. The concatenated pages are one valid tracker.
 * @throws 400 if the cursor is outside the list; 404 if the project does not exist
 */
export async function exportTracker(
  ctx: Ctx,
  projectId: string,
  filter: DeploymentFilter,
  { limit, after: first }: { limit: number | undefined; after: string | undefined },
): Promise<{ text: string; next?: string }> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const passes = recordPasses(filter);
  const idPrefix = idPrefixOf(filter);
  const pick = (row: Row) => {
    const record = isLive(row, parent) ? deployments.fromRow(row) : undefined;
    return record && passes?.(record) !== false ? record : undefined;
  };
  const range = { pk: keys.projectPartition(ctx.tenant, projectId), prefix: PREFIX.deployment, idPrefix };
  const toml = await loadToml();
  const parts: string[] = [];
  let bytes = 0;
  let read = 0;
  let after = first;
  const pickAll = async (rows: readonly Row[]) => {
    read += rows.length;
    return rows.map(pick);
  };
  const size = limit ?? QUERY_RECORDS;
  const maxRows = passes ? MAX_FILTERED_ROWS : size + 1;
  do {
    const { items, next } = await readFiltered(ctx, range, { limit: size, after }, pickAll, maxRows);
    for (const record of items) {
      const part = tableOf(toml, record);
      if (bytes + Buffer.byteLength(part) + 1 > MAX_TRACKER_BYTES)
        return { text: `${parts.join("\n")}\n`, next: after as string };
      after = record.deployment_id;
      parts.push(part);
      bytes += Buffer.byteLength(part) + 1;
    }
    after = next;
  } while (after !== undefined && limit === undefined && (!passes || read < MAX_FILTERED_RECORDS));
  // Every page with tables, except the last, ends with the blank line that separates two tables.
  const text = parts.join("\n") + (after === undefined || parts.length === 0 ? "" : "\n");
  return after === undefined ? { text } : { text, next: after };
}

/** Returns a record as a `[[deployed]]` table. */
function tableOf(toml: Toml, record: Deployment): string {
  const row: Record<string, unknown> = Object.create(null);
  for (const key of FIELD_ORDER) {
    if (key !== "artifact_path_base" || record[key] !== "root") row[key] = record[key];
  }
  const extra: JsonObject = record.extra_toml === null ? {} : toml.parse(record.extra_toml);
  return toml.rewrite({ deployed: [{ ...withoutNulls(row), ...extra }] });
}
