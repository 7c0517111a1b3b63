/** Limits failed authentications by address, so that guesses and floods cost no reads from storage. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { createBuckets } from "../http/token-bucket.ts";
import { networkOf } from "./network.ts";

/** The failures that an address has at once, and the rate at which they come back. */
const FAILURES = { capacity: 30, perSecond: 1 };

type Attempt = (admit: () => Promise<void>) => Promise<Caller | undefined>;
/** Makes an attempt to authenticate. @throws 429 if the address has failed too often */
export type LimitFailures = (address: string | undefined, attempt: Attempt) => Promise<Caller | undefined>;

/**
 * Creates the limit. An attempt takes a token when it begins to cost something, or when it fails. One that succeeds, or
 * that ends with an error of ours, gives it back. So an attempt that finds no token waits for those under way: many
 * good credentials can come from one address at once. A credential that is known to be good takes no token.
 */
export function createFailureLimit(elapsed: SteadyClock): LimitFailures {
  const buckets = createBuckets(elapsed);
  /** The attempts under way that hold a token, by network. */
  const underWay = new Map<string, Set<Promise<unknown>>>();

  /** Takes a token. @returns a function that ends the attempt */
  async function take(network: string): Promise<() => void> {
    for (;;) {
      const { wait } = buckets.take(network, FAILURES);
      // At once, so that whoever comes next sees the attempt.
      if (wait === 0) return begin(network);
      const others = underWay.get(network);
      if (!others) {
        const detail = `Too many failed authentications from this address; try again in ${wait} s`;
        throw new Fault("rate-limited", detail, { retryAfter: wait });
      }
      await Promise.race(others);
    }
  }

  /** Marks the network as having an attempt under way. @returns a function that ends it */
  function begin(network: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const attempts = underWay.get(network) ?? new Set();
    underWay.set(network, attempts.add(promise));
    return () => {
      attempts.delete(promise);
      if (attempts.size === 0) underWay.delete(network);
      resolve();
    };
  }

  return async (address, attempt) => {
    // A call within the process, without a network.
    if (address === undefined) return attempt(async () => {});
    const network = networkOf(address);
    let end: (() => void) | undefined;
    let failed = false;
    const admit = async () => {
      end ??= await take(network);
    };
    try {
      const caller = await attempt(admit);
      failed = caller === undefined;
      if (failed) await admit();
      return caller;
    } finally {
      if (end && !failed) buckets.giveBack(network, FAILURES);
      end?.();
    }
  };
}
