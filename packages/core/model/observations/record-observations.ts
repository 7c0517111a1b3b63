/**
 * Records what a client saw of deployment records on a disk. Each observation is committed on its own, so a repeated
 * report completes an interrupted one. Only a change of state has a change id, and so an event.
 */
import type { WriteCtx } from "../../context.ts";
import { invalid } from "../../fault.ts";
import { firstStamp, nextStamp } from "../../resource/change.ts";
import { toStored } from "../../resource/stored.ts";
import { isLive } from "../../resource/tombstone.ts";
import { ATTEMPTS, assertParentIsCurrent, contended } from "../../resource/write.ts";
import { type Key, keys } from "../../storage/keys.ts";
import { readMany } from "../../storage/read-many.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Row, Stamp } from "../../storage/row.ts";
import type { Write } from "../../storage/verbs.ts";
import { blockingRow, type Committed } from "../../storage/writer.ts";
import { LABELS } from "../labels.ts";
import { commitResult, inBatches } from "../parts.ts";
import { liveProject } from "../project.ts";
import { STORED } from "../stored-shapes.ts";
import type { Observation } from "./observation.schema.ts";
import { isObservation, observationFromRow } from "./observation.ts";
import { MAX_AHEAD_MINUTES, type ObservationOutcome } from "./observation-terms.ts";
import type { ObservationReport, ObservationResult } from "./record-observations.schema.ts";

/** An observation to be recorded. `parent` and `record`: the uids of the project and of the record. */
type Target = {
  readonly id: string;
  readonly key: Key;
  readonly parent: string;
  readonly record: string;
  readonly seen: Observation;
  /** The row that was read, if there was one. */
  readonly row: Row | undefined;
};

/** What an observation means for the row that is stored, and the write that it takes. undefined: none. */
type Decision = { outcome: ObservationOutcome; write?: Write };

/**
 * Records observations, and how many files have no record. What is older than what is stored is ignored.
 * @throws 404 if the project does not exist, or is deleted meanwhile
 * @throws 422 if the time of the observations is in the future
 */
export async function recordObservations(
  ctx: WriteCtx,
  projectId: string,
  { observed_at, untracked, items }: ObservationReport,
): Promise<Committed<ObservationResult>> {
  assertNotAhead(ctx, observed_at);
  const project = keys.project(ctx.tenant, projectId);
  const recordOf = (id: string) => keys.deployment(ctx.tenant, projectId, id);
  const observedKey = (id: string) => keys.observed(ctx.tenant, projectId, id);
  const ids = items.map(({ deployment_id }) => deployment_id);
  const [rowOf, observedRow] = await Promise.all([
    readMany(ctx, [project, ...ids.map(recordOf)]),
    // Each write has a condition, so an old row costs another attempt and no more.
    readMany(ctx, ids.map(observedKey), false),
  ]);
  const parent = liveProject(rowOf(project), projectId).uid;
  const targets = items.flatMap(({ deployment_id: id, state, hash = null }): Target[] => {
    const record = rowOf(recordOf(id));
    if (!isLive(record, parent)) return [];
    const key = observedKey(id);
    return [{ id, key, parent, record: record.uid, seen: { state, hash, observed_at }, row: observedRow(key) }];
  });
  const outcomes = new Map<string, ObservationOutcome>();
  await inBatches(
    ctx,
    { id: projectId, uid: parent },
    targets,
    ({ id }) => id,
    async (target) => void outcomes.set(target.id, await recordOne(ctx, target)),
  );
  if (untracked !== undefined) await recordUntracked(ctx, projectId, parent, { count: untracked, observed_at });
  const counts = { changed: 0, unchanged: 0, ignored: 0, unknown: 0 };
  const unknown: string[] = [];
  for (const id of ids) {
    const outcome = outcomes.get(id) ?? "unknown";
    counts[outcome]++;
    if (outcome === "unknown") unknown.push(id);
  }
  return commitResult(ctx, { counts, unknown });
}

/** @throws 422 if a time is more than five minutes in the future */
function assertNotAhead(ctx: WriteCtx, observed_at: string): void {
  const latest = ctx.now().getTime() + MAX_AHEAD_MINUTES * 60_000;
  if (Date.parse(observed_at) <= latest) return;
  const detail = `observed_at: must be at most ${MAX_AHEAD_MINUTES} minutes in the future`;
  throw invalid({ pointer: "/observed_at", detail });
}

async function recordOne(ctx: WriteCtx, target: Target): Promise<ObservationOutcome> {
  const { id, parent } = target;
  // Made once: whichever attempt is committed, it is one change.
  const first = firstStamp(ctx, parent);
  let { row } = target;
  const attempt = async (): Promise<ObservationOutcome | undefined> => {
    const { outcome, write } = decide(ctx, target, row, first);
    if (!write) return outcome;
    const result = await ctx.writer.commitPart([write]);
    if (result.done) return outcome;
    row = blockingRow(result);
    assertParentIsCurrent(row, parent);
    return undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.observation} '${id}'`));
}

/** Decides what an observation means for the stored row. */
function decide(ctx: WriteCtx, { key, parent, record, seen }: Target, row: Row | undefined, first: Stamp): Decision {
  const put = (stamp: Stamp): Row => ({ ...toStored(STORED.Observation, seen), record, ...key, ...stamp });
  if (!isObservation(row, parent)) {
    return { outcome: "changed", write: { put: put(first), when: { is: "new", parent } } };
  }
  const unchanged = { is: "live", changes: [row.change], parent } as const;
  // uids of records under one id grow: the record was deleted since it was read, and created again.
  if (row.record > record) return { outcome: "unknown" };
  const next = () => put(nextStamp(ctx, row, first.change));
  if (row.record < record) return { outcome: "changed", write: { put: next(), when: unchanged } };
  const { state, observed_at } = observationFromRow(row);
  const isSame = state === seen.state;
  if (observed_at >= seen.observed_at) {
    return { outcome: isSame && observed_at === seen.observed_at ? "unchanged" : "ignored" };
  }
  // Without it, an observation that only moved the time of the stored one could be overtaken by an older one.
  const when = { ...unchanged, observedBefore: seen.observed_at };
  if (!isSame) return { outcome: "changed", write: { put: next(), when } };
  const { hash } = seen;
  return { outcome: "unchanged", write: { set: key, attributes: { observed_at: seen.observed_at, hash }, when } };
}

/** Records how many files have no record, unless a later count is known. */
async function recordUntracked(
  ctx: WriteCtx,
  projectId: string,
  parent: string,
  { count, observed_at }: { count: number; observed_at: string },
): Promise<void> {
  const put = { ...keys.untracked(ctx.tenant, projectId), parent, count, observed_at };
  await ctx.writer.commitPart([{ put, when: { is: "observedBefore", at: observed_at, parent } }]);
}
