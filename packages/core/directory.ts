/** The few rows that belong to no tenant: tenants, and API keys by id. The one place that crosses tenants. */
import { Fault, notFound } from "./fault.ts";
import { keys, systemKeys } from "./keys.ts";
import type { Row, Table, Write } from "./table.ts";

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

/** @throws 409 where the tenant exists */
export async function addTenant(table: Table, tenant: Row & { tenant_id: string }, firstKey: Write[]): Promise<void> {
  const result = await table.transact([{ put: tenant, when: { is: "absent" } }, ...firstKey]);
  if (!result.done) throw new Fault("already-exists", `Tenant '${tenant.tenant_id}' already exists`);
}

export const tenantRow = (table: Table, tenant: string) => table.get(systemKeys.tenant(tenant));

/** One bounded read that finds nothing: does storage answer? */
export const probe = (table: Table) => table.get(systemKeys.tenant("-"), false);
