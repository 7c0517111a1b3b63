/**
 * Rate limiting by a token bucket for each key, in memory. The limit applies to one running instance, not to all
 * together.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { createBuckets } from "./token-bucket.ts";

/** At most `quota` requests in a window of `window` seconds. */
export type RatePolicy = { quota: number; window: number };
export const DEFAULT_RATE: RatePolicy = { quota: 6_000, window: 60 };

/** The `RateLimit` headers of a response, and the 429 fault if the request is refused. */
export type Allowance = { headers: Record<string, string>; refused: Fault | undefined };

/** Creates a function that takes one token from the bucket of a key. */
export function createRateLimit({ quota, window }: RatePolicy, elapsed: SteadyClock) {
  const perSecond = quota / window;
  const buckets = createBuckets(quota, perSecond, elapsed);
  return (key: string): Allowance => {
    const { tokens, wait } = buckets.take(key);
    const refused =
      wait > 0
        ? new Fault("rate-limited", `The limit is ${quota} requests in ${window} seconds; try again in ${wait} s`, {
            retryAfter: wait,
          })
        : undefined;
    const untilFull = Math.ceil((quota - tokens) / perSecond);
    const headers = {
      "ratelimit-policy": `"default";q=${quota};w=${window}`,
      ratelimit: `"default";r=${Math.floor(tokens)};t=${untilFull}`,
    };
    return { headers, refused };
  };
}
