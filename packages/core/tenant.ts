/** Tenants: made by the operator, each with its first key. */
import * as z from "zod";
import { type KeyMode, mintKey } from "./apikey.ts";
import type { Ctx, Page } from "./context.ts";
import { addTenant, tenantRow } from "./directory.ts";
import { notFound } from "./fault.ts";
import { PREFIX, systemKeys } from "./keys.ts";
import { pageOf } from "./list.ts";
import { fromRow } from "./noun.ts";
import { SCOPES } from "./scope.ts";
import { Name, TenantId } from "./text.ts";

export const Tenant = z
  .object({
    tenant_id: TenantId.meta({ description: "Chosen by the operator; immutable.", example: "acme" }),
    name: Name.meta({ description: "What people call it.", example: "Acme Inc." }),
    created_at: z.string().meta({ description: "When it was made (RFC 3339, UTC)." }),
  })
  .meta({ id: "Tenant" });
export type Tenant = z.infer<typeof Tenant>;

export const TenantCreate = Tenant.pick({ tenant_id: true, name: true }).strict().meta({ id: "TenantCreate" });

export const TenantCreated = Tenant.extend({
  api_key: z.string().meta({ description: "Its first key, with all scopes; shown this once." }),
}).meta({ id: "TenantCreated" });

/** What the operator's verbs need: no tenant is theirs. */
export type OperatorCtx = Omit<Ctx, "tenant">;

/** @throws 409 where the tenant exists */
export async function createTenant(
  ctx: OperatorCtx,
  mode: KeyMode,
  input: z.infer<typeof TenantCreate>,
): Promise<z.infer<typeof TenantCreated>> {
  const tenant: Tenant = { ...input, created_at: ctx.now().toISOString() };
  const { created, rows } = mintKey({ ...ctx, tenant: input.tenant_id }, mode, { name: "first key", scopes: SCOPES });
  await addTenant(ctx.table, { ...systemKeys.tenant(input.tenant_id), ...tenant }, rows);
  return { ...tenant, api_key: created.key };
}

export async function readTenant(ctx: OperatorCtx, tenantId: string): Promise<Tenant> {
  const row = await tenantRow(ctx.table, tenantId);
  if (!row) throw notFound("Tenant", tenantId);
  return fromRow(Tenant, row);
}

export const listTenants = (
  ctx: OperatorCtx,
  page: { limit: number; after: string | undefined },
): Promise<Page<Tenant>> =>
  pageOf(ctx, { pk: systemKeys.tenants, prefix: PREFIX.tenant, ...page }, (row) => fromRow(Tenant, row));
