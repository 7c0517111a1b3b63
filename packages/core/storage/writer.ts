/**
 * Commits the writes of an operation. If the request has an `Idempotency-Key`, the same transaction stores the result
 * in the row of that key, and a repeated request is answered from that row. Operations cannot write in any other way.
 */
import { Fault } from "../fault.ts";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";
import type { Outcome, Table, TransactionOutcome, Write } from "./verbs.ts";

/** Hours for which an idempotency key is valid. TTL deletes the row a day later, since TTL is not exact. */
const RETENTION_HOURS = 24;
const HOUR_SECONDS = 3_600;
/** The maximum size of a stored result in bytes. DynamoDB limits an item to 400 KB. */
const RESULT_BYTES = 350_000;

/** A request with an `Idempotency-Key`: the key of its row, and the hash of method, path and body. */
export type IdempotentRequest = { readonly rowKey: Key; readonly hash: string };

declare const COMMITTED: unique symbol;

/**
 * The result of an operation that writes. Only a `Writer` can create it. So every result that the API answers was
 * committed together with the request's idempotency key.
 */
export type Committed<R extends object> = { readonly result: R; readonly [COMMITTED]: true };

/** Thrown if an earlier request with the same idempotency key was committed. Carries the row of the key. */
export class Replay extends Error {
  readonly row: Row;
  constructor(row: Row) {
    super("An earlier request with this Idempotency-Key was committed");
    this.row = row;
  }
}

/** The outcome of a commit. If it is not `done`, nothing was written, and `outcomes` has the outcome of each write. */
type CommitOutcome<R extends object> = { done: true; committed: Committed<R> } | { done: false; outcomes: Outcome[] };

/** Commits writes for one request. */
export type Writer = {
  /**
   * Commits writes, all or none. A single write without an idempotency key needs no transaction.
   * @param result the result of the operation. It must be plain JSON.
   * @param secret the name of a member of `result` that is not stored
   * @throws Replay if an earlier request with the same idempotency key was committed
   * @throws 413 if the result is too large to be stored
   */
  commit<R extends object>(writes: readonly Write[], result: R, secret?: keyof R & string): Promise<CommitOutcome<R>>;
  /**
   * Commits a part of the writes of an operation that has too many for one transaction. The operation must end with
   * `commit`. A request that is repeated before that runs again.
   */
  commitPart(writes: readonly Write[]): Promise<TransactionOutcome>;
  /** @throws Replay if an earlier request with the same idempotency key was committed */
  assertNotCommitted(): Promise<void>;
};

/** Creates the writer of a request. @param request the request's idempotency key, if it has one */
export function createWriter(table: Table, now: () => Date, request?: IdempotentRequest): Writer {
  const keyRow = (result: object, secret: string | undefined): Write[] =>
    request ? [idempotencyRow(request, now(), secret === undefined ? result : withoutSecret(result, secret))] : [];
  return {
    async commit(writes, result, secret) {
      const outcome = await commitAll(table, [...writes, ...keyRow(result, secret)]);
      // The only cast to `Committed`: all writes are committed at this point.
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

/** Returns the row that failed the condition of the first write. */
export function blockingRow({ outcomes: [first] }: { outcomes: Outcome[] }): Row | undefined {
  return first?.done === false ? first.row : undefined;
}

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);

/** Returns the idempotency key's row if a request with the key was committed within the last 24 hours. */
export async function findReplay(
  table: Pick<Table, "get">,
  now: Date,
  { rowKey }: IdempotentRequest,
): Promise<Row | undefined> {
  const row = await table.get(rowKey);
  return row && (row.expires as number) > secondsOf(now) ? row : undefined;
}

/** Returns the stored result. `secret_shown`: the first response contained a secret, which was not stored. */
export const storedResult = (row: Row): unknown => JSON.parse(row.result as string);

/** Whether an idempotency key's row belongs to the same request: the same method, path and body. */
export const isSameRequest = (row: Row, { hash }: IdempotentRequest) => row.request === hash;

const withoutSecret = (result: object, secret: string) => ({ ...result, [secret]: undefined, secret_shown: true });

function idempotencyRow({ rowKey, hash }: IdempotentRequest, now: Date, result: object): Write {
  const json = JSON.stringify(result);
  if (Buffer.byteLength(json) > RESULT_BYTES) {
    throw new Fault(
      "too-large",
      "The response is too large to be stored for an Idempotency-Key; send the request without the header",
    );
  }
  const at = secondsOf(now);
  const expires = at + RETENTION_HOURS * HOUR_SECONDS;
  const put = { ...rowKey, request: hash, result: json, expires, ttl: expires + RETENTION_HOURS * HOUR_SECONDS };
  return { put, when: { is: "unused", at } };
}
