/**
 * The credentials of a local server. They are created at the first start, in `DATA_DIR/credentials.json` (mode 0600).
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OperatorWriteCtx } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { mintKey } from "@skillmeat-deployments/core/model/access/api-key.ts";
import { keyAuthenticator } from "@skillmeat-deployments/core/model/access/authenticate-key.ts";
import { createTenant } from "@skillmeat-deployments/core/model/access/tenant.ts";
import { createSteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { checksum, randomSecret } from "@skillmeat-deployments/core/values/secret.ts";
import * as z from "zod";
import { readJson, writeAtomically } from "./file.ts";
import { StartError } from "./start-error.ts";

/** The content of credentials.json. */
export const Credentials = z.object({
  base_url: z.string(),
  tenant_id: z.string(),
  api_key: z.string(),
  operator_key: z.string(),
});
export type Credentials = z.infer<typeof Credentials>;

/** The tenant of a local server. */
const TENANT = "local";

export const credentialsFile = (dataDir: string) => join(dataDir, "credentials.json");

/** The stored credentials. Undefined: there is no file. @throws StartError if the file is damaged */
export function readCredentials(dataDir: string): Credentials | undefined {
  const file = credentialsFile(dataDir);
  if (!existsSync(file)) return undefined;
  const stored = Credentials.safeParse(readJson(file));
  if (stored.success) return stored.data;
  // New keys would lock out every client that has the old ones, so that is the user's choice.
  throw new StartError(
    `${file} is damaged; restore it from a copy, or remove it to get a new API key and a new operator key at the next start`,
  );
}

export const writeCredentials = (dataDir: string, credentials: Credentials) =>
  writeAtomically(credentialsFile(dataDir), `${JSON.stringify(credentials, null, 2)}\n`);

/** The stored credentials, with a new API key if the table does not accept the stored one. */
export async function ensureCredentials(
  ctx: OperatorWriteCtx,
  dataDir: string,
): Promise<Omit<Credentials, "base_url">> {
  const stored = readCredentials(dataDir);
  const operator_key = stored?.operator_key ?? mintOperatorKey();
  if (
    stored &&
    (await keyAuthenticator(ctx.table, ctx.now, createSteadyClock(ctx.now))(stored.api_key, async () => {}))
  )
    return { ...stored, operator_key };
  return { tenant_id: TENANT, api_key: await mintApiKey(ctx), operator_key };
}

function mintOperatorKey(): string {
  const key = `smo_test_${randomSecret(30)}`;
  return key + checksum(key);
}

/** Creates the tenant with its first key. If the tenant exists, its credentials file was lost: creates another key. */
async function mintApiKey(ctx: OperatorWriteCtx): Promise<string> {
  try {
    return (await createTenant(ctx, "test", { tenant_id: TENANT, name: "Local" })).result.api_key;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "already-exists") throw error;
    const { created, rows } = mintKey({ ...ctx, tenant: TENANT }, "test", { name: "local", scopes: SCOPES });
    const outcome = await ctx.writer.commit(rows, {});
    if (!outcome.done) throw new Error("The new API key was not stored: its id is taken");
    return created.key;
  }
}
