/** The types of the storage operations: reads, writes and their outcomes. */
import type { Condition } from "./condition.ts";
import type { Key } from "./keys.ts";
import type { Row, TombstoneStamp } from "./row.ts";

export type TombstoneWrite = { tombstone: Key; stamp: TombstoneStamp; when: Condition };

/** One write of a transaction. */
export type Write =
  /** Writes a row. */
  | { put: Row; when: Condition }
  /** Turns a row into a tombstone. */
  | TombstoneWrite
  /** Removes a row. */
  | { remove: Key; when: Condition }
  /**
   * Advances the head of a feed to `seq`, and keeps its other attributes. `expires`: seconds since 1970. `count`: an
   * attribute that grows `by` a number.
   */
  | { advance: Key; seq: number; expires: number; count?: Count | undefined; when: Condition }
  /** Sets attributes of a row, and keeps the others. The change id stays the same, so this causes no event. */
  | { set: Key; attributes: Readonly<Record<string, unknown>>; when: Condition }
  /** Writes nothing: the transaction is committed only if the row is as `when` says. */
  | { check: Key; when: Condition };

/** A change of a count. */
export type Count = { readonly name: string; readonly by: number };

/** The outcome of one write. If it is not `done`, `row` is the row that failed the condition. */
export type Outcome = { done: true } | { done: false; row: Row | undefined };

/**
 * The outcome of a transaction. If it is not `done`, nothing was written, and `outcomes` has the outcome of each write.
 */
export type TransactionOutcome = { done: true } | { done: false; outcomes: Outcome[] };

/** The read operations of the table. @throws 503 if storage does not answer in time */
export type ReadTable = {
  /** Reads one row. Strongly consistent unless `consistent` is false. */
  get(key: Key, consistent?: boolean): Promise<Row | undefined>;
  /**
   * Reads rows, in the order of the keys. Strongly consistent unless `consistent` is false. Needs one call per 100 keys.
   */
  getMany(keys: readonly Key[], consistent?: boolean): Promise<(Row | undefined)[]>;
  /**
   * Reads at most `limit` rows of one partition in the order of sort keys, starting after the sort key `after`. `prefix`:
   * what the sort keys begin with, which ends with an ASCII character.
   * If `last` is set, there may be more rows after it. Strongly consistent unless `consistent` is false.
   */
  query(q: {
    pk: string;
    prefix: string;
    after?: string | undefined;
    limit: number;
    consistent?: boolean;
  }): Promise<{ rows: Row[]; last?: string }>;
};

/** The read and write operations of the table. @throws 503 if storage does not answer in time */
export type Table = ReadTable & {
  readonly name: string;
  /** Runs a request on the table. All its storage calls together end within `ms` milliseconds. */
  withDeadline<T>(ms: number, run: (table: Table) => Promise<T>): Promise<T>;
  /** Writes a row. */
  put(row: Row, when: Condition): Promise<Outcome>;
  /** Turns a row into a tombstone. This commits a delete, and its stream record becomes the event. */
  tombstone(key: Key, stamp: TombstoneStamp, when: Condition): Promise<Outcome>;
  /** Removes a row. Causes no event. */
  remove(key: Key, when: Condition): Promise<Outcome>;
  /** Sets one attribute. The change id stays the same, so this causes no event. */
  setAttribute(
    key: Key,
    attribute: "purged" | "ttl" | "last_used_at",
    value: number | string,
    when: Condition,
  ): Promise<Outcome>;
  /** Sets attributes, and keeps the others. The change id stays the same, so this causes no event. */
  set(key: Key, attributes: Readonly<Record<string, unknown>>, when: Condition): Promise<Outcome>;
  /** Commits at most 100 writes, all or none. */
  transact(writes: readonly Write[]): Promise<TransactionOutcome>;
};

/** Receives the capacity units of each storage call, as the engine reports them. */
export type Meter = (use: { operation: string; read: number; write: number }) => void;
