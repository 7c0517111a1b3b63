/** Soft deletes: a delete turns a row into a tombstone, which readers do not see and the recorder removes later. */
import { notFound } from "../fault.ts";
import type { Key } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { TombstoneWrite } from "../storage/verbs.ts";
import { idAfter } from "../values/id.ts";
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

/** The row to delete, and on which condition. `after`: the row's uid, if it is known. */
type Target = {
  key: Key;
  changes?: readonly string[] | undefined;
  parent?: string | undefined;
  after?: string | undefined;
};

/** Returns the write that turns a live row into a tombstone. */
export function tombstoneWrite(ctx: ChangeOrigin, { key, changes, parent, after }: Target): TombstoneWrite {
  const change = idAfter(ctx.newId(), after);
  const stamp = { change, ...originOf(ctx), updated_at: ctx.now().toISOString() };
  return { tombstone: key, stamp, when: { is: "live", changes, parent, createdBefore: change } };
}
