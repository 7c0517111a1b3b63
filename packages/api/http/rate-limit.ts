/**
 * A token bucket per key and running instance (draft-ietf-httpapi-ratelimit-headers): an instance's own protection,
 * not an account of a key's total use.
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";

/** `quota` requests in any `window` seconds. */
export type RatePolicy = { quota: number; window: number };
export const DEFAULT_RATE: RatePolicy = { quota: 6_000, window: 60 };

const BUCKETS = 10_000;

export type Allowance = { headers: Record<string, string>; refused: Fault | undefined };

/** Takes one token. @returns the headers that say what is left, and the refusal where nothing was */
export function createRateLimit({ quota, window }: RatePolicy, now: () => Date) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perSecond = quota / window;
  return (key: string): Allowance => {
    const at = now().getTime() / 1000;
    let bucket = buckets.get(key);
    if (!bucket) {
      if (buckets.size >= BUCKETS) buckets.delete(buckets.keys().next().value as string);
      bucket = { tokens: quota, at };
      buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(quota, bucket.tokens + Math.max(0, at - bucket.at) * perSecond);
    bucket.at = at;
    const wait = Math.ceil((1 - bucket.tokens) / perSecond);
    const refused =
      wait > 0
        ? new Fault("rate-limited", `At most ${quota} requests in ${window} seconds; try again in ${wait} s`, {
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
