/** Tenants: made by the operator, each with its first key. */
import * as z from "zod";
import type { Ctx, Page } from "../context.ts";
import { Fault, notFound } from "../fault.ts";
import { readStored } from "../resource/stored.ts";
import { newTenantRow, tenantRow } from "../storage/directory.ts";
import { commit } from "../storage/idempotency.ts";
import { PREFIX, systemKeys } from "../storage/keys.ts";
import { readPage } from "../storage/pages.ts";
import { SCOPES } from "../values/scope.ts";
import { Name, TenantId } from "../values/strings.ts";
import { type KeyMode, mintKey } from "./api-key.ts";

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
  api_key: z.string().optional().meta({ description: "Its first key, with all scopes; shown this once." }),
  secret_shown: z.literal(true).optional().meta({ description: "In a replay: the key was in the first answer." }),
}).meta({ id: "TenantCreated" });

/** What the operator's verbs need: no tenant is theirs. */
export type OperatorCtx = Omit<Ctx, "tenant">;

/** @throws 409 where the tenant exists */
export async function createTenant(
  ctx: OperatorCtx,
  mode: KeyMode,
  input: z.infer<typeof TenantCreate>,
): Promise<Tenant & { api_key: string }> {
  const tenant: Tenant = { ...input, created_at: ctx.now().toISOString() };
  const { created, rows } = mintKey({ ...ctx, tenant: input.tenant_id }, mode, { name: "first key", scopes: SCOPES });
  const result = { ...tenant, api_key: created.key };
  const committed = await commit(ctx, [newTenantRow(tenant), ...rows], result, "api_key");
  if (!committed.done) throw new Fault("already-exists", `Tenant '${input.tenant_id}' already exists`);
  return result;
}

export async function readTenant(ctx: OperatorCtx, tenantId: string): Promise<Tenant> {
  const row = await tenantRow(ctx.table, tenantId);
  if (!row) throw notFound("Tenant", tenantId);
  return readStored(Tenant, row);
}

export const listTenants = (
  ctx: OperatorCtx,
  page: { limit: number; after: string | undefined },
): Promise<Page<Tenant>> =>
  readPage(ctx, { pk: systemKeys.tenants, prefix: PREFIX.tenant, ...page }, (row) => readStored(Tenant, row));
