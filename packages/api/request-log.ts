/** One structured line a request; never a key, a secret or a body. */
import type { Caller } from "@skillmeat-deployments/core/context.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { Responding } from "./http/respond.ts";
import type { RoutePath } from "./routing/table.ts";

/** The numbers in a request's log line that are metrics, with CloudWatch's units. */
export const REQUEST_METRICS = {
  latency_ms: "Milliseconds",
  server_errors: "Count",
  conditional_failures: "Count",
  throttles: "Count",
  replays: "Count",
} as const;

/** One request on its way. */
export type Exchange = Responding & {
  /** undefined where no route has the path. */
  path: RoutePath | undefined;
  /** A parameter of the path, decoded. */
  param: (name: string) => string;
  trace: string | undefined;
  caller?: Caller | undefined;
};

type LogDeps = { log: (line: Record<string, unknown>) => void; refusals?: Refusals };

export function createRequestLog({ log, refusals }: LogDeps) {
  let coldStart = true;
  return (
    { request, requestId, path, caller, headers, trace }: Exchange,
    response: Response,
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
      ...(refusals && takeRefusals(refusals)),
      trace,
      cold_start: coldStart || undefined,
      error: error instanceof Error ? `${error.name}: ${error.message}` : undefined,
    });
    coldStart = false;
  };
}
