/** Imports a SkillMeat tracker. Importing an export changes nothing. */
import type { WriteCtx } from "../context.ts";
import type { Deployment } from "../model/deployments/deployment.schema.ts";
import { recordDefaults } from "../model/deployments/deployment.ts";
import { MAX_LINEAGE } from "../model/limits.ts";
import type { Committed } from "../storage/writer.ts";
import { type ImportOptions, leftOutRecords, owned } from "./identify.ts";
import type { ImportResult } from "./import.schema.ts";
import { importRows, readOwners } from "./import-rows.ts";
import { parseTracker, type ValidRow } from "./parse.ts";

/**
 * Writes the rows of a tracker. The profiles that rows name do not have to exist.
 * @throws 404 if the project or `profile_id` does not exist; as `parseTracker`, before anything is written; as `importRows`
 */
export async function importTracker(
  ctx: WriteCtx,
  projectId: string,
  text: string,
  options: ImportOptions = {},
): Promise<Committed<ImportResult>> {
  // First, so that nobody makes us parse a file for a project that does not exist.
  const { project, profile } = await readOwners(ctx, projectId, options.profile_id);
  const tracker = await parseTracker(text, options.lenient ?? false);
  const file = {
    project,
    rows: tracker.rows.map(({ pointer, row }) => ({ pointer, row: owned(row, profile, options) })),
    leftOut: tracker.leftOut,
    leftOutRecords: leftOutRecords(tracker, profile, options),
    toRecord: (id: string, row: ValidRow, current: Deployment | undefined) => recordOf(ctx, id, row, current),
  };
  return importRows(ctx, file, options);
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
