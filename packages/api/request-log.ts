/** Logs one structured line for each request. The line never contains a key, a secret or a body. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { QuotaWithin } from "./auth/admission.ts";
import type { HttpResponse } from "./http/message.ts";
import type { Responding } from "./http/respond.ts";
import type { RoutePath } from "./routing/table.ts";

/** The members of the log line that are metrics, with their CloudWatch units. */
export const REQUEST_METRICS = {
  latency_ms: "Milliseconds",
  server_errors: "Count",
  conditional_failures: "Count",
  throttles: "Count",
  replays: "Count",
  unauthenticated: "Count",
  rate_limited: "Count",
} as const;

/** A request, and what the pipeline knows about it so far. */
export type Exchange = Responding & {
  /** Undefined: no route has the path. */
  path: RoutePath | undefined;
  /** Returns a decoded path parameter. */
  param: (name: string) => string;
  /** The valid `traceparent` of the request. */
  trace: string | undefined;
  /** Undefined: not yet authenticated, or a public or operator route. */
  caller?: Caller | undefined;
  /** The limits of the caller's tenant. */
  quota?: QuotaWithin | undefined;
};

type LogDeps = { log: (line: Record<string, unknown>) => void; refusals?: Refusals };

/** Creates the function that logs a request. @param deps `refusals` are added to the line, and reset */
export function createRequestLog({ log, refusals }: LogDeps) {
  let coldStart = true;
  return (
    { request, requestId, path, caller, headers, trace }: Exchange,
    response: HttpResponse,
    error: unknown,
    ms: number,
  ): void => {
    log({
      level: response.status >= 500 ? "error" : "info",
      message: "request",
      request_id: requestId,
      tenant: caller?.tenant,
      actor: caller?.actor,
      method: request.method,
      route: path?.template,
      status: response.status,
      latency_ms: Math.round(ms * 100) / 100,
      server_errors: response.status >= 500 ? 1 : 0,
      replays: headers["idempotent-replayed"] ? 1 : 0,
      unauthenticated: response.status === 401 ? 1 : 0,
      rate_limited: response.status === 429 ? 1 : 0,
      ...(refusals && takeRefusals(refusals)),
      trace,
      cold_start: coldStart || undefined,
      error: error instanceof Error ? `${error.name}: ${error.message}` : undefined,
    });
    coldStart = false;
  };
}
