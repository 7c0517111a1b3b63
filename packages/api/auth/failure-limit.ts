/** Limits failed authentications by address, so that guesses and floods cost no reads from storage. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { createBuckets } from "../http/token-bucket.ts";
import { networkOf } from "./network.ts";

/** The failures that an address has at once, and the rate at which they come back. */
const FAILURES = { capacity: 30, perSecond: 1 };

type Attempt = (admit: () => void) => Promise<Caller | undefined>;
/** Makes an attempt to authenticate. @throws 429 if the address has failed too often */
export type LimitFailures = (address: string | undefined, attempt: Attempt) => Promise<Caller | undefined>;

/**
 * Creates the limit. An attempt takes a token when it begins to cost something, or when it fails. One that succeeds, or
 * that ends with an error of ours, gives it back. A credential that is known to be good takes none.
 */
export function createFailureLimit(elapsed: SteadyClock): LimitFailures {
  const buckets = createBuckets(elapsed);
  return async (address, attempt) => {
    // A call within the process, without a network.
    if (address === undefined) return attempt(() => {});
    let taken = false;
    let failed = false;
    const take = () => {
      if (taken) return;
      const { wait } = buckets.take(networkOf(address), FAILURES);
      if (wait > 0) {
        const detail = `Too many failed authentications from this address; try again in ${wait} s`;
        throw new Fault("rate-limited", detail, { retryAfter: wait });
      }
      taken = true;
    };
    try {
      const caller = await attempt(take);
      failed = caller === undefined;
      if (failed) take();
      return caller;
    } finally {
      if (taken && !failed) buckets.giveBack(networkOf(address), FAILURES);
    }
  };
}
