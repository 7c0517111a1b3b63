/**
 * Rate limiting by token buckets in memory: one for each credential, and one for all credentials of a tenant together.
 * The limits apply to one running instance, not to all together.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { createBuckets } from "./token-bucket.ts";

/** At most `quota` requests in a window of `window` seconds. */
export type RatePolicy = { readonly quota: number; readonly window: number };
/** The policy of a credential. */
export const DEFAULT_RATE: RatePolicy = { quota: 6_000, window: 60 };
/** The window of a tenant's policy in seconds. */
const TENANT_WINDOW = 10;

/** The policy of a tenant by its limit. */
export const tenantRate = (requestsPerSecond: number): RatePolicy => ({
  quota: requestsPerSecond * TENANT_WINDOW,
  window: TENANT_WINDOW,
});

/** One of the limits of a request. `limit`: the name of the tenant's limit, if it is one. */
export type RateLimit = {
  readonly name: "default" | "tenant";
  readonly key: string;
  readonly policy: RatePolicy;
  readonly limit?: string;
};

/** The `RateLimit` headers of a response, and the 429 fault if the request is refused. */
export type Allowance = { headers: Record<string, string>; refused: Fault | undefined };

/** Creates a function that takes one token for each limit, up to the first that has none. */
export function createRateLimit(elapsed: SteadyClock) {
  // Of their own, so that many credentials of a tenant never push out its bucket, which would begin full again.
  const buckets = { default: createBuckets(elapsed), tenant: createBuckets(elapsed) };
  return (limits: readonly RateLimit[]): Allowance => {
    const policies: string[] = [];
    const states: string[] = [];
    let refused: Fault | undefined;
    for (const { name, key, policy, limit } of limits) {
      const { quota, window } = policy;
      const perSecond = quota / window;
      const { tokens, wait } = buckets[name].take(key, { capacity: quota, perSecond });
      policies.push(`"${name}";q=${quota};w=${window}`);
      // Without a token left, the time until the next one, as in Retry-After; else until all are there again.
      const seconds = Math.ceil(((tokens < 1 ? 1 : quota) - tokens) / perSecond);
      states.push(`"${name}";r=${Math.floor(tokens)};t=${seconds}`);
      if (wait === 0) continue;
      const whose = name === "tenant" ? "The limit of all credentials of the tenant" : "The limit";
      refused = new Fault(
        "rate-limited",
        `${whose} is ${quota} requests in ${window} seconds; try again in ${wait} s`,
        {
          retryAfter: wait,
          ...(limit === undefined ? {} : { limit }),
        },
      );
      break;
    }
    return { headers: { "ratelimit-policy": policies.join(", "), ratelimit: states.join(", ") }, refused };
  };
}
