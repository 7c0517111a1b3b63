/** Tenants. The operator creates each tenant together with its first API key. */
import type * as z from "zod";
import type { OperatorCtx, OperatorWriteCtx } from "../../context.ts";
import { Fault, notFound } from "../../fault.ts";
import { createReader } from "../../resource/stored.ts";
import { newTenantRow, tenantRow } from "../../storage/directory.ts";
import { PREFIX, systemKeys } from "../../storage/keys.ts";
import { type Page, type PageRequest, readPage } from "../../storage/pages.ts";
import type { Committed } from "../../storage/writer.ts";
import { SCOPES } from "../../values/scope.ts";
import { LABELS } from "../labels.ts";
import { STORED } from "../stored-shapes.ts";
import { type KeyMode, mintKey } from "./api-key.ts";
import type { Tenant, TenantCreate } from "./tenant.schema.ts";

/** Creates a tenant and its first API key. @throws 409 if the tenant exists */
export async function createTenant(
  ctx: OperatorWriteCtx,
  mode: KeyMode,
  input: z.infer<typeof TenantCreate>,
): Promise<Committed<Tenant & { api_key: string }>> {
  const tenant: Tenant = { ...input, created_at: ctx.now().toISOString() };
  const { created, rows } = mintKey({ ...ctx, tenant: input.tenant_id }, mode, { name: "first key", scopes: SCOPES });
  const result = { ...tenant, api_key: created.key };
  const outcome = await ctx.writer.commit([newTenantRow(tenant), ...rows], result, "api_key");
  if (!outcome.done) throw new Fault("already-exists", `Tenant '${input.tenant_id}' already exists`);
  return outcome.committed;
}

/** Returns the tenant of a stored row. Fields that are added later need a default, unless they are nullable. */
const tenantFromRow = createReader<Tenant>(STORED.Tenant);

/** Reads a tenant. @throws 404 */
export async function readTenant(ctx: OperatorCtx, tenantId: string): Promise<Tenant> {
  const row = await tenantRow(ctx.table, tenantId);
  if (!row) throw notFound(LABELS.tenant, tenantId);
  return tenantFromRow(row);
}

/** Lists tenants in byte order of id. @throws 400 if the cursor is invalid */
export const listTenants = (ctx: OperatorCtx, page: PageRequest): Promise<Page<Tenant>> =>
  readPage(ctx, { pk: systemKeys.tenants, prefix: PREFIX.tenant }, page, tenantFromRow);
