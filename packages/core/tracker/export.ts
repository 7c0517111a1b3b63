/** Writes deployment records as SkillMeat's tracker file. */
import type { Ctx } from "../context.ts";
import { type Deployment, deploymentFromRow } from "../model/deployment.ts";
import { projectRow } from "../model/project.ts";
import { isLive } from "../resource/change.ts";
import { keys, PREFIX } from "../storage/keys.ts";
import { readPage } from "../storage/pages.ts";
import { type JsonObject, withoutNulls } from "../values/json.ts";
import { parseToml, rewriteToml } from "../values/toml.ts";
import { ORDER, TRACKER_BYTES } from "./row.ts";

/** One record as its `[[deployed]]` table. */
function toRow(record: Deployment): string {
  const row: Record<string, unknown> = Object.create(null);
  for (const key of ORDER) {
    if (key !== "artifact_path_base" || record[key] !== "root") row[key] = record[key];
  }
  const extra: JsonObject = record.extra_toml === null ? {} : parseToml(record.extra_toml);
  return rewriteToml({ deployed: [{ ...withoutNulls(row), ...extra }] });
}

/**
 * The deployments from after `after` as a tracker: all of them up to 4 MiB, or at most `limit` records. Pages
 * concatenate into one file.
 */
export async function exportTracker(
  ctx: Ctx,
  projectId: string,
  page: { limit: number | undefined; after: string | undefined; profile_id?: string | undefined },
  keep: (record: Deployment) => boolean = () => true,
): Promise<{ text: string; next?: string }> {
  const parent = (await projectRow(ctx, projectId)).uid;
  const pk = keys.projectPartition(ctx.tenant, projectId);
  const parts: string[] = [];
  let bytes = 0;
  let after = page.after;
  do {
    const span = {
      pk,
      prefix: PREFIX.deployment,
      narrow: page.profile_id && `${page.profile_id}:`,
      limit: page.limit ?? 500,
      after,
    };
    const { items, next } = await readPage(ctx, span, (row) => row);
    for (const row of items) {
      const record = isLive(row, parent) ? deploymentFromRow(row) : undefined;
      const part = record && keep(record) ? toRow(record) : "";
      if (bytes + Buffer.byteLength(part) + 1 > TRACKER_BYTES)
        return { text: `${parts.join("\n")}\n`, next: after as string };
      after = row.sk.slice(PREFIX.deployment.length);
      if (part === "") continue;
      parts.push(part);
      bytes += Buffer.byteLength(part) + 1;
    }
    after = next;
  } while (after !== undefined && page.limit === undefined);
  // A page that is not the last ends in the blank line that stands between two tables.
  const text = parts.join("\n") + (after === undefined ? "" : "\n");
  return after === undefined ? { text } : { text, next: after };
}
