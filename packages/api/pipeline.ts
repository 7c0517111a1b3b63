/**
 * One request from its arrival to its response. The order is part of the contract:
 *
 * 1. A request id and a trace; the path and its method, or 404, 405, or the answer to OPTIONS.
 * 2. Authentication and scope, or 401, 403.
 * 3. The rate limit, or 429.
 * 4. The representation that is asked for, or 406.
 * 5. The `Idempotency-Key` and the body's bytes, or 400, 413, 422.
 * 6. Path parameters, query, body and preconditions, or 400, 404, 415, 422.
 * 7. The route's verb. Where the request has a key, an earlier request under it is answered again, also where the request
 *    would now be refused by step 6 or 7.
 * 8. The response, and one line in the log.
 */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/api-key.ts";
import type { Refusals } from "@skillmeat-deployments/core/storage/client.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import {
  createWriter,
  findReplay,
  type IdempotentRequest,
  isSameRequest,
  Replay,
  storedResult,
} from "@skillmeat-deployments/core/storage/writer.ts";
import type { TokenVerifier } from "./auth/access.ts";
import { createAuthenticate } from "./auth/authenticate.ts";
import type { Assets } from "./docs/assets.ts";
import type { Answer, Format } from "./http/answer.ts";
import { MEDIA_TYPES, parseBody, readBody } from "./http/body.ts";
import { ifMatch } from "./http/etag.ts";
import { idempotentRequest, parseIdempotencyKey } from "./http/idempotency-key.ts";
import { negotiate } from "./http/negotiate.ts";
import { asFault } from "./http/problem.ts";
import { parseQuery } from "./http/query.ts";
import { createRateLimit, DEFAULT_RATE, type RatePolicy } from "./http/rate-limit.ts";
import { headerOfForm, queryLists, rawQuery, requestPath, withoutPrefix } from "./http/request.ts";
import { type Allowed, allowedHeaders, respond, respondToFault } from "./http/respond.ts";
import { parseTraceparent } from "./http/traceparent.ts";
import { actorOf, contextOf, storageMs } from "./request-context.ts";
import { createRequestLog, type Exchange } from "./request-log.ts";
import { parseParams } from "./routing/parameters.ts";
import type { Method, Route } from "./routing/route.ts";
import type { RoutePath } from "./routing/table.ts";

export type PipelineDeps = {
  table: Table;
  now: () => Date;
  newId: () => string;
  mode: KeyMode;
  operatorKey: string | undefined;
  verifyToken?: TokenVerifier | undefined;
  rate?: RatePolicy;
  assets: Assets;
  /** The service's own URL, without a slash at the end. */
  publicUrl: string;
  /** What storage refused since it was last asked, where that is counted. */
  refusals?: Refusals;
  /** Milliseconds that an import's storage calls may take, where no gateway's 30 s bound it. */
  longStorageMs?: number;
  /** One structured line a request; never a key, a secret or a body. */
  log: (line: Record<string, unknown>) => void;
};

/** What is to be done for one request. */
type Work = {
  path: RoutePath;
  route: Route;
  /** Under the request's deadline. */
  table: Table;
  bytes: Uint8Array;
  format: Format;
  /** The request's `Idempotency-Key`, where it has one. */
  idempotent: IdempotentRequest | undefined;
};

export type Serve = (
  request: Request,
  path: RoutePath | undefined,
  param: (name: string) => string,
) => Promise<Response>;

export function createPipeline(deps: PipelineDeps): Serve {
  const authenticate = createAuthenticate(deps);
  const takeToken = createRateLimit(deps.rate ?? DEFAULT_RATE, deps.now);
  const logRequest = createRequestLog(deps);

  return async (request, path, param) => {
    const started = performance.now();
    const requestId = headerOfForm(request, "x-request-id", /^[\w.:@=+/-]{1,128}$/) ?? deps.newId();
    const exchange: Exchange = {
      request,
      requestPath: requestPath(request),
      requestId,
      headers: { "x-request-id": requestId },
      path,
      param,
      trace: parseTraceparent(request.headers.get("traceparent")),
    };
    let response: Response;
    let error: unknown;
    try {
      response = await handle(exchange);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.status >= 500) error = fault.cause ?? fault;
      response = respondToFault(exchange, fault, path && allowedOn(path));
    }
    logRequest(exchange, response, error, performance.now() - started);
    return response;
  };

  async function handle(exchange: Exchange): Promise<Response> {
    const { request, requestPath, path, headers } = exchange;
    // The router forgives a trailing slash; a URL has one form.
    if (!path || (requestPath.endsWith("/") && requestPath !== "/")) {
      throw new Fault("not-found", `There is nothing at ${requestPath}; see /docs`);
    }
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method === "OPTIONS")
      return new Response(null, { status: 204, headers: { ...headers, ...allowedHeaders(allowedOn(path)) } });
    const route = path.methods.get(method);
    if (!route) throw new Fault("method-not-allowed", `${request.method} is not allowed here; ${path.allow} are`);

    exchange.caller = await authenticate(route.access, request.headers.get("authorization"));
    limitRate(exchange);
    const format = formatOf(request, route, headers);
    const key = route.answer && parseIdempotencyKey(request.headers.get("idempotency-key"));
    const bytes = await readBody(request, route);
    const target = { method, path: withoutPrefix(requestPath) + rawQuery(request.url), body: bytes };
    const idempotent = key === undefined ? undefined : idempotentRequest(key, actorOf(exchange.caller), target);
    const table = deps.table.withDeadline(storageMs(route, deps));
    const work: Work = { path, route, table, bytes, format, idempotent };
    return respond(
      exchange,
      await (idempotent ? runOnce(exchange, work, idempotent) : runRoute(exchange, work)),
      format,
    );
  }

  /** @throws 429 */
  function limitRate({ caller, headers }: Exchange): void {
    if (!caller) return;
    const allowance = takeToken(`${caller.tenant} ${caller.actor}`);
    Object.assign(headers, allowance.headers);
    if (allowance.refused) throw allowance.refused;
  }

  async function runRoute({ request, param, caller, requestId, trace }: Exchange, work: Work): Promise<Answer> {
    const { route, path, table, bytes, format, idempotent } = work;
    const writer = createWriter(table, deps.now, idempotent);
    const call = {
      ctx: contextOf({ ...deps, requestId, trace, table, writer }, route.access, caller),
      params: parseParams(path.names, param),
      query: parseQuery(route.query, queryLists(request.url)),
      body: parseBody(request, route, bytes),
      ifMatch: route.etag && route.method !== "GET" ? ifMatch(request.headers.get("if-match")) : undefined,
      caller,
      mode: deps.mode,
      assets: deps.assets,
      format,
    };
    // The list of routes has forgotten their types: what is parsed here is what each declares.
    return route.run(call as never);
  }

  /** Answers what an earlier request under the key was answered, also where this one would now be refused. */
  async function runOnce(exchange: Exchange, work: Work, idempotent: IdempotentRequest): Promise<Answer> {
    const { route, path, table } = work;
    let row: Row | undefined;
    try {
      return await runRoute(exchange, work);
    } catch (error) {
      if (error instanceof Replay) row = error.row;
      else if (asFault(error).status < 500) row = await findReplay(table, deps.now(), idempotent);
      if (!row || !route.answer) throw error;
    }
    if (!isSameRequest(row, idempotent)) {
      const detail = "This Idempotency-Key was used for a request with another body, method or path";
      throw new Fault("idempotency-key-reused", detail);
    }
    exchange.headers["idempotent-replayed"] = "true";
    return route.answer(storedResult(row) as never, parseParams(path.names, exchange.param) as never);
  }
}

/** @throws 406 */
function formatOf(request: Request, route: Route, headers: Record<string, string>): Format {
  const oneFormat = route.answers[204] || route.file;
  const format = oneFormat ? "json" : negotiate(request.headers.get("accept"), route.toml === true);
  if (route.toml) headers.vary = "Accept";
  return format;
}

function allowedOn({ allow, methods }: RoutePath): Allowed {
  const media = (method: Method) =>
    methods
      .get(method)
      ?.body?.media.map((m) => MEDIA_TYPES[m])
      .join(", ");
  return { allow, acceptPost: media("POST"), acceptPatch: media("PATCH") };
}
