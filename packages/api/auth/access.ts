/** Who may call a route, and what verifies an access token. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.ts";

/** The holder of a scope, any caller with a valid credential, the operator alone, or everybody. */
export type Access = Scope | "authenticated" | "operator" | "public";

/** Verifies an access token; undefined where it is not valid. */
export type TokenVerifier = (token: string) => Promise<Caller | undefined>;
