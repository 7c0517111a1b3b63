/**
 * Verifies OIDC access tokens. Issuer, audience and algorithms are fixed; the claims for tenant and scopes are
 * configured.
 */
import "../start.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { TENANT_ID } from "@skillmeat-deployments/core/values/strings.ts";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { TokenVerifier } from "./access.ts";
import type { OidcConfig } from "./oidc-config.ts";

/**
 * Creates a verifier of access tokens. It fetches and caches the issuer's keys.
 * @throws 503 `unavailable` if the keys cannot be fetched
 */
export function createTokenVerifier(config: OidcConfig, now: () => Date): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(config.jwksUri));
  return async (token) => {
    let claims: JWTPayload;
    try {
      const verified = await jwtVerify(token, keys, {
        issuer: config.issuer,
        audience: config.audience,
        algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
        clockTolerance: 60,
        currentDate: now(),
        requiredClaims: ["exp", "sub"],
      });
      claims = verified.payload;
    } catch (error) {
      // An invalid token is the caller's error (401). An unreachable key server is not (503).
      const keysUnavailable =
        !(error instanceof errors.JOSEError) || error.code === "ERR_JWKS_TIMEOUT" || error.code === "ERR_JOSE_GENERIC";
      if (!keysUnavailable) return undefined;
      throw new Fault("unavailable", "The signing keys of the token issuer are temporarily unavailable; try again", {
        retryAfter: 5,
        cause: error,
      });
    }
    const tenant = claims[config.tenantClaim ?? "tenant_id"];
    if (typeof tenant !== "string" || !TENANT_ID.test(tenant)) return undefined;
    return {
      tenant,
      actor: claims.sub as string,
      key_id: null,
      scopes: scopesOf(claims[config.scopeClaim ?? "scope"]),
      expires_at: new Date((claims.exp as number) * 1000).toISOString(),
    };
  };
}

/** The scopes of this service in a claim. Scopes of other services are ignored. */
function scopesOf(claim: unknown): Scope[] {
  const claimed = typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : [];
  return SCOPES.filter((scope) => claimed.includes(scope));
}
