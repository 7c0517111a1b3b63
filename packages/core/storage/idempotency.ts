/**
 * The row of an `Idempotency-Key`: what the committed request was, and what its verb returned. It is written in the
 * transaction of the request's own writes (writer.ts), so that whoever sends the key again meets it.
 */
import { Fault } from "../fault.ts";
import type { Key } from "./keys.ts";
import type { Row } from "./row.ts";
import type { Table, Write } from "./verbs.ts";

/** Hours for which an idempotency key is valid. TTL deletes the row a day later, since TTL is not exact. */
const RETENTION_HOURS = 24;
const HOUR_SECONDS = 3_600;
/** The maximum size of a stored result in bytes. DynamoDB limits an item to 400 KB. */
const RESULT_BYTES = 350_000;

/** A request with an `Idempotency-Key`: the key of its row, and the hash of method, path and body. */
export type IdempotentRequest = { readonly rowKey: Key; readonly hash: string };

/** Thrown if an earlier request with the same idempotency key was committed. Carries the row of the key. */
export class Replay extends Error {
  readonly row: Row;
  constructor(row: Row) {
    super("An earlier request with this Idempotency-Key was committed");
    this.row = row;
  }
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

/** A result as it is stored: `secret_shown` takes the place of its secret. */
export const withoutSecret = (result: object, secret: string) => ({
  ...result,
  [secret]: undefined,
  secret_shown: true,
});

/** The write that stores a result under a request's key. @throws 413 if the result is too large to be stored */
export function idempotencyRow({ rowKey, hash }: IdempotentRequest, now: Date, result: object): Write {
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
