/** Creates the verifier of access tokens if the environment configures OIDC. */
import type { TokenVerifier } from "./access.ts";
import { oidcFromEnv } from "./oidc-config.ts";

/** Undefined: OIDC is not configured, and its library is not loaded. @throws if the configuration is incomplete */
export async function tokenVerifier(
  env: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<TokenVerifier | undefined> {
  const config = oidcFromEnv(env);
  return config && (await import("./oidc.ts")).createTokenVerifier(config, now);
}
