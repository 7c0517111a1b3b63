/** Who calls: an API key, an OIDC access token, or the operator. The tenant comes from the credential alone. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { type Caller, keyAuthenticator } from "@skillmeat-deployments/core/model/authenticate-key.ts";
import type { Table } from "@skillmeat-deployments/core/storage/table.ts";
import { matches, sha256 } from "@skillmeat-deployments/core/values/secret.ts";
import type { Access } from "../routing/route.ts";
import { oidcFromEnv } from "./oidc-config.ts";
import type { TokenVerifier } from "./token-verifier.ts";

export type AuthDeps = {
  table: Table;
  now: () => Date;
  operatorKey: string | undefined;
  /** OIDC, where it is configured. */
  verifyToken?: TokenVerifier | undefined;
};

export type Authenticate = (access: Access, authorization: string | null) => Promise<Caller | undefined>;

/** @throws 401 for every bad credential alike; 403 naming the scope that a good one lacks */
export function createAuthenticate({ table, now, operatorKey, verifyToken }: AuthDeps): Authenticate {
  const byKey = keyAuthenticator(table, now);
  const operator = operatorKey === undefined ? undefined : sha256(operatorKey);
  return async (access, authorization) => {
    if (access === "public") return undefined;
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization?.trim() ?? "")?.[1];
    if (token === undefined) {
      const detail =
        authorization === null ? "Send Authorization: Bearer <API key>" : "Authorization must be: Bearer <API key>";
      throw new Fault("unauthenticated", detail);
    }
    const isKey = token.startsWith("smk_");
    if (!isKey && operator !== undefined && matches(token, operator)) {
      if (access === "operator") return undefined;
      throw new Fault("missing-scope", "The operator key opens /tenants and nothing else");
    }
    const caller = isKey ? await byKey(token) : await verifyToken?.(token);
    if (!caller) throw new Fault("unauthenticated", "The credential is unknown, expired or revoked");
    if (access === "operator") throw new Fault("missing-scope", "This takes the operator key");
    if (access !== "authenticated" && !caller.scopes.includes(access)) {
      throw new Fault("missing-scope", `This takes the scope ${access}`);
    }
    return caller;
  };
}

/** Who verifies access tokens, where the environment configures it; the library for it is loaded for nobody else. */
export async function tokenVerifier(
  env: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<TokenVerifier | undefined> {
  const config = oidcFromEnv(env);
  return config && (await import("./oidc.ts")).createTokenVerifier(config, now);
}
