/** The limits of tenants in tests. */

import type { Quota } from "@skillmeat-deployments/core/model/access/quota.ts";
import { DEFAULT_LIMITS, type Limits } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";

/** Tests send more requests in one second of a stopped clock than a tenant may, and create more keys and webhooks. */
export const TEST_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  requests_per_second: 1_000_000,
  keys: 1_000_000,
  webhooks: 900,
};

/** A quota that admits everything, for calls of verbs without HTTP. */
export const UNLIMITED: Quota = { limits: DEFAULT_LIMITS, admit: (_name, _feed, _more, create) => create() };
