/** What every change stamps on a row, and what a reader may see of it. */
import type { Ctx } from "../context.ts";
import { Fault, notFound } from "../fault.ts";
import type { ResourceRow, Row, Stamp, TombstoneStamp } from "../storage/row.ts";
import type { Outcome } from "../storage/table.ts";

/** Is this row there for a reader? Not when it is absent, marked as deleted, or left by a former project. */
export function isLive(row: Row | undefined, parent?: string): row is ResourceRow {
  return row !== undefined && row.deleted !== true && (parent === undefined || row.parent === parent);
}

/** Who makes the change, and by which request. */
const origin = ({ actor, requestId, trace }: Ctx): Pick<Stamp, "actor" | "request" | "trace"> => ({
  actor,
  request: requestId,
  ...(trace === undefined ? {} : { trace }),
});

/** The stamp of a first version. `change` is minted once, before any attempt, and is the uid as well. */
export function firstStamp(ctx: Ctx, parent?: string): Stamp {
  const change = ctx.newId();
  const at = ctx.now().toISOString();
  return {
    uid: change,
    ...(parent === undefined ? {} : { parent }),
    change,
    changes: [change],
    ...origin(ctx),
    version: 1,
    created_at: at,
    updated_at: at,
  };
}

/** The stamp of the version after `row`, under a change id minted before the first attempt. */
export function nextStamp(ctx: Ctx, row: ResourceRow, change: string): Stamp {
  return {
    uid: row.uid,
    ...(row.parent === undefined ? {} : { parent: row.parent }),
    change,
    changes: [change, ...row.changes].slice(0, 4),
    ...origin(ctx),
    version: row.version + 1,
    created_at: row.created_at,
    updated_at: ctx.now().toISOString(),
  };
}

export const staleETag = (noun: string, id: string) =>
  new Fault("precondition-failed", `${noun} '${id}' has changed: If-Match holds another ETag than its current one`);

/** What a failed delete means for its caller. */
export function assertDeleted(outcome: Outcome, noun: string, id: string, parent?: string): void {
  if (outcome.done) return;
  throw isLive(outcome.row, parent) ? staleETag(noun, id) : notFound(noun, id);
}

/** Stored items stay under 150 KiB, so that an event with two of them fits in one item of 400 KB. */
export function assertItemSize(row: Row): void {
  if (Buffer.byteLength(JSON.stringify(row)) > 150 * 1024) {
    throw new Fault("too-large", "The stored item would be larger than 150 KiB");
  }
}

/** @throws 404 unless the row is there for a reader */
export function requireLive(row: Row | undefined, noun: string, id: string, parent?: string): ResourceRow {
  if (!isLive(row, parent)) throw notFound(noun, id);
  return row;
}

/** What a delete stamps on the row it marks. */
export const tombstoneStamp = (ctx: Ctx): TombstoneStamp => ({
  change: ctx.newId(),
  ...origin(ctx),
  updated_at: ctx.now().toISOString(),
});
