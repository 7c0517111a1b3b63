/** Admits the requests of a tenant: not while it is suspended, and not beyond the rates of the credential and the tenant. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { createQuotas, type Quota } from "@skillmeat-deployments/core/model/access/quota.ts";
import {
  DEFAULT_LIMITS,
  type LimitName,
  type Limits,
  limitsOf,
} from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import type { TenantRows } from "@skillmeat-deployments/core/model/access/tenant-rows.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createRateLimit, DEFAULT_RATE, type RatePolicy, tenantRate } from "../http/rate-limit.ts";

/** What admission depends on. */
export type AdmissionDeps = {
  elapsed: SteadyClock;
  tenants: TenantRows;
  /** The rate of each credential. Defaults to `DEFAULT_RATE`. */
  rate?: RatePolicy;
  /** The limits of tenants for which the operator sets no others. Default to `DEFAULT_LIMITS`. */
  limits?: Limits;
};

/**
 * Returns the limits of a caller's tenant, and adds the rate limit headers.
 * @throws 403 if the tenant is suspended; 429
 */
export type Admit = (caller: Caller, headers: Record<string, string>) => Promise<QuotaWithin>;

/** Returns the quota that reads its counts from a table, within the time limit of the request. */
export type QuotaWithin = (table: Pick<ReadTable, "get">) => Quota;

const REQUESTS = "requests_per_second" satisfies LimitName;

/** Creates the admission of an instance. */
export function createAdmission({ elapsed, tenants, rate, limits: defaults }: AdmissionDeps): Admit {
  const quotas = createQuotas(elapsed);
  const takeToken = createRateLimit(elapsed);
  return async ({ tenant, actor }, headers) => {
    const row = await tenants(tenant);
    if (row?.suspended) throw new Fault("tenant-suspended", `Tenant '${tenant}' is suspended; ask the operator`);
    const limits = limitsOf(row, defaults ?? DEFAULT_LIMITS);
    const { headers: state, refused } = takeToken([
      { name: "default", key: `${tenant} ${actor}`, policy: rate ?? DEFAULT_RATE },
      { name: "tenant", key: tenant, policy: tenantRate(limits[REQUESTS]), limit: REQUESTS },
    ]);
    Object.assign(headers, state);
    if (refused) throw refused;
    return (table) => quotas(tenant, limits, table);
  };
}
