/**
 * The optimistic write loop. Writes rows on the condition that they are unchanged, and retries with the changed rows.
 */
import { Fault } from "../fault.ts";
import type { Condition } from "../storage/condition.ts";
import type { Key } from "../storage/keys.ts";
import { retryContended } from "../storage/retry.ts";
import type { ResourceRow, Row, Stamp } from "../storage/row.ts";
import type { Outcome, Write } from "../storage/verbs.ts";
import type { JsonObject } from "../values/json.ts";
import { assertItemSize, type ChangeOrigin, firstStamp, nextStamp } from "./change.ts";
import { isLive } from "./tombstone.ts";

/** A row to be written. */
export type WriteTarget = {
  /** The name of the resource in error texts. */
  label: string;
  id: string;
  key: Key;
  /** The uid of the project that owns the row, if any. */
  parent?: string | undefined;
  /** The row that was read. undefined: there is none. */
  row: Row | undefined;
  /** Returns the attributes of the next version of the live row. undefined: nothing changes. */
  next(live: ResourceRow | undefined): JsonObject | undefined;
};

/** The result for one target: the row after the write, the live row before it, and whether the row was written. */
export type Written = { row: ResourceRow; before: ResourceRow | undefined; changed: boolean };

type Attempt = { done: true } | { done: false; outcomes: Outcome[] };

/** The maximum number of attempts before a contended write fails with 503. */
export const ATTEMPTS = 60;

/** 503: other writers changed the row in every attempt. */
export const contended = (what: string) =>
  new Fault("unavailable", `${what}: too many concurrent changes; try again`, { retryAfter: 1 });

/**
 * Writes all targets or none. A failed condition returns the current row, so a retry needs no read. Change ids are
 * generated once, before the first attempt.
 * @param commit commits the writes of one attempt
 * @throws 404 if a target's project was deleted in the meantime; 503 if other writers changed the rows in every attempt
 */
export async function writeRows<C extends Attempt>(
  ctx: ChangeOrigin,
  targets: readonly WriteTarget[],
  commit: (writes: Write[], written: Written[]) => Promise<C>,
): Promise<{ written: Written[]; outcome: Extract<C, { done: true }> }> {
  const stamps = targets.map(({ parent }) => firstStamp(ctx, parent));
  const current = targets.map(({ row }) => row);

  const attempt = async () => {
    const written = targets.map((target, i) => nextVersion(ctx, target, current[i], stamps[i] as Stamp));
    const changed = [...written.keys()].filter((i) => written[i]?.changed);
    const writes = changed.map((i) => putOf(written[i] as Written, targets[i]?.parent));
    const outcome = await commit(writes, written);
    if (outcome.done) return { written, outcome: outcome as Extract<C, { done: true }> };
    for (const [n, i] of changed.entries()) {
      const failed = outcome.outcomes[n];
      if (!failed || failed.done) continue;
      assertParentIsCurrent(failed.row, targets[i]?.parent);
      current[i] = failed.row;
    }
    return undefined;
  };

  const [first] = targets;
  const others = targets.length > 1 ? ` and ${targets.length - 1} more` : "";
  return retryContended(ATTEMPTS, attempt, () => contended(`${first?.label} '${first?.id}'${others}`));
}

/** Returns what writing a target would result in if nobody else writes. @throws as the target's `next`, and 413 */
export const previewRow = (ctx: ChangeOrigin, target: WriteTarget): Written =>
  nextVersion(ctx, target, target.row, firstStamp(ctx, target.parent));

function nextVersion(ctx: ChangeOrigin, target: WriteTarget, current: Row | undefined, first: Stamp): Written {
  const before = isLive(current, target.parent) ? current : undefined;
  const attributes = target.next(before);
  // Safe cast: `next` returns undefined only for a live row.
  if (!attributes) return { row: before as ResourceRow, before, changed: false };
  const tombstone = current?.deleted === true ? (current.change as string) : undefined;
  const stamp = before
    ? nextStamp(ctx, before, first.change)
    : tombstone !== undefined && tombstone > first.change
      ? firstStamp(ctx, target.parent, tombstone)
      : first;
  const row: ResourceRow = { ...attributes, ...target.key, ...stamp };
  assertItemSize(row);
  return { row, before, changed: true };
}

const putOf = ({ row, before }: Written, parent: string | undefined): Write => ({
  put: row,
  when: unchangedSince(before, parent),
});

/** Returns the condition that the row is unchanged since it was read, or still absent. */
function unchangedSince(before: ResourceRow | undefined, parent: string | undefined): Condition {
  const owner = parent === undefined ? {} : { parent };
  return before ? { is: "live", changes: [before.change], ...owner } : { is: "new", ...owner };
}

/**
 * Checks that the project was not deleted and created again in the meantime.
 * @throws 404 if the row belongs to a later project with the same id, whose uid is greater
 */
export function assertParentIsCurrent(row: Row | undefined, parent: string | undefined): void {
  if (parent !== undefined && typeof row?.parent === "string" && row.parent > parent) {
    throw new Fault("not-found", "The project was deleted during the write");
  }
}
