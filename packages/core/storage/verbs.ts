/** The storage verbs: what a table can do, and what can come of a write. */
import type { Condition } from "./condition.ts";
import type { Key } from "./keys.ts";
import type { Row, TombstoneStamp } from "./row.ts";

/** One write of a transaction. */
export type Write =
  | { put: Row; when: Condition }
  | { tombstone: Key; stamp: TombstoneStamp; when: Condition }
  | { remove: Key; when: Condition }
  /** Moves a feed's head, and leaves its other attributes alone. */
  | { advance: Key; seq: number; expires: number; when: Condition };

/** What came of one write: `done`, or the row that failed its condition. */
export type Outcome = { done: true } | { done: false; row: Row | undefined };

/** What came of a transaction: all of it `done`, or nothing, with the outcome of each write. */
export type TransactionOutcome = { done: true } | { done: false; outcomes: Outcome[] };

/** Reads of the table. */
export type ReadTable = {
  /** One row; strongly consistent unless `consistent` is false. */
  get(key: Key, consistent?: boolean): Promise<Row | undefined>;
  /** Rows in the order of the keys, strongly consistent, in one round trip for up to 100. */
  getMany(keys: readonly Key[]): Promise<(Row | undefined)[]>;
  /** At most `limit` rows of one partition in sort-key order, from after `after`. `last`: there may be more after it. */
  query(q: {
    pk: string;
    prefix: string;
    after?: string | undefined;
    limit: number;
    consistent?: boolean;
  }): Promise<{ rows: Row[]; last?: string }>;
};

export type Table = ReadTable & {
  readonly name: string;
  /** The same table for one request: all its storage calls together end within `ms` milliseconds. */
  withDeadline(ms: number): Table;
  put(row: Row, when: Condition): Promise<Outcome>;
  /** Turns a row into a tombstone: the commit of a delete, and its event. */
  tombstone(key: Key, stamp: TombstoneStamp, when: Condition): Promise<Outcome>;
  /** Removes a row. It makes no event. */
  remove(key: Key, when: Condition): Promise<Outcome>;
  /** Sets one attribute and leaves the change id alone, so that no event is made. */
  setAttribute(key: Key, attribute: "purged" | "ttl", value: number, when: Condition): Promise<Outcome>;
  /** All or nothing, at most 100 writes. */
  transact(writes: readonly Write[]): Promise<TransactionOutcome>;
};

/** Called with the capacity units of each storage call, as the engine charges them. */
export type Meter = (use: { operation: string; read: number; write: number }) => void;
