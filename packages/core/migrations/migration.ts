/** What a migration is. */
import type { ResourceRow } from "../storage/row.ts";

export type Direction = "up" | "down";

/** What a row becomes. Pure: the same row gives the same, so that a run can be repeated anywhere. */
export type Replacement = {
  /** The row as it is to be, perhaps under another key; undefined: it is removed. */
  row: ResourceRow | undefined;
  /** A row that must exist before, and is made where there is none. */
  first?: ResourceRow;
};

export type Migration = {
  number: number;
  name: string;
  /** The rows it is about, by the beginning of their sort key. */
  prefix: string;
  /** undefined: the row is as it should be. */
  up(row: ResourceRow): Replacement | undefined;
  down(row: ResourceRow): Replacement | undefined;
};
