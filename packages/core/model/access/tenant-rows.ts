/** The stored rows of tenants, with a short-lived cache: for checks of every request, such as whether a tenant exists. */
import { type CacheBounds, createCache } from "../../runtime/cache.ts";
import type { SteadyClock } from "../../runtime/steady-clock.ts";
import { tenantRow } from "../../storage/directory.ts";
import type { Row } from "../../storage/row.ts";
import type { ReadTable } from "../../storage/verbs.ts";

/** Returns the whole row of a tenant. undefined: the operator did not make it. It can be 25 s old. */
export type TenantRows = (tenant: string) => Promise<Row | undefined>;

/** A change of a tenant must take effect within 30 s. */
const FOUND: CacheBounds = { ms: 25_000, size: 10_000 };
const ABSENT: CacheBounds = { ms: 5_000, size: 10_000 };

/** Creates the reader of tenants' rows. Eventually consistent: this costs half, and the cache is older anyway. */
export function createTenantRows(table: Pick<ReadTable, "get">, elapsed: SteadyClock): TenantRows {
  const rows = createCache<Row>({ elapsed, found: FOUND, absent: ABSENT });
  return (tenant) => rows(tenant, () => tenantRow(table, tenant, false));
}
