/** What the pipeline depends on: each process of the API composes it. */
import type { KeyMode } from "@skillmeat-deployments/core/model/access/api-key.ts";
import type { Limits } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import type { Background } from "@skillmeat-deployments/core/runtime/background.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import type { Refusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { TokenVerifier } from "./auth/access.ts";
import type { Assets } from "./docs/assets.ts";
import type { RatePolicy } from "./http/rate-limit.ts";
import type { WebhookDeps } from "./routing/route.ts";

/** What the pipeline depends on. */
export type PipelineDeps = {
  table: Table;
  now: () => Date;
  /** The clock of durations: cached keys, rate limits. Defaults to the process's own. */
  elapsed?: SteadyClock;
  /** A new ULID. */
  newId: () => string;
  /** Whether new API keys are `live` or `test` keys. */
  mode: KeyMode;
  /** Undefined: the operator's routes refuse every credential. */
  operatorKey: string | undefined;
  /** Verifies OIDC access tokens. Undefined: OIDC is not configured. */
  verifyToken?: TokenVerifier | undefined;
  /** The rate of each credential. Defaults to `DEFAULT_RATE`. */
  rate?: RatePolicy;
  /** The limits of tenants for which the operator sets no others. Default to `DEFAULT_LIMITS`. */
  limits?: Limits;
  assets: Assets;
  /** What webhooks need besides storage. Loaded on demand. */
  webhooks: WebhookDeps;
  /** The URL of the service, without a trailing slash. */
  publicUrl: string;
  /** Runs what requests start and do not wait for. Defaults to one of the pipeline's own. */
  background?: Background;
  /** Counts the storage calls that were throttled or failed a condition. */
  refusals?: Refusals;
  /** Storage time limit of `heavy` routes in milliseconds, where no gateway ends requests after 30 s. */
  longStorageMs?: number;
  /** Writes one structured line for each request. The line never contains a key, a secret or a body. */
  log: (line: Record<string, unknown>) => void;
};
