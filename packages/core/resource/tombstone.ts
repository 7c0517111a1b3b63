/** Soft deletes: a delete turns a row into a tombstone, which readers do not see and the recorder removes later. */
import { notFound } from "../fault.ts";
import type { ResourceRow, Row, TombstoneStamp } from "../storage/row.ts";
import { type ChangeOrigin, originOf } from "./change.ts";

/**
 * Whether a row is live: it exists, is no tombstone, and does not belong to a deleted project with the same id.
 * @param parent the uid of the project, for rows that a project owns
 */
export function isLive(row: Row | undefined, parent?: string): row is ResourceRow {
  return row !== undefined && row.deleted !== true && (parent === undefined || row.parent === parent);
}

/** Returns the row if it is live. @throws 404 if it is not */
export function requireLive(row: Row | undefined, label: string, id: string, parent?: string): ResourceRow {
  if (!isLive(row, parent)) throw notFound(label, id);
  return row;
}

/** Returns the attributes that a delete sets on the tombstone. */
export const tombstoneStamp = (ctx: ChangeOrigin): TombstoneStamp => ({
  change: ctx.newId(),
  ...originOf(ctx),
  updated_at: ctx.now().toISOString(),
});
