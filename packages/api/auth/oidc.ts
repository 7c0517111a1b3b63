/**
 * Verifies OIDC access tokens. Issuer, audience and algorithms are fixed; the claims for tenant and scopes are
 * configured.
 */
import "../start.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { CLOCK_TOLERANCE, type TokenVerifier } from "./access.ts";
import { callerOf } from "./claims.ts";
import type { OidcConfig } from "./oidc-config.ts";

/** Milliseconds after a failed request to the key server in which no other is sent: it costs a caller nothing to cause one. */
const PAUSE_MS = 1_000;

/**
 * Creates a verifier of access tokens. It fetches and caches the issuer's keys.
 * @throws 503 `unavailable` if the keys cannot be fetched
 */
export function createTokenVerifier(
  config: OidcConfig,
  now: () => Date,
  elapsed: SteadyClock = () => performance.now(),
): TokenVerifier {
  const keyOf = createKeyFinder(config.jwksUri, elapsed);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        issuer: config.issuer,
        audience: config.audience,
        algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: now(),
      });
      return callerOf(payload, config);
    } catch (error) {
      if (error instanceof Fault) throw error;
      // Whatever else the library throws is about the token.
      return undefined;
    }
  };
}

/**
 * Creates the search for the key of a token.
 * @returns a function that throws 503 if the key server does not answer as it should: that is not the caller's error
 */
function createKeyFinder(jwksUri: string, elapsed: SteadyClock): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(jwksUri));
  let failure: { until: number; fault: Fault } | undefined;
  /** Looks for a key without asking the server. @throws `fault` if it is not there */
  const known = (header: JWTHeaderParameters, token: FlattenedJWSInput, fault: Fault) => {
    const cached = keys.fresh ? keys.jwks() : undefined;
    if (!cached) throw fault;
    return createLocalJWKSet(cached)(header, token).catch(() => Promise.reject(fault));
  };
  return async (header, token) => {
    try {
      // A token with an unknown key id must not lock out the tokens whose keys are known.
      if (failure && elapsed() < failure.until) return await known(header, token, failure.fault);
      return await keys(header, token);
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      const detail = "The signing keys of the token issuer are temporarily unavailable; try again";
      failure = {
        until: elapsed() + PAUSE_MS,
        fault: new Fault("unavailable", detail, { retryAfter: 5, cause: error }),
      };
      throw failure.fault;
    }
  };
}
