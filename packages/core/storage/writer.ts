/**
 * The only way a verb can write: it commits the verb's writes and, where the request has an `Idempotency-Key`, the row
 * of that key with what the verb returns, in one transaction. Whoever sends the key again meets the row, and is answered
 * from it.
 */
import { Fault } from "../fault.ts";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";
import type { Outcome, Table, TransactionOutcome, Write } from "./verbs.ts";

/** Hours that a key is remembered by the clock. TTL deletes late, so its row goes a day after. */
const REMEMBERED_HOURS = 24;
const HOUR_SECONDS = 3_600;
/** A stored result must fit in an item: DynamoDB takes 400 KB. */
const RESULT_BYTES = 350_000;

/** A request that has an `Idempotency-Key`: where the key's row is, and the hash of method, path and body. */
export type IdempotentRequest = { readonly rowKey: Key; readonly hash: string };

declare const COMMITTED: unique symbol;

/**
 * What a verb that writes returns. Only a writer makes one, so that a verb cannot answer what was not committed together
 * with the request's key.
 */
export type Committed<R extends object> = { readonly result: R; readonly [COMMITTED]: true };

/** Thrown in place of an effect that an earlier request under the same key has had: the key's row. */
export class Replay extends Error {
  readonly row: Row;
  constructor(row: Row) {
    super("An earlier request under this Idempotency-Key was committed");
    this.row = row;
  }
}

/** What came of a commit: what the verb returns, or nothing, with the outcome of each write. */
export type CommitOutcome<R extends object> =
  | { done: true; committed: Committed<R> }
  | { done: false; outcomes: Outcome[] };

export type Writer = {
  /**
   * Commits writes: all or nothing. One write alone is no transaction.
   * @param result what the verb will return, JSON as it stands
   * @param secret a member of `result` that is not stored with the key
   * @throws Replay where an earlier request under the key was committed
   */
  commit<R extends object>(writes: readonly Write[], result: R, secret?: keyof R & string): Promise<CommitOutcome<R>>;
  /**
   * Commits some writes of a verb whose writes are too many for one transaction. The verb ends with a `commit`; until
   * then a request that is sent again runs again.
   */
  commitPart(writes: readonly Write[]): Promise<TransactionOutcome>;
  /** @throws Replay where an earlier request under the key was committed */
  assertNotCommitted(): Promise<void>;
};

/** @param request the request's key, where it has one */
export function createWriter(table: Table, now: () => Date, request?: IdempotentRequest): Writer {
  const keyRow = (result: object, secret: string | undefined): Write[] =>
    request ? [idempotencyRow(request, now(), secret === undefined ? result : withoutSecret(result, secret))] : [];
  return {
    async commit(writes, result, secret) {
      const outcome = await commitAll(table, [...writes, ...keyRow(result, secret)]);
      // The one place that may: everything above is written.
      if (outcome.done) return { done: true, committed: { result } as Committed<typeof result> };
      const key = request && outcome.outcomes[writes.length];
      if (key && !key.done && key.row) throw new Replay(key.row);
      return outcome;
    },
    commitPart: (writes) => commitAll(table, writes),
    async assertNotCommitted() {
      const row = request && (await findReplay(table, now(), request));
      if (row) throw new Replay(row);
    },
  };
}

async function commitAll(table: Table, writes: readonly Write[]): Promise<TransactionOutcome> {
  const [only, ...others] = writes;
  if (!only) return { done: true };
  if (others.length === 0 && ("put" in only || "tombstone" in only)) {
    const outcome =
      "put" in only
        ? await table.put(only.put, only.when)
        : await table.tombstone(only.tombstone, only.stamp, only.when);
    return outcome.done ? outcome : { done: false, outcomes: [outcome] };
  }
  return table.transact(writes);
}

/** The row that the first of the writes failed on. */
export function blockingRow({ outcomes: [first] }: { outcomes: Outcome[] }): Row | undefined {
  return first?.done === false ? first.row : undefined;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);

/** The row of a request that was committed under the key within the last 24 hours. */
export async function findReplay(
  table: Pick<Table, "get">,
  now: Date,
  { rowKey }: IdempotentRequest,
): Promise<Row | undefined> {
  const row = await table.get(rowKey);
  return row && (row.expires as number) > secondsOf(now) ? row : undefined;
}

/** What the committed request was answered. `secret_shown`: a secret was in it, and is not shown again. */
export const storedResult = (row: Row): unknown => JSON.parse(row.result as string);

/** Whether a key's row is of the same request: the same method, path and body. */
export const isSameRequest = (row: Row, { hash }: IdempotentRequest) => row.request === hash;

const withoutSecret = (result: object, secret: string) => ({ ...result, [secret]: undefined, secret_shown: true });

function idempotencyRow({ rowKey, hash }: IdempotentRequest, now: Date, result: object): Write {
  const text = JSON.stringify(result);
  if (Buffer.byteLength(text) > RESULT_BYTES) {
    throw new Fault("too-large", "The answer is too large to be kept for an Idempotency-Key; send it without one");
  }
  const at = secondsOf(now);
  const expires = at + REMEMBERED_HOURS * HOUR_SECONDS;
  const put = { ...rowKey, request: hash, result: text, expires, ttl: expires + REMEMBERED_HOURS * HOUR_SECONDS };
  return { put, when: { is: "unused", at } };
}
