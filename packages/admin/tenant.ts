/** `npm run tenant -- create ID`: creates a tenant and its first API key by a request to the API. */
import { parseArgs } from "node:util";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import type { Io } from "@skillmeat-deployments/local/start-error.ts";

const USAGE = "Usage: npm run tenant -- create ID [--name NAME] [--stage STAGE] (default: the local server)";

/** The URL of the API and the operator key. */
export type Operator = { url: string; operatorKey: string };

/**
 * Runs the command. Errors are written as one line to `io.error`.
 * @param operatorOf returns the URL and the operator key of a deployed stage
 * @returns the exit code
 */
export async function tenant(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  operatorOf: (stage: string) => Promise<Operator>,
  io: Io,
): Promise<number> {
  const fail = (line: string) => {
    io.error(line);
    return 1;
  };
  let values: { name?: string; stage?: string };
  let positionals: string[];
  try {
    const options = { name: { type: "string" }, stage: { type: "string" } } as const;
    ({ values, positionals } = parseArgs({ args, options, allowPositionals: true }));
  } catch (error) {
    return fail(`${(error as Error).message}. ${USAGE}`);
  }
  const [command, tenantId, ...extra] = positionals;
  if (command !== "create" || tenantId === undefined || extra.length > 0) return fail(USAGE);
  const operator = values.stage === undefined ? localOperator(env) : await operatorOf(values.stage);
  if (!operator) return fail("No local server was started in this directory; run `npm start`, or set --stage");
  try {
    const response = await fetch(`${operator.url}/tenants`, {
      method: "POST",
      headers: { authorization: `Bearer ${operator.operatorKey}`, "content-type": "application/json" },
      body: JSON.stringify({ tenant_id: tenantId, name: values.name ?? tenantId }),
      signal: AbortSignal.timeout(30_000),
    });
    const body = (await response.json()) as { api_key: string; detail?: string };
    if (!response.ok) return fail(`${operator.url} returned ${response.status}: ${body.detail}`);
    io.out(`Created tenant ${tenantId} at ${operator.url}. Its API key, with all scopes (shown only now):`);
    io.out(body.api_key);
    return 0;
  } catch (error) {
    return fail(`${operator.url} does not respond: ${(error as Error).message}`);
  }
}

function localOperator(env: Readonly<Record<string, string | undefined>>): Operator | undefined {
  const credentials = readCredentials(env.DATA_DIR ?? ".data");
  return credentials && { url: credentials.base_url, operatorKey: credentials.operator_key };
}
