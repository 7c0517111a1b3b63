/**
 * SkillMeat's tracker file (`.skillmeat-deployed.toml`, `[[deployed]]` rows) in and out. Written by field order and
 * byte order of id, so the same records give the same bytes; importing an export changes nothing.
 */
import * as z from "zod";
import type { Ctx } from "./context.ts";
import { blank, Deployment, deploymentAttributes, deploymentFromRow, deploymentId, LINEAGE } from "./deployment.ts";
import { checkDocument } from "./document.ts";
import { Fault, type FieldError, invalid, invalidAll } from "./fault.ts";
import { keys, PREFIX } from "./keys.ts";
import { inferredOwner } from "./legacy.ts";
import { pageOf } from "./list.ts";
import { fieldErrors, isLive, type JsonObject, same, withoutNulls, write } from "./noun.ts";
import { commit, findReplay, Replay } from "./once.ts";
import { inParallel } from "./parallel.ts";
import { projectRow } from "./project.ts";
import type { Row } from "./table.ts";
import { ProfileId } from "./text.ts";
import { parseToml, rewriteToml } from "./toml.ts";

/** Bytes of a tracker in one request or answer, and rows in one import (contract, sections 2 and 3). */
export const TRACKER_BYTES = 4 * 1024 * 1024;
export const TRACKER_ROWS = 5_000;
/** A row as a stored item, with its keys and stamp, stays under the 150 KiB that any item may have. */
const MAX_ROW = 146 * 1024;

const {
  deployment_id: _id,
  extra_toml: _extra,
  created_at: _c,
  updated_at: _u,
  version: _v,
  ...known
} = Deployment.read.shape;

/** The order in which upstream's own record lists its fields. */
const ORDER = [
  "artifact_name",
  "artifact_type",
  "from_collection",
  "deployed_at",
  "artifact_path",
  "artifact_path_base",
  "content_hash",
  "local_modifications",
  "parent_hash",
  "version_lineage",
  "last_modified_check",
  "modification_detected_at",
  "merge_base_snapshot",
  "deployment_profile_id",
  "platform",
  "profile_root_dir",
  "artifact_uuid",
  "collection_sha",
] as const satisfies (keyof typeof known)[];

const { artifact_name, artifact_type, artifact_path, ...optional } = known;
const TrackerRow = z.strictObject({
  artifact_name,
  artifact_type,
  artifact_path,
  ...z.object(optional).partial().shape,
  deployment_profile_id: ProfileId.optional(),
  version_lineage: z.array(optional.collection_sha).optional(),
});
type TrackerRow = z.infer<typeof TrackerRow> & { content_hash: string; extra_toml: string | null };

export const ImportResult = z
  .object({
    created: z.int().meta({ description: "Records that were not there." }),
    updated: z.int().meta({ description: "Records that differed." }),
    unchanged: z.int().meta({ description: "Records that were equal already; they made no event." }),
    superseded: z.int().meta({ description: "Rows followed by another of the same identity in the file." }),
  })
  .meta({ id: "ImportResult" });
export type ImportResult = z.infer<typeof ImportResult>;

/** @throws 400 where it is not TOML; 413 over 5,000 rows; 422 with a pointer for each bad row */
export function parseTracker(text: string): TrackerRow[] {
  const { deployed = [], ...others } = parseToml(text);
  const errors: FieldError[] = Object.keys(others).map((key) => ({
    pointer: `/${key}`,
    detail: `unknown key '${key}' beside [[deployed]]; it would be lost`,
  }));
  if (errors.length > 0) throw invalidAll(errors);
  if (!Array.isArray(deployed))
    throw invalid({ pointer: "/deployed", detail: "deployed must be an array of tables, [[deployed]]" });
  if (deployed.length > TRACKER_ROWS)
    throw new Fault("too-large", `At most ${TRACKER_ROWS} rows in one import; this file has ${deployed.length}`);
  checkDocument({ deployed });
  const rows = deployed.map((row, i) => parseRow(row, `/deployed/${i}`, errors));
  if (errors.length > 0) throw invalidAll(onePerRow(errors), TRACKER_ROWS);
  return rows as TrackerRow[];
}

/** Every place, or where they are very many, the first of each row: every bad row keeps its pointer. */
function onePerRow(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length <= 1_000) return errors;
  const rowOf = (e: FieldError) => ("pointer" in e ? e.pointer.split("/")[2] : "");
  return [...new Map(errors.toReversed().map((e) => [rowOf(e), e])).values()].reverse();
}

function parseRow(row: unknown, pointer: string, errors: FieldError[]): TrackerRow | undefined {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    errors.push({ pointer, detail: "must be a table" });
    return undefined;
  }
  const mine: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) (Object.hasOwn(known, key) ? mine : extra)[key] = value;
  const result = TrackerRow.safeParse(mine);
  if (!result.success) {
    errors.push(...fieldErrors(result.error.issues, pointer));
    return undefined;
  }
  // Upstream reads a record of either hash, and refuses one of neither.
  const content_hash = result.data.content_hash ?? result.data.collection_sha;
  if (!content_hash) {
    errors.push({ pointer: `${pointer}/content_hash`, detail: "content_hash: required (or collection_sha)" });
    return undefined;
  }
  const extra_toml = Object.keys(extra).length === 0 ? null : rewriteToml(extra);
  const parsed = { ...result.data, content_hash, extra_toml };
  if (Buffer.byteLength(JSON.stringify(parsed)) > MAX_ROW) {
    errors.push({ pointer, detail: `must be at most ${MAX_ROW} bytes, unknown keys included` });
    return undefined;
  }
  return parsed;
}

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
  const rows = parseTracker(text).map((row) => (backfill ? { ...row, ...inferredOwner(row) } : row));
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
    return base && same(next, base) ? undefined : deploymentAttributes(next);
  });
  if (!changed) return "unchanged";
  return before ? "updated" : "created";
}

/** A row as a record: what it leaves out is the default, not what stood there, but for the time. */
function imported(ctx: Ctx, id: string, row: TrackerRow, base: Deployment | undefined): Deployment {
  const defaults = blank(ctx, id, row);
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
    const { items, next } = await pageOf(ctx, span, (row) => row);
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
