/** API keys that the operator creates, so that a tenant whose keys are lost is not. */
import type * as z from "zod";
import type { OperatorWriteCtx } from "../../context.ts";
import { notFound } from "../../fault.ts";
import { tenantCheck } from "../../storage/directory.ts";
import type { Committed } from "../../storage/writer.ts";
import { SCOPES } from "../../values/scope.ts";
import { LABELS } from "../labels.ts";
import type { ApiKeyCreated, TenantKeyCreate } from "./api-key.schema.ts";
import { type KeyMode, mintKey } from "./api-key.ts";

/** Creates an API key of a tenant, with all scopes and without expiry. @throws 404 if there is no such tenant */
export async function createTenantKey(
  ctx: OperatorWriteCtx,
  mode: KeyMode,
  tenantId: string,
  { name }: TenantKeyCreate,
): Promise<Committed<z.infer<typeof ApiKeyCreated>>> {
  const { created, rows } = mintKey({ ...ctx, tenant: tenantId }, mode, { name, scopes: SCOPES });
  const outcome = await ctx.writer.commit([tenantCheck(tenantId), ...rows], created, "key");
  if (!outcome.done) throw notFound(LABELS.tenant, tenantId);
  return outcome.committed;
}
