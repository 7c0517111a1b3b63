/** The types of access control: who may call a route, and the verifier of access tokens. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";

/** Who may call a route: callers with a scope, callers with any valid credential, only the operator, or everybody. */
export type Access = Scope | "authenticated" | "operator" | "public";

/** Seconds by which the clock of the token issuer may differ. */
export const CLOCK_TOLERANCE = 60;

/** Verifies an access token. Returns undefined if the token is not valid. */
export type TokenVerifier = (token: string) => Promise<Caller | undefined>;
