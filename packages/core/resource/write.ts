/** Writes a row on the condition that nothing came in between, and looks again where something did. */
import type { Ctx, Versioned } from "../context.ts";
import { Fault, notFound } from "../fault.ts";
import { backoff } from "../storage/client.ts";
import type { Condition } from "../storage/condition.ts";
import { blockingRow, commit } from "../storage/idempotency.ts";
import type { Key } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { JsonObject } from "../values/json.ts";
import { assertItemSize, firstStamp, isLive, nextStamp, staleETag } from "./change.ts";

/** How often a writer tries again when others got in between, before it answers 503. */
const CONTENDED_ATTEMPTS = 60;

/** A row to be written: where it is, and what was read there. */
export type WriteTarget = { label: string; id: string; key: Key; parent?: string; row: Row | undefined };

/**
 * Writes the row after the live one, or the first, on the condition that nothing came between; else looks at what did.
 * A failed condition brings the row that stands there, so another try needs no read. The change id is minted once.
 * @param next the row's own attributes after `live`; undefined where nothing changes
 * @param result what the verb will return of them, to be kept where the request has an Idempotency-Key
 * @returns the row that stands there now, the one before it, and whether it was written
 */
export async function write(
  ctx: Ctx,
  { label, id, key, parent, row }: WriteTarget,
  next: (live: ResourceRow | undefined) => JsonObject | undefined,
  result: (row: ResourceRow, before: ResourceRow | undefined) => object = () => ({}),
): Promise<{ row: ResourceRow; before: ResourceRow | undefined; changed: boolean }> {
  const first = firstStamp(ctx, parent);
  let found = row;
  for (let attempt = 0; attempt < CONTENDED_ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, backoff(Math.min(attempt, 3))));
    const before = isLive(found, parent) ? found : undefined;
    const attributes = next(before);
    if (!attributes) {
      await commit(ctx, [], result(before as ResourceRow, before));
      return { row: before as ResourceRow, before, changed: false };
    }
    const stamp = before ? nextStamp(ctx, before, first.change) : first;
    const after: ResourceRow = { ...attributes, ...key, ...stamp };
    assertItemSize(after);
    const put = { put: after, when: unchangedSince(before, parent) };
    const committed = await commit(ctx, [put], result(after, before));
    if (committed.done) return { row: after, before, changed: true };
    found = blockingRow(committed);
    assertParentIsCurrent(found, parent);
  }
  throw new Fault("unavailable", `${label} '${id}' is being changed by many writers; try again`, { retryAfter: 1 });
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

/** The condition that this row, or none, still stands there. */
export function unchangedSince(before: ResourceRow | undefined, parent: string | undefined): Condition {
  const owner = parent === undefined ? {} : { parent };
  return before ? { is: "live", changes: [before.change], ...owner } : { is: "new", ...owner };
}

export type Edit<T> = WriteTarget & {
  ifMatch: readonly string[] | undefined;
  read(row: ResourceRow): T;
  /** The next row's own attributes, or undefined where nothing changes. */
  change(current: T): JsonObject | undefined;
};

/** Changes what is there; with `If-Match` a stale tag is 412, without it the last write wins. @throws 404, 412 */
export async function edit<T>(ctx: Ctx, e: Edit<T>): Promise<Versioned<T>> {
  const { row } = await write(ctx, e, (live) => {
    if (!live) throw notFound(e.label, e.id);
    if (e.ifMatch && !e.ifMatch.includes(live.change)) throw staleETag(e.label, e.id);
    return e.change(e.read(live));
  });
  return { value: e.read(row), change: row.change };
}
