/** What verifies an access token. */
import type { Caller } from "@skillmeat-deployments/core/model/authenticate-key.ts";

/** Verifies an access token; undefined where it is not good. */
export type TokenVerifier = (token: string) => Promise<Caller | undefined>;
