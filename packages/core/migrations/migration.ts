/** What a migration is. */
import type { ResourceRow } from "../storage/row.ts";

/** What a row becomes. Pure: the same row gives the same, so that a run can be repeated anywhere. */
export type Replacement = {
  /** The row as it is to be, perhaps under another key; undefined: it goes. */
  row: ResourceRow | undefined;
  /** A row that is to be there before, where there is none. */
  first?: ResourceRow;
};

export type Migration = {
  number: number;
  name: string;
  /** Rows it looks at, by the beginning of their sort key. */
  prefix: string;
  /** undefined: the row is as it should be. */
  up(row: ResourceRow): Replacement | undefined;
  down(row: ResourceRow): Replacement | undefined;
};
