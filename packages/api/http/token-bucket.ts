/** Token buckets in memory, one for each key. */
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";

/** The maximum number of buckets. The oldest is removed first, and begins full when it comes again. */
const MAX_BUCKETS = 10_000;

/** The tokens that are left, and the seconds to wait for one. 0: one was taken. */
type Taken = { tokens: number; wait: number };

/** How many tokens a bucket holds, and how many come back a second. */
export type BucketSize = { readonly capacity: number; readonly perSecond: number };

/** Creates buckets that begin full. */
export function createBuckets(elapsed: SteadyClock) {
  const buckets = new Map<string, { tokens: number; updatedAt: number }>();
  return {
    /** Takes a token from the bucket of a key, if there is one. */
    take(key: string, { capacity, perSecond }: BucketSize): Taken {
      const seconds = elapsed() / 1_000;
      let bucket = buckets.get(key);
      if (!bucket) {
        if (buckets.size >= MAX_BUCKETS) buckets.delete(buckets.keys().next().value as string);
        bucket = { tokens: capacity, updatedAt: seconds };
        buckets.set(key, bucket);
      }
      bucket.tokens = Math.min(capacity, bucket.tokens + Math.max(0, seconds - bucket.updatedAt) * perSecond);
      bucket.updatedAt = seconds;
      const wait = Math.max(0, Math.ceil((1 - bucket.tokens) / perSecond));
      if (wait === 0) bucket.tokens -= 1;
      return { tokens: bucket.tokens, wait };
    },

    /** Returns a token to the bucket of a key. */
    giveBack(key: string, { capacity }: BucketSize): void {
      const bucket = buckets.get(key);
      if (bucket) bucket.tokens = Math.min(capacity, bucket.tokens + 1);
    },
  };
}
