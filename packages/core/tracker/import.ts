/** Imports SkillMeat's tracker file. Importing an export changes nothing. */
import * as z from "zod";
import { inferOwner } from "../catalogue/infer-owner.ts";
import type { WriteCtx } from "../context.ts";
import {
  Deployment,
  deploymentAttributes,
  deploymentId,
  deployments,
  LINEAGE,
  recordDefaults,
} from "../model/deployment.ts";
import { projectRow } from "../model/project.ts";
import { writeRows } from "../resource/write.ts";
import { inParallel } from "../runtime/parallel.ts";
import { keys } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
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

/** Rows that are written at once. */
const WRITERS = 16;
/** Batches of rows that are read at once, and rows in one. */
const READERS = 4;
const BATCH = 100;

/** One row of the file to be written. */
type ImportedRow = { id: string; parent: string; projectId: string; row: TrackerRow; stored: Row | undefined };

/**
 * Writes a tracker's rows, each on its own condition, so that a repeated import finishes an interrupted one. No profile
 * needs to exist.
 * @param backfill whether rows that name no profile are given the one that their path implies
 * @throws as `parseTracker`, before anything is written; 404
 */
export async function importTracker(
  ctx: WriteCtx,
  projectId: string,
  text: string,
  { backfill = false }: { backfill?: boolean | undefined } = {},
): Promise<Committed<ImportResult>> {
  const rows = parseTracker(text).map((row) => (backfill ? { ...row, ...inferOwner(row) } : row));
  // Too much for one transaction, so the key's row is written last: a retry before that runs again, one after it must not.
  await ctx.writer.assertNotCommitted();
  const parent = (await projectRow(ctx, projectId)).uid;
  const byId = new Map<string, TrackerRow>();
  for (const row of rows) byId.set(deploymentId(row.deployment_profile_id, row.artifact_type, row.artifact_name), row);
  const counts: ImportResult = { created: 0, updated: 0, unchanged: 0, superseded: rows.length - byId.size };
  const stored = await readRecords(ctx, projectId, [...byId.keys()]);
  await inParallel(WRITERS, [...byId], async ([id, row]) => {
    counts[await writeRow(ctx, { id, parent, projectId, row, stored: stored.get(id) })]++;
  });
  const outcome = await ctx.writer.commit([], counts);
  // Without a write of a resource, only the key's own row can be in the way: then `commit` throws its replay.
  if (!outcome.done) throw new Error("An import without writes cannot fail a condition");
  return outcome.committed;
}

/** The rows of records, by id. */
async function readRecords(ctx: WriteCtx, projectId: string, ids: string[]): Promise<Map<string, Row | undefined>> {
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, i) =>
    ids.slice(i * BATCH, (i + 1) * BATCH),
  );
  const stored = new Map<string, Row | undefined>();
  await inParallel(READERS, batches, async (batch) => {
    const rows = await ctx.table.getMany(batch.map((id) => keys.deployment(ctx.tenant, projectId, id)));
    for (const [i, id] of batch.entries()) stored.set(id, rows[i]);
  });
  return stored;
}

async function writeRow(
  ctx: WriteCtx,
  { id, parent, projectId, row, stored }: ImportedRow,
): Promise<"created" | "updated" | "unchanged"> {
  const target = {
    label: Deployment.label,
    id,
    key: keys.deployment(ctx.tenant, projectId, id),
    parent,
    row: stored,
    next: (live: Parameters<typeof deployments.fromRow>[0] | undefined) => {
      const current = live && deployments.fromRow(live);
      const next = recordOf(ctx, id, row, current);
      return current && isEqual(next, current) ? undefined : deploymentAttributes(next);
    },
  };
  const { written } = await writeRows(ctx, [target], (writes) => ctx.writer.commitPart(writes));
  const [one] = written;
  if (!one?.changed) return "unchanged";
  return one.before ? "updated" : "created";
}

/** A row as a record. What the row leaves out has its default, not the current value; only the time stays. */
function recordOf(ctx: WriteCtx, id: string, row: TrackerRow, current: Deployment | undefined): Deployment {
  const defaults = recordDefaults(ctx, id, row);
  return {
    ...defaults,
    artifact_path_base: "root",
    ...row,
    version_lineage: (row.version_lineage ?? defaults.version_lineage).slice(-LINEAGE),
    deployed_at: row.deployed_at ?? current?.deployed_at ?? defaults.deployed_at,
    created_at: current?.created_at ?? "",
    updated_at: current?.updated_at ?? "",
    version: current?.version ?? 1,
  };
}
