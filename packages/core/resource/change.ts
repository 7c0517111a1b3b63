/** What every change stamps on a row, and whether a reader may see a row. */
import type { WriteCtx } from "../context.ts";
import { Fault, notFound } from "../fault.ts";
import type { ResourceRow, Row, Stamp, TombstoneStamp } from "../storage/row.ts";

/** Whether a reader may see the row: it is there, no tombstone, and not left by a former project. */
export function isLive(row: Row | undefined, parent?: string): row is ResourceRow {
  return row !== undefined && row.deleted !== true && (parent === undefined || row.parent === parent);
}

/** @throws 404 unless the row is live */
export function requireLive(row: Row | undefined, label: string, id: string, parent?: string): ResourceRow {
  if (!isLive(row, parent)) throw notFound(label, id);
  return row;
}

/** Who makes a change, by which request, and when. */
export type ChangeOrigin = Pick<WriteCtx, "actor" | "requestId" | "trace" | "now" | "newId">;

const originOf = ({ actor, requestId, trace }: ChangeOrigin): Pick<Stamp, "actor" | "request" | "trace"> => ({
  actor,
  request: requestId,
  ...(trace === undefined ? {} : { trace }),
});

/** The stamp of a first version. The change id is minted once, before any attempt, and is the row's uid as well. */
export function firstStamp(ctx: ChangeOrigin, parent?: string): Stamp {
  const change = ctx.newId();
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

/** Change ids that a row remembers. */
const REMEMBERED_CHANGES = 4;

/** The stamp of the version after `row`, under a change id minted before the first attempt. */
export function nextStamp(ctx: ChangeOrigin, row: ResourceRow, change: string): Stamp {
  return {
    uid: row.uid,
    ...(row.parent === undefined ? {} : { parent: row.parent }),
    change,
    changes: [change, ...row.changes].slice(0, REMEMBERED_CHANGES),
    ...originOf(ctx),
    version: row.version + 1,
    created_at: row.created_at,
    updated_at: ctx.now().toISOString(),
  };
}

/** What a delete stamps on the row that it turns into a tombstone. */
export const tombstoneStamp = (ctx: ChangeOrigin): TombstoneStamp => ({
  change: ctx.newId(),
  ...originOf(ctx),
  updated_at: ctx.now().toISOString(),
});

/** 412: the ETag in `If-Match` is not the current one. */
export const staleETag = (label: string, id: string) =>
  new Fault("precondition-failed", `${label} '${id}' has changed: If-Match holds another ETag than its current one`);

/** Bytes of a stored item, so that an event with two of them fits in one item of 400 KB. */
const MAX_ITEM = 150 * 1024;

/** @throws 413 */
export function assertItemSize(row: Row): void {
  if (Buffer.byteLength(JSON.stringify(row)) > MAX_ITEM) {
    throw new Fault("too-large", "The stored item would be larger than 150 KiB");
  }
}
