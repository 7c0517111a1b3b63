/** Generates ids: ULIDs, which sort by the millisecond of their creation. */
import { randomBytes } from "node:crypto";
import { decodeTime, encodeTime, ulid } from "ulid";

/**
 * Returns a new ULID. Reads random bytes once: the library reads them 16 times, which costs a tenth of a request's CPU.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  let index = 0;
  return ulid(undefined, () => (bytes[index++] as number) / 256);
}

/** The length of a ULID's time, before its random part. */
const TIME_LENGTH = 10;

/** Returns an id that is greater than `after`: `id` itself, or `id` a millisecond after it where clocks disagree. */
export const idAfter = (id: string, after: string | undefined): string =>
  after === undefined || id > after ? id : encodeTime(decodeTime(after) + 1, TIME_LENGTH) + id.slice(TIME_LENGTH);

/** Whether a ULID was generated at a time (ms since 1970) or later, by the clock of whoever generated it. */
export const isIdSince = (id: string, time: number): boolean => id >= encodeTime(Math.max(0, time));
