/** Retries attempts that other writers interrupt, with backoff and a maximum number of attempts. */
import { backoff } from "./client.ts";

/** Waits between attempts. The delay doubles with `attempt`, from 25 ms up to 1 s, with full jitter. */
export const pause = (attempt: number) => new Promise<void>((done) => setTimeout(done, backoff(attempt)));

/** The delay of contended writes stops doubling here: 25 ms × 2³ = 200 ms. */
const LONGEST_PAUSE = 3;

/**
 * Retries an optimistic write until it succeeds, with a growing delay between attempts.
 * @param attempts the maximum number of attempts
 * @param attempt returns undefined if another writer changed the row in the meantime
 * @param contentionError returns the error to throw after the last attempt
 * @throws the error of `contentionError` if every attempt met another writer
 */
export async function retryContended<T>(
  attempts: number,
  attempt: () => Promise<T | undefined>,
  contentionError: () => Error,
): Promise<T> {
  for (let n = 0; n < attempts; n++) {
    if (n > 0) await pause(Math.min(n, LONGEST_PAUSE));
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw contentionError();
}
