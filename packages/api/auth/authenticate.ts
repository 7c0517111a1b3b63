/** Authenticates an API key, an OIDC access token or the operator key. Only the credential determines the tenant. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { keyAuthenticator } from "@skillmeat-deployments/core/model/access/authenticate-key.ts";
import type { TenantRows } from "@skillmeat-deployments/core/model/access/tenant-rows.ts";
import type { Verify } from "@skillmeat-deployments/core/model/access/verify.ts";
import type { Background } from "@skillmeat-deployments/core/runtime/background.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { setLastUsed } from "@skillmeat-deployments/core/storage/directory.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { matches, sha256 } from "@skillmeat-deployments/core/values/secret.ts";
import type { HttpRequest } from "../http/message.ts";
import type { Access, TokenVerifier } from "./access.ts";
import { createFailureLimit } from "./failure-limit.ts";
import { tokenAuthenticator } from "./tokens.ts";

/** What authentication depends on. */
export type AuthDeps = {
  table: Pick<Table, "get" | "setAttribute">;
  background: Background;
  now: () => Date;
  elapsed: SteadyClock;
  tenants: TenantRows;
  operatorKey: string | undefined;
  /** Verifies OIDC access tokens. Undefined: OIDC is not configured. */
  verifyToken?: TokenVerifier | undefined;
};

/** The scope with which a revoked key could make itself a successor, or revoke others, while it is still cached. */
const KEY_MANAGEMENT = "keys:write";

/**
 * Returns the caller. It is undefined for public routes and for the operator.
 * @param also a scope that the request needs besides the route's
 */
export type Authenticate = (
  access: Access,
  request: Pick<HttpRequest, "header" | "address">,
  also?: Scope,
) => Promise<Caller | undefined>;

/**
 * Creates the authentication of requests by their `Authorization` header.
 * @throws 401 for every invalid credential, 403 with the name of the missing scope for a valid one, 429 for an address
 * that failed too often
 */
export function createAuthenticate(deps: AuthDeps): Authenticate {
  const { table, now, elapsed, background, operatorKey, verifyToken } = deps;
  const byKey = keyAuthenticator(table, now, elapsed, (...use) => background.start(() => setLastUsed(table, ...use)));
  const byToken: Verify = verifyToken ? tokenAuthenticator({ ...deps, verifyToken }) : async () => undefined;
  const limitFailures = createFailureLimit(elapsed);
  const operator = operatorKey === undefined ? undefined : sha256(operatorKey);
  return async (access, request, also) => {
    if (access === "public") return undefined;
    const token = bearerToken(request.header("authorization"));
    const isKey = token.startsWith("smk_");
    if (!isKey && operator !== undefined && matches(token, operator)) {
      if (access === "operator") return undefined;
      throw new Fault("missing-scope", "The operator key is valid only for /tenants");
    }
    const caller = await limitFailures(request.address, (admit) =>
      (isKey ? byKey : byToken)(token, admit, access === KEY_MANAGEMENT),
    );
    if (!caller) throw new Fault("unauthenticated", "The credential is unknown, expired or revoked");
    if (access === "operator") throw new Fault("missing-scope", "This operation requires the operator key");
    for (const scope of [access, also]) {
      if (scope !== undefined && scope !== "authenticated" && !caller.scopes.includes(scope))
        throw new Fault("missing-scope", `This operation requires the scope ${scope}`);
    }
    return caller;
  };
}

/** The token of an `Authorization` header. @throws 401 if there is none */
function bearerToken(authorization: string | null): string {
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization?.trim() ?? "")?.[1];
  if (token !== undefined) return token;
  const detail =
    authorization === null ? "Send Authorization: Bearer <API key>" : "Authorization must be: Bearer <API key>";
  throw new Fault("unauthenticated", detail);
}
