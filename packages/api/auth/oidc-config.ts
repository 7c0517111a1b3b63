/** How OIDC is configured: apart from the verifier, so that no one loads its library who does not use it. */

/** The environment that configures it. */
export const OIDC_VARIABLES = [
  "OIDC_ISSUER",
  "OIDC_AUDIENCE",
  "OIDC_JWKS_URI",
  "OIDC_TENANT_CLAIM",
  "OIDC_SCOPE_CLAIM",
];

export type OidcConfig = {
  issuer: string;
  audience: string;
  /** Where the issuer publishes its keys. */
  jwksUri: string;
  /** The claim that holds the tenant id; `tenant_id` unless given. */
  tenantClaim?: string;
  /** The claim that holds the scopes, a list or a string with spaces; `scope` unless given. */
  scopeClaim?: string;
};

/** From the environment; undefined where no issuer is set. */
export function oidcFromEnv(env: Readonly<Record<string, string | undefined>>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URI: jwksUri } = env;
  if (!issuer) return undefined;
  if (!audience || !jwksUri) throw new Error("OIDC_ISSUER needs OIDC_AUDIENCE and OIDC_JWKS_URI beside it");
  return {
    issuer,
    audience,
    jwksUri,
    tenantClaim: env.OIDC_TENANT_CLAIM ?? "tenant_id",
    scopeClaim: env.OIDC_SCOPE_CLAIM ?? "scope",
  };
}
