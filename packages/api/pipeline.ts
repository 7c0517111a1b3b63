/**
 * Processes a request from arrival to response. Clients depend on the order of the steps:
 *
 * 1. Assign the request id and the trace. Find the route by path and method (404, 405), or answer OPTIONS.
 * 2. Authenticate the caller and check the scope (401, 403; 429 for an address that failed too often).
 * 3. Refuse a suspended tenant (403), and apply the rate limits of the credential and of its tenant (429).
 * 4. Choose the format of the response (406).
 * 5. Read the `Idempotency-Key` and the bytes of the body (400, 413, 422).
 * 6. Parse path parameters, query, body and preconditions (400, 404, 415, 422).
 * 7. Run the route. If an earlier request with the same `Idempotency-Key` succeeded, repeat its response, even if step
 *    6 or 7 would now refuse the request.
 * 8. Send the response and log one line.
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { createTenantRows } from "@skillmeat-deployments/core/model/access/tenant-rows.ts";
import { createBackground } from "@skillmeat-deployments/core/runtime/background.ts";
import { createSteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import {
  findReplay,
  type IdempotentRequest,
  isSameRequest,
  Replay,
  storedResult,
} from "@skillmeat-deployments/core/storage/idempotency.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { createAdmission } from "./auth/admission.ts";
import { createAuthenticate } from "./auth/authenticate.ts";
import { createHeavySlots } from "./heavy-slots.ts";
import type { Answer, Format } from "./http/answer.ts";
import { mediaOf, parseBody, readBody, scopeOfBody } from "./http/body.ts";
import { compressed } from "./http/compress.ts";
import { CORS_HEADERS } from "./http/cors.ts";
import { preconditionsOf } from "./http/etag.ts";
import { idempotentRequest, parseIdempotencyKey } from "./http/idempotency-key.ts";
import type { HttpRequest, HttpResponse } from "./http/message.ts";
import { negotiate } from "./http/negotiate.ts";
import { asFault } from "./http/problem.ts";
import { parsePaging, parseQuery } from "./http/query.ts";
import { headerMatching, prefixOf, queryLists, requestPath, withoutPrefix } from "./http/request.ts";
import { respond, respondToFault } from "./http/respond.ts";
import { parseTraceparent } from "./http/traceparent.ts";
import type { PipelineDeps } from "./pipeline-deps.ts";
import { createReadiness } from "./readiness.ts";
import { actorOf, contextOf, lookUps, storageTimeoutMs } from "./request-context.ts";
import { createRequestLog, type Exchange } from "./request-log.ts";
import { allowedOn, optionsResponse } from "./routing/allowed.ts";
import { parseParams } from "./routing/parameters.ts";
import type { Route } from "./routing/route.ts";
import type { RoutePath } from "./routing/table.ts";

/** A request after step 5. */
type PreparedRequest = {
  path: RoutePath;
  route: Route;
  /** The table with the time limit of this request. */
  table: Table;
  bytes: Uint8Array;
  format: Format;
  /** Undefined: the request has no `Idempotency-Key`. */
  idempotent: IdempotentRequest | undefined;
};

/** Processes one request. `path` is undefined if no route has the path; `param` returns a decoded path parameter. */
export type Serve = (
  request: HttpRequest,
  path: RoutePath | undefined,
  param: (name: string) => string,
) => Promise<HttpResponse>;

/** Creates the pipeline. It never throws: every error becomes a problem response. */
export function createPipeline(deps: PipelineDeps): Serve {
  const elapsed = deps.elapsed ?? createSteadyClock(deps.now);
  const background = deps.background ?? createBackground();
  const reads = lookUps(deps.table);
  const tenants = createTenantRows(reads, elapsed);
  const authenticate = createAuthenticate({
    ...deps,
    table: { ...deps.table, ...reads },
    elapsed,
    background,
    tenants,
  });
  const isStorageReady = createReadiness(deps.table, elapsed);
  const admit = createAdmission({ ...deps, elapsed, tenants });
  const logRequest = createRequestLog(deps);
  const slots = createHeavySlots();

  return async (request, path, param) => {
    const started = performance.now();
    const requestId = headerMatching(request, "x-request-id", /^[\w.:@=+/-]{1,128}$/) ?? deps.newId();
    const exchange: Exchange = {
      request,
      requestPath: requestPath(request),
      requestId,
      headers: { "x-request-id": requestId, ...CORS_HEADERS, "x-content-type-options": "nosniff" },
      path,
      param,
      trace: parseTraceparent(request.header("traceparent")),
    };
    let response: HttpResponse;
    let error: unknown;
    try {
      response = await compressed(request, await handle(exchange));
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.status >= 500) error = fault.cause ?? fault;
      response = respondToFault(exchange, fault, path && allowedOn(path));
    }
    logRequest(exchange, response, error, performance.now() - started);
    return request.method === "HEAD" ? { ...response, body: null } : response;
  };

  async function handle(exchange: Exchange): Promise<HttpResponse> {
    const { request, requestPath, path, headers } = exchange;
    // The router ignores a trailing slash, but each resource has only one URL.
    if (!path || (requestPath.endsWith("/") && requestPath !== "/")) {
      throw new Fault("not-found", `No resource exists at ${requestPath}; see /docs`);
    }
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method === "OPTIONS") return optionsResponse(path, headers);
    const route = path.methods.get(method);
    if (!route)
      throw new Fault("method-not-allowed", `${request.method} is not allowed on this path; allowed: ${path.allow}`);

    const started = performance.now();
    const caller = await authenticate(route.access, request, route.body && scopeOfBody(request, route.body));
    exchange.caller = caller;
    exchange.quota = caller && (await admit(caller, headers));
    const format = formatOf(request, route, headers);
    // A list as TOML is the whole file.
    const heavy = route.heavy ?? (format === "toml" && route.paging ? "report" : undefined);
    const timeout = storageTimeoutMs(heavy, deps, performance.now() - started);
    const key = route.answer && parseIdempotencyKey(request.header("idempotency-key"));
    const bytes = await readBody(request, route);
    const target = { method, path: withoutPrefix(requestPath) + request.query, body: bytes };
    const idempotent = key === undefined ? undefined : idempotentRequest(key, actorOf(exchange.caller), target);
    const run = () =>
      deps.table.withDeadline(timeout, async (table) => {
        const prepared: PreparedRequest = { path, route, table, bytes, format, idempotent };
        const answer = await (idempotent
          ? runIdempotent(exchange, { ...prepared, idempotent })
          : runRoute(exchange, prepared));
        return respond(exchange, answer, format);
      });
    // The body is read by now, so a slow client holds no slot.
    const load = { owner: exchange.caller?.tenant ?? "", bytes: bytes.length };
    return heavy ? slots[heavy](load, run) : run();
  }

  async function runRoute(exchange: Exchange, prepared: PreparedRequest): Promise<Answer> {
    const { request, param, caller, quota, requestId, trace } = exchange;
    const { route, path, table, bytes, format, idempotent } = prepared;
    const writer = createWriter(table, deps.now, idempotent);
    const params = parseParams(path.names, param);
    const parameters = queryLists(request.query);
    // Most reads have no body and at most the query of a page: they need no schema.
    const paging = parsePaging(route.paging, parameters);
    const schemas = paging && !route.body ? undefined : await route.schema();
    const call = {
      ctx: contextOf(
        { ...deps, requestId, trace, table, writer, isStorageReady, quota: quota?.(table) },
        route.access,
        caller,
      ),
      params,
      query: paging ?? parseQuery(schemas?.query, parameters),
      body: route.body && schemas?.body && (await parseBody(request, route.body, schemas.body, bytes)),
      media: route.body && mediaOf(request, route.body.media),
      preconditions: route.etag && route.method !== "GET" ? preconditionsOf(request) : {},
      caller,
      mode: deps.mode,
      hasOidc: deps.verifyToken !== undefined,
      assets: deps.assets,
      webhooks: deps.webhooks,
      prefix: prefixOf(exchange.requestPath),
      format,
    };
    // The cast: the list of routes has no parameter types, and the call was parsed as this route declares.
    return route.run(call as never);
  }

  /**
   * Runs the route, or repeats the answer to an earlier request with the same key.
   * @throws 422 if that request differs
   */
  async function runIdempotent(
    exchange: Exchange,
    prepared: PreparedRequest & { idempotent: IdempotentRequest },
  ): Promise<Answer> {
    const { route, path, table, idempotent } = prepared;
    let row: Row | undefined;
    try {
      return await runRoute(exchange, prepared);
    } catch (error) {
      if (error instanceof Replay) row = error.row;
      else if (asFault(error).status < 500) row = await findReplay(table, deps.now(), idempotent);
      if (!row || !route.answer) throw error;
    }
    if (!isSameRequest(row, idempotent)) {
      const detail = "This Idempotency-Key was used for a request with a different body, method or path";
      throw new Fault("idempotency-key-reused", detail);
    }
    exchange.headers["idempotent-replayed"] = "true";
    return route.answer(storedResult(row) as never, parseParams(path.names, exchange.param) as never);
  }
}

/** The format of the response. Adds `Vary` if the route has more than one. @throws 406 */
function formatOf(request: HttpRequest, route: Route, headers: Record<string, string>): Format {
  const format = route.produces ? "json" : negotiate(request.header("accept"), route.toml === true);
  if (route.toml) headers.vary = "Accept";
  return format;
}
