/** Stamps of changes, tombstones, and whether a row is live. */
import type { Preconditions, WriteCtx } from "../context.ts";
import { Fault } from "../fault.ts";
import type { ResourceRow, Row, Stamp } from "../storage/row.ts";
import { idAfter } from "../values/id.ts";

/** The origin of a change: the actor, the request, the clock and the id generator. */
export type ChangeOrigin = Pick<WriteCtx, "actor" | "requestId" | "trace" | "now" | "newId">;

export const originOf = ({ actor, requestId, trace }: ChangeOrigin): Pick<Stamp, "actor" | "request" | "trace"> => ({
  actor,
  request: requestId,
  ...(trace === undefined ? {} : { trace }),
});

/**
 * Returns the stamp of the first version of a row. Its new change id is also the row's uid.
 * @param parent the uid of the project that owns the row, if any
 * @param after the change id of the tombstone that the row replaces, if it is known
 */
export function firstStamp(ctx: ChangeOrigin, parent?: string, after?: string): Stamp {
  const change = idAfter(ctx.newId(), after);
  const at = ctx.now().toISOString();
  return {
    uid: change,
    ...(parent === undefined ? {} : { parent }),
    change,
    changes: [change],
    ...originOf(ctx),
    version: 1,
    created_at: at,
    updated_at: at,
  };
}

/** The number of change ids that a row stores. */
const STORED_CHANGES = 4;

/**
 * Returns the stamp of the next version of `row`. The caller generates the change id once, before the first attempt.
 */
export function nextStamp(ctx: ChangeOrigin, row: ResourceRow, change: string): Stamp {
  return {
    uid: row.uid,
    ...(row.parent === undefined ? {} : { parent: row.parent }),
    change,
    changes: [change, ...row.changes].slice(0, STORED_CHANGES),
    ...originOf(ctx),
    version: row.version + 1,
    created_at: row.created_at,
    updated_at: ctx.now().toISOString(),
  };
}

/** Checks a live resource. @throws 412 if a precondition fails */
export function checkPreconditions(
  label: string,
  id: string,
  change: string,
  { match, noneMatch }: Preconditions,
): void {
  if (match && !match.includes(change))
    throw new Fault("precondition-failed", `${label} '${id}' has changed: If-Match does not contain its current ETag`);
  if (noneMatch === "*") throw new Fault("precondition-failed", `${label} '${id}' exists, and If-None-Match is *`);
  if (noneMatch?.includes(change))
    throw new Fault("precondition-failed", `${label} '${id}' still has an ETag of If-None-Match`);
}

/** The maximum size of a stored item in bytes. An event contains two of them and must fit in one item of 400 KB. */
const MAX_ITEM = 150 * 1024;

/** @throws 413 if the row is larger than 150 KiB as JSON */
export function assertItemSize(row: Row): void {
  if (Buffer.byteLength(JSON.stringify(row)) > MAX_ITEM) {
    throw new Fault("too-large", "The stored item would be larger than 150 KiB");
  }
}
