/** Imports a SkillMeat tracker. Importing an export changes nothing. */
import { inferProfile } from "../catalogue/infer-profile.ts";
import type { WriteCtx } from "../context.ts";
import type { Deployment } from "../model/deployment.schema.ts";
import { deploymentAttributes, deploymentId, deployments, recordDefaults } from "../model/deployment.ts";
import { LABELS } from "../model/labels.ts";
import { MAX_LINEAGE } from "../model/limits.ts";
import { projectRow } from "../model/project.ts";
import { writeRows } from "../resource/write.ts";
import { inParallel } from "../runtime/parallel.ts";
import { keys } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { Committed } from "../storage/writer.ts";
import { isEqual } from "../values/json.ts";
import type { ImportResult } from "./import.schema.ts";
import { parseTracker, type ValidRow } from "./parse.ts";

/** The number of rows that are written in parallel. */
const WRITERS = 16;
/** The number of batches that are read in parallel. */
const READERS = 4;
/** The number of rows in a batch. */
const BATCH = 100;

/** A row of the file, with the stored row of the same identity. `parent` is the uid of the project. */
type ImportedRow = { id: string; parent: string; projectId: string; row: ValidRow; stored: Row | undefined };

/**
 * Writes the rows of a tracker. Each row is committed on its own, so a repeated import completes an interrupted one.
 * The profiles that rows name do not have to exist.
 * @param backfill whether to infer the profile fields that a row lacks, as `inferOwner` does
 * @throws as `parseTracker`, before anything is written; 404 if the project does not exist
 */
export async function importTracker(
  ctx: WriteCtx,
  projectId: string,
  text: string,
  { backfill = false }: { backfill?: boolean | undefined } = {},
): Promise<Committed<ImportResult>> {
  const rows = (await parseTracker(text)).map((row) => (backfill ? { ...row, ...inferProfile(row) } : row));
  const parent = (await projectRow(ctx, projectId)).uid;
  const byId = new Map<string, ValidRow>();
  for (const row of rows) byId.set(deploymentId(row.deployment_profile_id, row.artifact_type, row.artifact_name), row);
  const counts: ImportResult = { created: 0, updated: 0, unchanged: 0, superseded: rows.length - byId.size };
  const stored = await readRecords(ctx, projectId, [...byId.keys()]);
  await inParallel(WRITERS, [...byId], async ([id, row]) => {
    counts[await writeRow(ctx, { id, parent, projectId, row, stored: stored.get(id) })]++;
  });
  const outcome = await ctx.writer.commit([], counts);
  // The only write is the idempotency key's row. If its condition fails, `commit` throws a `Replay`.
  if (!outcome.done) throw new Error("A commit without writes cannot fail a condition");
  return outcome.committed;
}

/** Reads the stored rows of records, by id. */
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
    label: LABELS.deployment,
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
  const [result] = written;
  if (!result?.changed) return "unchanged";
  return result.before ? "updated" : "created";
}

/**
 * Returns a row as a record. Fields that the row omits get their defaults. Only `deployed_at` keeps its current value.
 */
function recordOf(ctx: WriteCtx, id: string, row: ValidRow, current: Deployment | undefined): Deployment {
  const defaults = recordDefaults(ctx, id, row);
  return {
    ...defaults,
    artifact_path_base: "root",
    ...row,
    version_lineage: (row.version_lineage ?? defaults.version_lineage).slice(-MAX_LINEAGE),
    deployed_at: row.deployed_at ?? current?.deployed_at ?? defaults.deployed_at,
    created_at: current?.created_at ?? "",
    updated_at: current?.updated_at ?? "",
    version: current?.version ?? 1,
  };
}
