/** `npm run tenant -- create ID`: creates a tenant and its first API key by a request to the API. */
import { parseArgs } from "node:util";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Env, storageOf } from "@skillmeat-deployments/local/settings.ts";
import { type Io, reasonOf, runCommand, StartError } from "@skillmeat-deployments/local/start-error.ts";

const USAGE = "Usage: npm run tenant -- create ID [--name NAME] [--stage STAGE] (default: the local server)";

const OPTIONS = { name: { type: "string" }, stage: { type: "string" } } as const;

/** The URL of the API and the operator key. */
export type Operator = { url: string; operatorKey: string };

/**
 * Runs the command. Errors are written as one line to `io.error`.
 * @param operatorOf returns the URL and the operator key of a deployed stage
 * @returns the exit code
 */
export const tenant = (
  args: string[],
  env: Env,
  operatorOf: (stage: string) => Promise<Operator>,
  io: Io,
): Promise<number> =>
  runCommand(io, async () => {
    const { tenantId, name, stage } = parseCommand(args);
    const operator = stage === undefined ? localOperator(env) : await operatorOf(stage);
    const apiKey = await createTenant(operator, tenantId, name);
    io.out(`Created tenant ${tenantId} at ${operator.url}. Its API key, with all scopes (shown only now):`);
    io.out(apiKey);
    return 0;
  });

/** @throws StartError with one line about the invalid argument */
function parseCommand(args: string[]): { tenantId: string; name: string; stage: string | undefined } {
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${reasonOf(error)}. ${USAGE}`);
  }
  const { values, positionals } = parsed;
  const [command, tenantId, ...extra] = positionals;
  if (command !== "create" || tenantId === undefined || extra.length > 0) throw new StartError(USAGE);
  return { tenantId, name: values.name ?? tenantId, stage: values.stage };
}

/** @returns the tenant's API key @throws StartError if the API refuses or does not respond */
async function createTenant({ url, operatorKey }: Operator, tenant_id: string, name: string): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/tenants`, {
      method: "POST",
      headers: { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" },
      body: JSON.stringify({ tenant_id, name }),
      signal: AbortSignal.timeout(30_000),
    });
    text = await response.text();
  } catch (error) {
    throw new StartError(`${url} does not respond: ${reasonOf(error)}`);
  }
  const { api_key, detail } = parseAnswer(text);
  if (response.ok && api_key !== undefined) return api_key;
  throw new StartError(`${url} returned ${response.status}: ${detail ?? "the answer is not one of this API"}`);
}

function parseAnswer(text: string): { api_key?: string; detail?: string } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}

/** @throws StartError if no local server was started, or its credentials are damaged */
function localOperator(env: Env): Operator {
  const credentials = readCredentials(storageOf(env).dataDir);
  if (credentials) return { url: credentials.base_url, operatorKey: credentials.operator_key };
  throw new StartError("No local server was started in this directory; run `npm start`, or set --stage");
}
