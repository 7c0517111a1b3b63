/** Tenants. The operator creates each tenant together with its first API key. */
import type * as z from "zod";
import type { OperatorCtx, OperatorWriteCtx } from "../../context.ts";
import { Fault, notFound } from "../../fault.ts";
import { createReader, toStored } from "../../resource/stored.ts";
import { ATTEMPTS, contended } from "../../resource/write.ts";
import { changedTenantRow, newTenantRow, tenantRow } from "../../storage/directory.ts";
import { PREFIX, systemKeys } from "../../storage/keys.ts";
import { type Page, type PageRequest, readPage } from "../../storage/pages.ts";
import { retryContended } from "../../storage/retry.ts";
import type { Committed } from "../../storage/writer.ts";
import { mergePatch } from "../../values/merge-patch.ts";
import { SCOPES } from "../../values/scope.ts";
import { LABELS } from "../labels.ts";
import { STORED } from "../stored-shapes.ts";
import { type KeyMode, mintKey } from "./api-key.ts";
import type { Tenant, TenantCreate, TenantPatch } from "./tenant.schema.ts";

/** Creates a tenant and its first API key. @throws 409 if the tenant exists */
export async function createTenant(
  ctx: OperatorWriteCtx,
  mode: KeyMode,
  input: z.infer<typeof TenantCreate>,
): Promise<Committed<Tenant & { api_key: string }>> {
  const stored = { ...input, created_at: ctx.now().toISOString() };
  const tenant: Tenant = { ...stored, limits: {}, suspended: false };
  const { created, rows } = mintKey({ ...ctx, tenant: input.tenant_id }, mode, { name: "first key", scopes: SCOPES });
  const result = { ...tenant, api_key: created.key };
  const outcome = await ctx.writer.commit([newTenantRow(stored, ctx.newId()), ...rows], result, "api_key");
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

/**
 * Changes the name, the limits or the suspension of a tenant. Instances cache tenants, so it takes effect within 30 s.
 * @throws 404; 503 if other changes come in between each time
 */
export async function updateTenant(
  ctx: OperatorWriteCtx,
  tenantId: string,
  { name, limits, suspended }: TenantPatch,
): Promise<Committed<Tenant>> {
  const attempt = async () => {
    const row = await tenantRow(ctx.table, tenantId);
    if (!row) throw notFound(LABELS.tenant, tenantId);
    const current = tenantFromRow(row);
    const next: Tenant = {
      ...current,
      name: name ?? current.name,
      limits: limits === undefined ? current.limits : ((mergePatch(current.limits, limits) ?? {}) as Tenant["limits"]),
      suspended: suspended ?? current.suspended,
    };
    const stored = { ...toStored(STORED.Tenant, next), created_at: row.created_at };
    const outcome = await ctx.writer.commit([changedTenantRow(row, stored, ctx.newId())], next);
    return outcome.done ? outcome.committed : undefined;
  };
  return retryContended(ATTEMPTS, attempt, () => contended(`${LABELS.tenant} '${tenantId}'`));
}

/** Lists tenants in byte order of id. @throws 400 if the cursor is invalid */
export const listTenants = (ctx: OperatorCtx, page: PageRequest): Promise<Page<Tenant>> =>
  readPage(ctx, { pk: systemKeys.tenants, prefix: PREFIX.tenant }, page, tenantFromRow);
