/** The few rows that belong to no tenant: tenants, and API keys by id. The one place that crosses tenants. */
import { keys, systemKeys } from "./keys.ts";
import type { Row } from "./row.ts";
import type { ReadTable, Write } from "./verbs.ts";

type Reader = Pick<ReadTable, "get">;

/** A key's rows: one under `SYS#` to authenticate by, one in its tenant's partition to list. Both are written, or neither. */
export const apiKeyRows = (tenant: string, keyId: string, attributes: Record<string, unknown>): Write[] => [
  { put: { ...attributes, tenant, ...systemKeys.apiKey(keyId) }, when: { is: "absent" } },
  { put: { ...attributes, ...keys.apiKey(tenant, keyId) }, when: { is: "absent" } },
];

/** Removes both rows of a key. */
export const apiKeyRemovals = (tenant: string, keyId: string): Write[] => [
  { remove: keys.apiKey(tenant, keyId), when: { is: "live" } },
  { remove: systemKeys.apiKey(keyId), when: { is: "live" } },
];

/** A key by its id alone, for authentication. Eventually consistent: half the price, and the cache is older anyway. */
export const findApiKey = (table: Reader, keyId: string): Promise<Row | undefined> =>
  table.get(systemKeys.apiKey(keyId), false);

/** A tenant's row, for a tenant that is not there yet. */
export const newTenantRow = (tenant: { tenant_id: string }): Write => ({
  put: { ...systemKeys.tenant(tenant.tenant_id), ...tenant },
  when: { is: "absent" },
});

/** The row of an Idempotency-Key: in a partition of its tenant's, or of the operator's own. */
export const idempotencyRowKey = (tenant: string | undefined, hash: string) =>
  tenant === undefined ? systemKeys.idempotency(hash) : keys.idempotency(tenant, hash);

export const tenantRow = (table: Reader, tenant: string) => table.get(systemKeys.tenant(tenant));

/** Makes one bounded read that finds nothing, to see whether storage answers. */
export const probe = (table: Reader) => table.get(systemKeys.tenant("-"), false);
