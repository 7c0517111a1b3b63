/** What the verifiers of API keys and of access tokens share. */
import type { Caller } from "../../context.ts";
import type { CacheBounds } from "../../runtime/cache.ts";

/**
 * Verifies a credential. Returns undefined if it is not valid, whatever the reason.
 * @param admit awaited before a credential that is not known to be good costs a look-up. Its error refuses the attempt
 * @param isFresh whether the credential must be valid at this moment: a cached one can have been revoked
 */
export type Verify = (credential: string, admit: () => Promise<void>, isFresh?: boolean) => Promise<Caller | undefined>;

/** For how long an instance knows a credential to be good. A revocation must take effect within 30 s. */
export const GOOD: CacheBounds = { ms: 25_000, size: 1_000 };
/** For how long it remembers one to be unknown. Another instance may be creating it. */
export const UNKNOWN: CacheBounds = { ms: 5_000, size: 10_000 };

/** Whether a credential has expired by the time of day. @param tolerance milliseconds for which it is valid beyond that */
export const hasExpired = ({ expires_at }: Pick<Caller, "expires_at">, now: Date, tolerance = 0): boolean =>
  expires_at !== null && Date.parse(expires_at) + tolerance <= now.getTime();
