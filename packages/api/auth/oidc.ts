/** OIDC access tokens: issuer, audience and algorithms pinned; which claims hold tenant and scopes is configured. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { SCOPES, type Scope } from "@skillmeat-deployments/core/values/scope.ts";
import { TenantId } from "@skillmeat-deployments/core/values/strings.ts";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { TokenVerifier } from "./access.ts";
import type { OidcConfig } from "./oidc-config.ts";

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
      // A token that is not good is a 401; a key server that is away is not the caller's doing.
      const away =
        !(error instanceof errors.JOSEError) || error.code === "ERR_JWKS_TIMEOUT" || error.code === "ERR_JOSE_GENERIC";
      if (!away) return undefined;
      throw new Fault("unavailable", "The token issuer's keys cannot be read now; try again", {
        retryAfter: 5,
        cause: error,
      });
    }
    const tenant = TenantId.safeParse(claims[config.tenantClaim ?? "tenant_id"]);
    if (!tenant.success) return undefined;
    return {
      tenant: tenant.data,
      actor: claims.sub as string,
      key_id: null,
      scopes: scopesOf(claims[config.scopeClaim ?? "scope"]),
      expires_at: new Date((claims.exp as number) * 1000).toISOString(),
    };
  };
}

/** Only scopes of ours count; a token has many others. */
function scopesOf(claim: unknown): Scope[] {
  const given = typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : [];
  return SCOPES.filter((scope) => given.includes(scope));
}
