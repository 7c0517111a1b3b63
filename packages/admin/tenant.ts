/** `npm run tenant -- create ID`: a tenant and its first key, made by the operator's own call. */
import { parseArgs } from "node:util";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import type { Io } from "@skillmeat-deployments/local/main.ts";

const USAGE = "Usage: npm run tenant -- create ID [--name NAME] [--stage STAGE] (without a stage: the local server)";

/** Where a stage answers, and its operator's key. */
export type Operator = { url: string; operatorKey: string };

/**
 * @param operatorOf a deployed stage's; undefined where its links are not at hand
 * @returns the exit code; what went wrong has been told in one line
 */
export async function tenant(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  operatorOf: (stage: string) => Promise<Operator>,
  io: Io,
): Promise<number> {
  const refuse = (line: string) => {
    io.error(line);
    return 1;
  };
  let values: { name?: string; stage?: string };
  let positionals: string[];
  try {
    const options = { name: { type: "string" }, stage: { type: "string" } } as const;
    ({ values, positionals } = parseArgs({ args, options, allowPositionals: true }));
  } catch (error) {
    return refuse(`${(error as Error).message}. ${USAGE}`);
  }
  const [verb, tenantId, ...rest] = positionals;
  if (verb !== "create" || tenantId === undefined || rest.length > 0) return refuse(USAGE);
  const operator = values.stage === undefined ? local(env) : await operatorOf(values.stage);
  if (!operator) return refuse("No local server has been started here: run `npm start`, or name a --stage");
  try {
    const response = await fetch(`${operator.url}/tenants`, {
      method: "POST",
      headers: { authorization: `Bearer ${operator.operatorKey}`, "content-type": "application/json" },
      body: JSON.stringify({ tenant_id: tenantId, name: values.name ?? tenantId }),
      signal: AbortSignal.timeout(30_000),
    });
    const body = (await response.json()) as { api_key: string; detail?: string };
    if (!response.ok) return refuse(`${operator.url} answers ${response.status}: ${body.detail}`);
    io.out(`Tenant ${tenantId} at ${operator.url}; its first API key, with all scopes, shown this once:`);
    io.out(body.api_key);
    return 0;
  } catch (error) {
    return refuse(`${operator.url} does not answer: ${(error as Error).message}`);
  }
}

function local(env: Readonly<Record<string, string | undefined>>): Operator | undefined {
  const credentials = readCredentials(env.DATA_DIR ?? ".data");
  return credentials && { url: credentials.base_url, operatorKey: credentials.operator_key };
}
