/** Authenticates OIDC access tokens, with a short-lived cache. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import type { TenantRows } from "@skillmeat-deployments/core/model/access/tenant-rows.ts";
import { GOOD, hasExpired, UNKNOWN, type Verify } from "@skillmeat-deployments/core/model/access/verify.ts";
import { createCache } from "@skillmeat-deployments/core/runtime/cache.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { sha256 } from "@skillmeat-deployments/core/values/secret.ts";
import { CLOCK_TOLERANCE, type TokenVerifier } from "./access.ts";

type TokenDeps = { verifyToken: TokenVerifier; tenants: TenantRows; now: () => Date; elapsed: SteadyClock };

/** Creates an authenticator that verifies each token once in 25 s. The cache holds hashes of tokens. */
export function tokenAuthenticator({ verifyToken, tenants, now, elapsed }: TokenDeps): Verify {
  const cache = createCache<Caller>({ elapsed, found: GOOD, absent: UNKNOWN });

  /** An API key is made with its tenant. A token can name any tenant, so it must be one that the operator made. */
  async function verify(token: string): Promise<Caller | undefined> {
    const caller = await verifyToken(token);
    return caller && (await tenants(caller.tenant)) ? caller : undefined;
  }

  return async (token, admit) => {
    const caller = await cache(sha256(token), async (last) => {
      if (!last) await admit();
      return verify(token);
    });
    return caller && !hasExpired(caller, now(), CLOCK_TOLERANCE * 1_000) ? caller : undefined;
  };
}
