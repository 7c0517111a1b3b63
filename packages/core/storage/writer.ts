/**
 * Commits the writes of an operation. If the request has an `Idempotency-Key`, the same transaction stores the result
 * in the row of that key, and a repeated request is answered from that row. Operations cannot write in any other way.
 */
import { findReplay, type IdempotentRequest, idempotencyRow, Replay, withoutSecret } from "./idempotency.ts";
import type { Row } from "./row.ts";
import type { Outcome, Table, TransactionOutcome, Write } from "./verbs.ts";

declare const COMMITTED: unique symbol;

/**
 * The result of an operation that writes. Only a `Writer` can create it. So every result that the API answers was
 * committed together with the request's idempotency key, or is that of a dry run.
 */
export type Committed<R extends object> = { readonly result: R; readonly [COMMITTED]: true };

/** The outcome of a commit. If it is not `done`, nothing was written, and `outcomes` has the outcome of each write. */
export type CommitOutcome<R extends object> =
  | { done: true; committed: Committed<R> }
  | { done: false; outcomes: Outcome[] };

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
   * `commit`. A request that is repeated before that runs again; one that is repeated later writes nothing.
   * @throws Replay if an earlier request with the same idempotency key was committed
   */
  commitPart(writes: readonly Write[]): Promise<TransactionOutcome>;
  /** Returns the result of an operation that was asked to write nothing. It is not kept under the idempotency key. */
  dryRun<R extends object>(result: R): Committed<R>;
};

/** Creates the writer of a request. @param request the request's idempotency key, if it has one */
export function createWriter(table: Table, now: () => Date, request?: IdempotentRequest): Writer {
  const keyRow = (result: object, secret: string | undefined): Write[] =>
    request ? [idempotencyRow(request, now(), secret === undefined ? result : withoutSecret(result, secret))] : [];
  let isCommitted = false;
  let checking: Promise<Row | undefined> | undefined;
  return {
    async commit(writes, result, secret) {
      if (isCommitted) throw new Error("A request commits once: what comes before its end goes through commitPart");
      const outcome = await commitAll(table, [...writes, ...keyRow(result, secret)]);
      if (outcome.done) {
        isCommitted = true;
        return { done: true, committed: committed(result) };
      }
      const key = request && outcome.outcomes[writes.length];
      if (key && !key.done && key.row) throw new Replay(key.row);
      return outcome;
    },
    async commitPart(writes) {
      // Once a request, before its first part.
      checking ??= request ? findReplay(table, now(), request) : Promise.resolve(undefined);
      const row = await checking;
      if (row) throw new Replay(row);
      return commitAll(table, writes);
    },
    dryRun: (result) => committed(result),
  };
}

/** The only cast to `Committed`: all writes of the operation are committed at this point, or there are none. */
const committed = <R extends object>(result: R) => ({ result }) as Committed<R>;

async function commitAll(table: Table, writes: readonly Write[]): Promise<TransactionOutcome> {
  const [only, ...others] = writes;
  if (!only) return { done: true };
  if (others.length === 0 && ("put" in only || "tombstone" in only || "set" in only)) {
    const outcome =
      "put" in only
        ? await table.put(only.put, only.when)
        : "set" in only
          ? await table.set(only.set, only.attributes, only.when)
          : await table.tombstone(only.tombstone, only.stamp, only.when);
    return outcome.done ? outcome : { done: false, outcomes: [outcome] };
  }
  return table.transact(writes);
}

/** Returns the row that failed the condition of the first write. */
export function blockingRow({ outcomes: [first] }: { outcomes: Outcome[] }): Row | undefined {
  return first?.done === false ? first.row : undefined;
}
