/** The types of a migration. */
import type { ResourceRow } from "../storage/row.ts";

/** `up` applies a migration, `down` reverts it. */
export type Direction = "up" | "down";

/** The replacement of a row. The same row always gives the same replacement, so that a run can be repeated. */
type Replacement = {
  /** The new row, possibly under another key. undefined: the row is removed. */
  row: ResourceRow | undefined;
  /** A row that must exist first. It is created if it does not exist. */
  prerequisite?: ResourceRow;
};

/** A migration of stored rows. */
export type Migration = {
  number: number;
  name: string;
  /** The sort key prefix of the rows to migrate. */
  prefix: string;
  /** Returns the replacement of a row. undefined: the row needs no change. */
  up(row: ResourceRow): Replacement | undefined;
  /** Returns the replacement that reverts `up`. undefined: the row needs no change. */
  down(row: ResourceRow): Replacement | undefined;
};
