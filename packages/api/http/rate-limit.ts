/**
 * Rate limiting by a token bucket for each key, in memory. The limit applies to one running instance, not to all
 * together.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";

/** At most `quota` requests in a window of `window` seconds. */
export type RatePolicy = { quota: number; window: number };
export const DEFAULT_RATE: RatePolicy = { quota: 6_000, window: 60 };

/** The maximum number of buckets in memory. */
const MAX_BUCKETS = 10_000;

/** The `RateLimit` headers of a response, and the 429 fault if the request is refused. */
export type Allowance = { headers: Record<string, string>; refused: Fault | undefined };

/** Creates a function that takes one token from the bucket of a key. */
export function createRateLimit({ quota, window }: RatePolicy, elapsed: SteadyClock) {
  const buckets = new Map<string, { tokens: number; updatedAt: number }>();
  const perSecond = quota / window;
  return (key: string): Allowance => {
    const seconds = elapsed() / 1_000;
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= MAX_BUCKETS) buckets.delete(buckets.keys().next().value as string);
      bucket = { tokens: quota, updatedAt: seconds };
      buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(quota, bucket.tokens + (seconds - bucket.updatedAt) * perSecond);
    bucket.updatedAt = seconds;
    const wait = Math.ceil((1 - bucket.tokens) / perSecond);
    const refused =
      wait > 0
        ? new Fault("rate-limited", `The limit is ${quota} requests in ${window} seconds; try again in ${wait} s`, {
            retryAfter: wait,
          })
        : undefined;
    if (!refused) bucket.tokens -= 1;
    const untilFull = Math.ceil((quota - bucket.tokens) / perSecond);
    const headers = {
      "ratelimit-policy": `"default";q=${quota};w=${window}`,
      ratelimit: `"default";r=${Math.floor(bucket.tokens)};t=${untilFull}`,
    };
    return { headers, refused };
  };
}
