/** The verifier of access tokens, where the environment configures one. */
import type { TokenVerifier } from "./access.ts";
import { oidcFromEnv } from "./oidc-config.ts";

/** The library for it is loaded only where it is configured. @throws where the configuration is not complete */
export async function tokenVerifier(
  env: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<TokenVerifier | undefined> {
  const config = oidcFromEnv(env);
  return config && (await import("./oidc.ts")).createTokenVerifier(config, now);
}
