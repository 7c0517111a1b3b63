/** The few rows that belong to no tenant: tenants, and API keys by id. The one place that crosses tenants. */
import { notFound } from "../fault.ts";
import { keys, systemKeys } from "./keys.ts";
import type { Row } from "./row.ts";
import type { Table, Write } from "./table.ts";

/** A key's row: under `SYS#` to authenticate by, and in its tenant's partition to list. Both, or neither. */
export const apiKeyRows = (tenant: string, keyId: string, attributes: Record<string, unknown>): Write[] => [
  { put: { ...attributes, tenant, ...systemKeys.apiKey(keyId) }, when: { is: "absent" } },
  { put: { ...attributes, ...keys.apiKey(tenant, keyId) }, when: { is: "absent" } },
];

/** @throws 404 where the tenant has no such key */
export async function removeApiKey(table: Table, tenant: string, keyId: string): Promise<void> {
  const result = await table.transact([
    { remove: keys.apiKey(tenant, keyId), when: { is: "live" } },
    { remove: systemKeys.apiKey(keyId), when: { is: "live" } },
  ]);
  if (!result.done) throw notFound("API key", keyId);
}

/** A key by its id alone, for authentication. Eventually consistent: half the price, and the cache is older anyway. */
export const findApiKey = (table: Table, keyId: string): Promise<Row | undefined> =>
  table.get(systemKeys.apiKey(keyId), false);

/** A tenant's row, for a tenant that is not there yet. */
export const newTenantRow = (tenant: { tenant_id: string }): Write => ({
  put: { ...systemKeys.tenant(tenant.tenant_id), ...tenant },
  when: { is: "absent" },
});

/** Where a caller's Idempotency-Key is kept: with its tenant, or for the operator with none. */
export const idempotencyRowKey = (tenant: string | undefined, hash: string) =>
  tenant === undefined ? systemKeys.idempotency(hash) : keys.idempotency(tenant, hash);

export const tenantRow = (table: Table, tenant: string) => table.get(systemKeys.tenant(tenant));

/** One bounded read that finds nothing: does storage answer? */
export const probe = (table: Table) => table.get(systemKeys.tenant("-"), false);
