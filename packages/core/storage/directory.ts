/** Rows outside the tenant partitions: tenants, and API keys by id. Only this file accesses several tenants. */
import type { JsonObject } from "../values/json.ts";
import type { Condition } from "./condition.ts";
import { keys, systemKeys } from "./keys.ts";
import type { Row } from "./row.ts";
import type { ReadTable, Table, Write } from "./verbs.ts";

type ExpiringKey = { readonly key_id: string; readonly expires_at: string | null };
type Reader = Pick<ReadTable, "get">;

/**
 * Returns the writes of an API key's two rows: one under `SYS#` for authentication, one in the tenant's partition for
 * lists.
 */
export const apiKeyRows = (tenant: string, keyId: string, attributes: Record<string, unknown>): Write[] => [
  { put: { ...attributes, tenant, ...systemKeys.apiKey(keyId) }, when: { is: "absent" } },
  { put: { ...attributes, ...keys.apiKey(tenant, keyId) }, when: { is: "absent" } },
];

/** Returns the writes that remove both rows of an API key. */
export const apiKeyRemovals = (tenant: string, keyId: string): Write[] => [
  { remove: keys.apiKey(tenant, keyId), when: { is: "live" } },
  { remove: systemKeys.apiKey(keyId), when: { is: "live" } },
];

/** Returns the writes that set attributes of both rows of an API key. */
export const apiKeyUpdates = (
  tenant: string,
  keyId: string,
  attributes: Readonly<Record<string, unknown>>,
  when: Condition,
): Write[] => [keys.apiKey(tenant, keyId), systemKeys.apiKey(keyId)].map((set) => ({ set, attributes, when }));

/** Returns the write that commits only if an API key is there and its expiry was not changed. */
export const apiKeyUnchanged = (tenant: string, { key_id, expires_at }: ExpiringKey): Write => ({
  check: keys.apiKey(tenant, key_id),
  when: { is: "expiring", expires_at },
});

/** Finds an API key by its id, for authentication. An eventually consistent read costs half. */
export const findApiKey = (table: Reader, keyId: string, consistent: boolean): Promise<Row | undefined> =>
  table.get(systemKeys.apiKey(keyId), consistent);

/**
 * Sets the hour of an API key's last use on the tenant's row of the key. Does nothing if the key was revoked, or if a use
 * in this hour or later is known.
 */
export const setLastUsed = (table: Pick<Table, "setAttribute">, tenant: string, keyId: string, hour: string) =>
  table.setAttribute(keys.apiKey(tenant, keyId), "last_used_at", hour, { is: "unusedSince", hour });

/** Returns the write of a new tenant's row. @param change the id of the change */
export const newTenantRow = (tenant: { tenant_id: string }, change: string): Write => ({
  put: { ...systemKeys.tenant(tenant.tenant_id), ...tenant, change, changes: [change] },
  when: { is: "absent" },
});

/**
 * Returns the write of a tenant's row after a change, if no other came in between. Rows of the first release have no
 * change id.
 */
export const changedTenantRow = ({ pk, sk, change: last }: Row, tenant: JsonObject, change: string): Write => ({
  put: { pk, sk, ...tenant, change, changes: [change] },
  when: last === undefined ? { is: "unstamped" } : { is: "live", changes: [last as string] },
});
/** Returns the write that commits only if the tenant exists. */
export const tenantCheck = (tenant: string): Write => ({ check: systemKeys.tenant(tenant), when: { is: "live" } });

/** The key of an idempotency key's row: in the tenant's partition, or in the operator's if `tenant` is undefined. */
export const idempotencyRowKey = (tenant: string | undefined, hash: string) =>
  tenant === undefined ? systemKeys.idempotency(hash) : keys.idempotency(tenant, hash);

/** Reads a tenant's row. Strongly consistent unless `consistent` is false. */
export const tenantRow = (table: Reader, tenant: string, consistent = true) =>
  table.get(systemKeys.tenant(tenant), consistent);

/** Reads a row that does not exist, to check that storage answers. */
export const probe = (table: Reader) => table.get(systemKeys.tenant("-"), false);
