/**
 * SkillMeat's tracker file (`.skillmeat-deployed.toml`, `[[deployed]]` rows) in and out. Written by field order and
 * byte order of id, so the same records give the same bytes; importing an export changes nothing.
 */
import * as z from "zod";
import { inferOwner } from "../catalogue/infer-owner.ts";
import type { Ctx } from "../context.ts";
import {
  Deployment,
  deploymentAttributes,
  deploymentFromRow,
  deploymentId,
  LINEAGE,
  recordDefaults,
} from "../model/deployment.ts";
import { projectRow } from "../model/project.ts";
import { write } from "../resource/write.ts";
import { inParallel } from "../runtime/parallel.ts";
import { commit, findReplay, Replay } from "../storage/idempotency.ts";
import { keys } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import { isEqual } from "../values/json.ts";
import { parseTracker, type TrackerRow } from "./row.ts";

export const ImportResult = z
  .object({
    created: z.int().meta({ description: "Records that were not there." }),
    updated: z.int().meta({ description: "Records that differed." }),
    unchanged: z.int().meta({ description: "Records that were equal already; they made no event." }),
    superseded: z.int().meta({ description: "Rows followed by another of the same identity in the file." }),
  })
  .meta({ id: "ImportResult" });
export type ImportResult = z.infer<typeof ImportResult>;

/** How many rows are written, and how many batches of 100 are read, at once. */
const WRITERS = 16;
const READERS = 4;

/**
 * Writes a tracker's rows, each on its own condition, so that a repeated import finishes an interrupted one.
 * Needs no profiles to exist. `backfill`: rows that name no profile are given the one that their path tells of.
 * @throws as `parseTracker`, before anything is written; 404
 */
export async function importTracker(
  ctx: Ctx,
  projectId: string,
  text: string,
  { backfill = false }: { backfill?: boolean | undefined } = {},
): Promise<ImportResult> {
  const rows = parseTracker(text).map((row) => (backfill ? { ...row, ...inferOwner(row) } : row));
  // Too much for one transaction, so the key's row comes last: a retry before it runs again, one after it must not.
  const replay = ctx.once && (await findReplay(ctx, ctx.once));
  if (replay) throw new Replay(replay);
  const parent = (await projectRow(ctx, projectId)).uid;
  const byId = new Map<string, TrackerRow>();
  for (const row of rows) byId.set(deploymentId(row.deployment_profile_id, row.artifact_type, row.artifact_name), row);
  const counts: ImportResult = { created: 0, updated: 0, unchanged: 0, superseded: rows.length - byId.size };

  const ids = [...byId.keys()];
  const groups = Array.from({ length: Math.ceil(ids.length / 100) }, (_, i) => ids.slice(i * 100, (i + 1) * 100));
  const stored = new Map<string, Row | undefined>();
  await inParallel(READERS, groups, async (group) => {
    const rows = await ctx.table.getMany(group.map((id) => keys.deployment(ctx.tenant, projectId, id)));
    for (const [i, id] of group.entries()) stored.set(id, rows[i]);
  });
  await inParallel(WRITERS, ids, async (id) => {
    counts[
      await writeRow({ ...ctx, once: undefined }, projectId, parent, id, byId.get(id) as TrackerRow, stored.get(id))
    ]++;
  });
  await commit(ctx, [], counts);
  return counts;
}

async function writeRow(
  ctx: Ctx,
  projectId: string,
  parent: string,
  id: string,
  row: TrackerRow,
  stored: Row | undefined,
): Promise<"created" | "updated" | "unchanged"> {
  const place = { label: Deployment.label, id, key: keys.deployment(ctx.tenant, projectId, id), parent, row: stored };
  const { before, changed } = await write(ctx, place, (live) => {
    const base = live && deploymentFromRow(live);
    const next = imported(ctx, id, row, base);
    return base && isEqual(next, base) ? undefined : deploymentAttributes(next);
  });
  if (!changed) return "unchanged";
  return before ? "updated" : "created";
}

/** A row as a record: what it leaves out is the default, not what stood there, but for the time. */
function imported(ctx: Ctx, id: string, row: TrackerRow, base: Deployment | undefined): Deployment {
  const defaults = recordDefaults(ctx, id, row);
  return {
    ...defaults,
    artifact_path_base: "root",
    ...row,
    version_lineage: (row.version_lineage ?? defaults.version_lineage).slice(-LINEAGE),
    deployed_at: row.deployed_at ?? base?.deployed_at ?? defaults.deployed_at,
    created_at: base?.created_at ?? "",
    updated_at: base?.updated_at ?? "",
    version: base?.version ?? 1,
  };
}
