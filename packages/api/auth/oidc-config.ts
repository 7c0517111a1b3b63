/** The OIDC configuration. It is separate from the verifier so that its library is loaded only if OIDC is in use. */

/** The environment variables of the OIDC configuration. */
export const OIDC_VARIABLES = [
  "OIDC_ISSUER",
  "OIDC_AUDIENCE",
  "OIDC_JWKS_URI",
  "OIDC_TENANT_CLAIM",
  "OIDC_SCOPE_CLAIM",
];

import type { ClaimNames } from "./claims.ts";

/** How access tokens are verified. `tenantClaim` has the tenant id, `scopeClaim` an array or a space-separated string. */
export type OidcConfig = ClaimNames & {
  /** The required `iss` claim. */
  issuer: string;
  /** The required `aud` claim. */
  audience: string;
  /** The URL of the issuer's JSON Web Key Set. */
  jwksUri: string;
};

/** Reads the configuration from the environment. Undefined: no issuer is set. @throws if it is incomplete */
export function oidcFromEnv(env: Readonly<Record<string, string | undefined>>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URI: jwksUri } = env;
  if (!issuer) return undefined;
  if (!audience || !jwksUri) throw new Error("OIDC_ISSUER requires OIDC_AUDIENCE and OIDC_JWKS_URI");
  return {
    issuer,
    audience,
    jwksUri,
    tenantClaim: env.OIDC_TENANT_CLAIM || "tenant_id",
    scopeClaim: env.OIDC_SCOPE_CLAIM || "scope",
  };
}
