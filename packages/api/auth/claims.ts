/** Reads the caller from the claims of a verified access token. The issuer decides what they hold, so they are checked. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { TENANT_ID } from "@skillmeat-deployments/core/values/strings.ts";

/** The names of the claims that are configured. */
export type ClaimNames = { tenantClaim: string; scopeClaim: string };

/** A subject: 1 to 255 characters without control and format characters, line separators and lone surrogates. */
const SUBJECT = /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u;

/** The latest time in a claim, in seconds: the end of the year 9999, the last that RFC 3339 can express. */
const MAX_TIME = 253_402_300_799;

/** Whether a claim is a time: seconds since 1970, which can have a fraction (RFC 7519, section 2, NumericDate). */
const isTime = (claim: unknown): claim is number => typeof claim === "number" && claim >= 0 && claim <= MAX_TIME;

/** The caller. undefined: a claim has another type or is out of range. */
export function callerOf(
  claims: Readonly<Record<string, unknown>>,
  { tenantClaim, scopeClaim }: ClaimNames,
): Caller | undefined {
  const { sub, exp, nbf = 0, iat = 0 } = claims;
  if (typeof sub !== "string" || !SUBJECT.test(sub)) return undefined;
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) return undefined;
  const tenant = claims[tenantClaim];
  if (typeof tenant !== "string" || !TENANT_ID.test(tenant)) return undefined;
  const scopes = scopesOf(claims[scopeClaim]);
  if (!scopes) return undefined;
  return { tenant, actor: `oidc:${sub}`, key_id: null, scopes, expires_at: new Date(exp * 1_000).toISOString() };
}

/** The scopes of this service in a claim, which can be missing. Scopes of other services are ignored. */
function scopesOf(claim: unknown = ""): Scope[] | undefined {
  const claimed: unknown[] | undefined =
    typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : undefined;
  if (!claimed?.every((scope) => typeof scope === "string")) return undefined;
  return SCOPES.filter((scope) => claimed.includes(scope));
}
