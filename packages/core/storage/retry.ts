/** Attempts that others can get in the way of: the waits in between, and the end of patience. */
import { backoff } from "./client.ts";

/** Waits before attempt `attempt` (the second is 1): full jitter, doubling from 25 ms to 1 s. */
export const pause = (attempt: number) => new Promise<void>((done) => setTimeout(done, backoff(attempt)));

/** Waits of writers that meet on one row stay short: at most 200 ms. */
const LONGEST_PAUSE = 3;

/**
 * The one optimistic loop: runs `attempt` until it returns something, and waits a little longer in between each time.
 * @param attempts how often at most
 * @param attempt returns undefined where another writer got in between
 * @throws what `givesUp` returns, when all attempts met another writer
 */
export async function retryContended<T>(
  attempts: number,
  attempt: () => Promise<T | undefined>,
  givesUp: () => Error,
): Promise<T> {
  for (let n = 0; n < attempts; n++) {
    if (n > 0) await pause(Math.min(n, LONGEST_PAUSE));
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw givesUp();
}
