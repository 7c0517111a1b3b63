/** The one optimistic loop over rows: writes each on the condition that nothing came in between, else looks at what did. */
import { Fault } from "../fault.ts";
import type { Condition } from "../storage/condition.ts";
import type { Key } from "../storage/keys.ts";
import { retryContended } from "../storage/retry.ts";
import type { ResourceRow, Row, Stamp } from "../storage/row.ts";
import type { Outcome, Write } from "../storage/verbs.ts";
import type { JsonObject } from "../values/json.ts";
import { assertItemSize, type ChangeOrigin, firstStamp, isLive, nextStamp } from "./change.ts";

/** A row to be written. */
export type WriteTarget = {
  /** As errors name it. */
  label: string;
  id: string;
  key: Key;
  /** The uid of the project that it belongs to. */
  parent?: string | undefined;
  /** What was read under the key. */
  row: Row | undefined;
  /** The attributes of the next version, given the live row; undefined where nothing changes. */
  next(live: ResourceRow | undefined): JsonObject | undefined;
};

/** A target after an attempt: the row that stands there now, the live one before it, and whether it was written. */
export type Written = { row: ResourceRow; before: ResourceRow | undefined; changed: boolean };

type Attempt = { done: true } | { done: false; outcomes: Outcome[] };

/** How often writers that meet try again, before they answer 503. */
const ATTEMPTS = 60;

/**
 * Writes all targets or none. A failed condition brings the row that stands there, so another attempt needs no read.
 * Change ids are minted once, before the first attempt.
 * @param commit commits the writes of one attempt
 * @throws 404 where a target's project was deleted meanwhile; 503 where other writers keep getting in between
 */
export async function writeRows<C extends Attempt>(
  ctx: ChangeOrigin,
  targets: readonly WriteTarget[],
  commit: (writes: Write[], written: Written[]) => Promise<C>,
): Promise<{ written: Written[]; outcome: Extract<C, { done: true }> }> {
  const stamps = targets.map(({ parent }) => firstStamp(ctx, parent));
  const found = targets.map(({ row }) => row);

  const attempt = async () => {
    const written = targets.map((target, i) => nextVersion(ctx, target, found[i], stamps[i] as Stamp));
    const changed = [...written.keys()].filter((i) => written[i]?.changed);
    const writes = changed.map((i) => putOf(written[i] as Written, targets[i]?.parent));
    const outcome = await commit(writes, written);
    if (outcome.done) return { written, outcome: outcome as Extract<C, { done: true }> };
    for (const [n, i] of changed.entries()) {
      const one = outcome.outcomes[n];
      if (!one || one.done) continue;
      assertParentIsCurrent(one.row, targets[i]?.parent);
      found[i] = one.row;
    }
    return undefined;
  };

  const names = () => targets.map(({ label, id }) => `${label} '${id}'`).join(", ");
  return retryContended(
    ATTEMPTS,
    attempt,
    () => new Fault("unavailable", `${names()}: changed by many writers at once; try again`, { retryAfter: 1 }),
  );
}

function nextVersion(ctx: ChangeOrigin, target: WriteTarget, found: Row | undefined, first: Stamp): Written {
  const before = isLive(found, target.parent) ? found : undefined;
  const attributes = target.next(before);
  // Only a live row can stay as it is.
  if (!attributes) return { row: before as ResourceRow, before, changed: false };
  const stamp = before ? nextStamp(ctx, before, first.change) : first;
  const row: ResourceRow = { ...attributes, ...target.key, ...stamp };
  assertItemSize(row);
  return { row, before, changed: true };
}

const putOf = ({ row, before }: Written, parent: string | undefined): Write => ({
  put: row,
  when: unchangedSince(before, parent),
});

/** The condition that this row, or none, still stands there. */
function unchangedSince(before: ResourceRow | undefined, parent: string | undefined): Condition {
  const owner = parent === undefined ? {} : { parent };
  return before ? { is: "live", changes: [before.change], ...owner } : { is: "new", ...owner };
}

/**
 * A row of a later project of the same id stands there: the project that this was written for is gone.
 * @throws 404
 */
export function assertParentIsCurrent(found: Row | undefined, parent: string | undefined): void {
  if (parent !== undefined && typeof found?.parent === "string" && found.parent > parent) {
    throw new Fault("not-found", "The project was deleted while this was being written");
  }
}
