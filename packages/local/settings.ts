/** Reads the settings of a local run from the environment. A wrong value is an error with one line, never ignored. */
import { OIDC_VARIABLES } from "@skillmeat-deployments/api/auth/oidc-config.ts";
import { LIMIT_VARIABLES, type Limits, limitsFromEnv } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { urlOf } from "./address.ts";
import { reasonOf, StartError } from "./start-error.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The default port. With port 0, events still contain URLs with this port, so that they are the same after each start.
 */
const DEFAULT_PORT = 3000;
const DEFAULT_HOST = "127.0.0.1";

/** Where the data are, and where the server listens. */
export type Settings = {
  dataDir: string;
  /** The endpoint of another engine, to use instead of the embedded one. */
  endpoint: string | undefined;
  host: string;
  /** 0: any free port. */
  port: number;
};

/** The settings of a server. @throws StartError if one is not valid */
export function settingsOf(env: Env): Settings {
  return { ...storageOf(env), host: textOf("HOST", env.HOST) ?? DEFAULT_HOST, port: portOf(env) };
}

/** The settings of a command that needs no server. @throws StartError if one is not valid */
export function storageOf(env: Env): Pick<Settings, "dataDir" | "endpoint"> {
  const endpoint = textOf("DYNAMODB_ENDPOINT", env.DYNAMODB_ENDPOINT);
  if (endpoint !== undefined && !isHttpUrl(endpoint))
    throw new StartError(`DYNAMODB_ENDPOINT must be a URL such as http://127.0.0.1:8000, not '${endpoint}'`);
  return { dataDir: textOf("DATA_DIR", env.DATA_DIR) ?? ".data", endpoint };
}

/** The URL of the service in events and schemas. @throws StartError if PUBLIC_URL is not an absolute HTTP URL */
export function publicUrlOf(env: Env, { host, port }: Pick<Settings, "host" | "port">): string {
  // A server that listens on all addresses is reachable on the loopback address.
  const reachableHost = /^(0\.0\.0\.0|::)$/.test(host) ? DEFAULT_HOST : host;
  const url = textOf("PUBLIC_URL", env.PUBLIC_URL);
  try {
    return parsePublicUrl(url ?? urlOf({ host: reachableHost, port: port || DEFAULT_PORT }));
  } catch (error) {
    throw new StartError(reasonOf(error));
  }
}

/** The default limits of tenants. @throws StartError if one is empty or not valid */
export function tenantLimitsOf(env: Env): Limits {
  refuseEmpty(env, LIMIT_VARIABLES);
  try {
    return limitsFromEnv(env);
  } catch (error) {
    throw new StartError(reasonOf(error));
  }
}

/** Whether webhooks may go to this machine. @throws StartError if the variable is neither 0 nor 1 */
export function allowsLoopback(env: Env): boolean {
  const text = textOf("WEBHOOK_ALLOW_LOOPBACK", env.WEBHOOK_ALLOW_LOOPBACK) ?? "0";
  if (!/^[01]$/.test(text)) throw new StartError(`WEBHOOK_ALLOW_LOOPBACK must be 1 or 0, not '${text}'`);
  return text === "1";
}

/** Checks that OIDC is configured as a whole or not at all. @throws StartError if a variable is missing, empty or not valid */
export function checkOidc(env: Env): void {
  refuseEmpty(env, OIDC_VARIABLES);
  if (!OIDC_VARIABLES.some((name) => env[name])) return;
  const missing = ["OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URI"].filter((name) => !env[name]);
  if (missing.length > 0)
    throw new StartError(
      `OIDC needs OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URI; ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing`,
    );
  const uri = env.OIDC_JWKS_URI ?? "";
  if (!isHttpUrl(uri)) throw new StartError(`OIDC_JWKS_URI must be the URL of the issuer's key set, not '${uri}'`);
}

/** The value of a variable. @throws StartError if it is set but empty, because it is not clear what was meant */
function textOf(name: string, value: string | undefined): string | undefined {
  if (value?.trim() === "") throw new StartError(`${name} is set but empty; give it a value, or unset it`);
  return value;
}

/** Refuses empty variables, which the hosted service takes as not set. @throws StartError if there is one */
function refuseEmpty(env: Env, names: readonly string[]): void {
  for (const name of names) textOf(name, env[name]);
}

function portOf(env: Env): number {
  const text = textOf("PORT", env.PORT) ?? String(DEFAULT_PORT);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new StartError(`PORT must be a port number from 0 to 65535, not '${text}'`);
  return port;
}

const isHttpUrl = (text: string) => /^https?:\/\/[^/]/.test(text) && URL.canParse(text);
