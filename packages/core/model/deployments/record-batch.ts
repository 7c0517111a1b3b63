/** Records many deployments in one request: each item by itself, as a request that records it alone would. */
import type { WriteCtx } from "../../context.ts";
import { Fault, notFound } from "../../fault.ts";
import { isLive } from "../../resource/tombstone.ts";
import { previewRow, type WriteTarget, type Written } from "../../resource/write.ts";
import { keys } from "../../storage/keys.ts";
import { readMany } from "../../storage/read-many.ts";
import type { Row } from "../../storage/row.ts";
import type { Committed } from "../../storage/writer.ts";
import { withCommas } from "../../values/number.ts";
import { artifactKeys, firstLiveArtifact } from "../artifact.ts";
import { LABELS } from "../labels.ts";
import { MAX_BATCH_RESULT_BYTES } from "../limits.ts";
import { commitResult, inBatches, outcomeOf, writePart } from "../parts.ts";
import { assertBaseHasPath } from "../placement.ts";
import { profiles } from "../profile.ts";
import { liveProject } from "../project.ts";
import { deploymentId, deployments } from "./deployment.ts";
import type { RecordBatch, RecordBatchResult } from "./record-batch.schema.ts";
import { type ITEM_CODES, WRITE_REFUSALS } from "./record-batch-terms.ts";
import { type Recording, targetOf } from "./record-deployment.ts";

type Item = RecordBatch["items"][number];
type ItemResult = RecordBatchResult["items"][number];
type Refusal = Fault & { code: (typeof ITEM_CODES)[number] };
/** An item with its pointer in the body, and what to record, or why it cannot be recorded. */
type Entry = { pointer: string; id: string; recording: Recording | Refusal };
/** The rows of records by id, as far as the batch has written them. */
type Rows = Map<string, Row | undefined>;
type Batch = { projectId: string; parent: string; entries: readonly Entry[]; stored: Rows };

/**
 * Records deployments in their order. Each is committed on its own, so a repeated batch completes an interrupted one.
 * What the first items of a record write, its later items find.
 * @throws 404 if the project does not exist, or is deleted meanwhile
 * @throws 413 if the result would be too large, or 422 if the project would have more records than the tenant's limit: before anything is written
 */
export async function recordBatch(
  ctx: WriteCtx,
  projectId: string,
  { items }: RecordBatch,
): Promise<Committed<RecordBatchResult>> {
  assertBaseHasPath(Object.fromEntries(items.map((item, i) => [pointerOf(i), item])));
  const batch = await readBatch(ctx, projectId, items);
  const { parent, entries, stored } = batch;
  const { created } = (await preview(ctx, batch)).counts;
  const results = new Map<Entry, ItemResult>();
  await ctx.quota.admit("records_per_project", parent, created, () =>
    inBatches(
      ctx,
      { id: projectId, uid: parent },
      entries,
      ({ id }) => id,
      async (entry) => {
        results.set(entry, await recordItem(ctx, batch, entry, stored, (target) => writePart(ctx, target)));
      },
    ),
  );
  return commitResult(ctx, resultOf(entries.map((entry) => results.get(entry) as ItemResult)));
}

const pointerOf = (index: number) => `/items/${index}`;

/** Reads what the items need, each row once. @throws 404 if the project does not exist */
async function readBatch(ctx: WriteCtx, projectId: string, items: readonly Item[]): Promise<Batch> {
  const project = keys.project(ctx.tenant, projectId);
  const parts = items.map((item, i) => {
    const profileId = item.deployment_profile_id ?? undefined;
    const id = deploymentId(profileId, item.artifact_type, item.artifact_name);
    // As when it is recorded alone: without a profile, the artifact decides nothing.
    const artifact = profileId === undefined ? [] : artifactKeys(ctx, item.artifact_type, item.artifact_name);
    return {
      pointer: pointerOf(i),
      input: item,
      profileId,
      id,
      artifact,
      record: keys.deployment(ctx.tenant, projectId, id),
    };
  });
  const profileIds = [...new Set(parts.flatMap(({ profileId }) => profileId ?? []))];
  const profileKey = (profileId: string) => keys.profile(ctx.tenant, projectId, profileId);
  const rowOf = await readMany(ctx, [
    project,
    ...profileIds.map(profileKey),
    ...parts.flatMap(({ record, artifact }) => [record, ...artifact]),
  ]);
  const parent = liveProject(rowOf(project), projectId).uid;
  const found = new Map(
    profileIds.map((profileId) => {
      const row = rowOf(profileKey(profileId));
      return [profileId, isLive(row, parent) ? profiles.fromRow(row) : undefined] as const;
    }),
  );
  const entries = parts.map(({ pointer, input, profileId, id, artifact }): Entry => {
    const profile = profileId === undefined ? undefined : found.get(profileId);
    if (profileId !== undefined && !profile) return { pointer, id, recording: noProfile(profileId) };
    return { pointer, id, recording: { id, input, profile, artifact: firstLiveArtifact(artifact.map(rowOf)) } };
  });
  return { projectId, parent, entries, stored: new Map(parts.map(({ id, record }) => [id, rowOf(record)])) };
}

function noProfile(profileId: string): Refusal {
  const { code, message } = notFound(LABELS.profile, profileId);
  const errors = [{ pointer: "/deployment_profile_id", detail: message }];
  return new Fault(code, message, { errors }) as Refusal;
}

/** Returns what the batch results in if nobody else writes. @throws 413 if that is too large */
async function preview(ctx: WriteCtx, batch: Batch): Promise<RecordBatchResult> {
  const rows: Rows = new Map(batch.stored);
  const results: ItemResult[] = [];
  for (const entry of batch.entries) {
    results.push(await recordItem(ctx, batch, entry, rows, (target) => previewRow(ctx, target)));
  }
  const result = resultOf(results);
  if (Buffer.byteLength(JSON.stringify(result)) <= MAX_BATCH_RESULT_BYTES) return result;
  const limit = withCommas(MAX_BATCH_RESULT_BYTES);
  throw new Fault("too-large", `The result would be larger than ${limit} bytes; send fewer items at once`);
}

/** Records an item, and keeps the written row for later items of the same record. */
async function recordItem(
  ctx: WriteCtx,
  { projectId, parent }: Batch,
  { pointer, id, recording }: Entry,
  rows: Rows,
  write: (target: WriteTarget) => Written | Promise<Written>,
): Promise<ItemResult> {
  if (recording instanceof Fault) return failed(id, pointer, recording);
  try {
    const written = await write(targetOf(ctx, projectId, recording, { parent, row: rows.get(id) }));
    rows.set(id, written.row);
    const { artifact_path, artifact_path_base } = deployments.fromRow(written.row);
    return { deployment_id: id, outcome: outcomeOf(written), artifact_path, artifact_path_base, error: null };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return failed(id, pointer, error);
  }
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Fault && WRITE_REFUSALS.some((code) => code === error.code);

/** A failed item. The errors of a record's write have at most one pointer, into the item. */
function failed(
  deployment_id: string,
  at: string,
  { code, status, message, errors: [field] = [] }: Refusal,
): ItemResult {
  const pointer = field && "pointer" in field ? at + field.pointer : at;
  const error = { code, status, detail: message, pointer };
  return { deployment_id, outcome: "failed", artifact_path: null, artifact_path_base: null, error };
}

function resultOf(items: ItemResult[]): RecordBatchResult {
  const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const { outcome } of items) counts[outcome]++;
  return { counts, items };
}
