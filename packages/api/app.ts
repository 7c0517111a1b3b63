/** The HTTP edge: from a request to a route's call, and from its answer or error to a response. */
import type { Ctx } from "@skillmeat-deployments/core/context.ts";
import { Fault, notFound } from "@skillmeat-deployments/core/fault.ts";
import type { KeyMode } from "@skillmeat-deployments/core/model/api-key.ts";
import type { Caller } from "@skillmeat-deployments/core/model/authenticate-key.ts";
import { type Refusals, takeRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { findReplay, type Once, Replay, storedResult } from "@skillmeat-deployments/core/storage/idempotency.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/table.ts";
import { Hono } from "hono/tiny";
import { getPath } from "hono/utils/url";
import { createAuthenticate } from "./auth/authenticate.ts";
import type { TokenVerifier } from "./auth/token-verifier.ts";
import type { Assets } from "./docs/assets.ts";
import { MEDIA, parseBody, readBody } from "./http/body.ts";
import { etagOf, ifMatch, ifNoneMatch } from "./http/etag.ts";
import { idempotencyKey, idempotentRequest } from "./http/idempotency-key.ts";
import { negotiate } from "./http/negotiate.ts";
import { asFault, problemResponse } from "./http/problem.ts";
import { parseQuery } from "./http/query.ts";
import { createRateLimit, DEFAULT_RATE, type RatePolicy } from "./http/rate-limit.ts";
import { traceOf } from "./http/traceparent.ts";
import { ROUTES } from "./routes/index.ts";
import { PARAMETERS } from "./routing/parameters.ts";
import { type Answer, type Call, type Method, type Route, segment } from "./routing/route.ts";
import { type Path, pathsOf } from "./routing/table.ts";

/** Upstream's prefix: every route answers under it too. */
const PREFIX = "/api/v1";

export type AppDeps = {
  table: Table;
  now: () => Date;
  newId: () => string;
  mode: KeyMode;
  operatorKey: string | undefined;
  verifyToken?: TokenVerifier | undefined;
  rate?: RatePolicy;
  assets: Assets;
  /** Where the service answers, without a slash at the end. */
  publicUrl: string;
  /** What storage refused since it was last asked, where that is counted. */
  refusals?: Refusals;
  /** What an import's storage calls may take together, where no gateway's 30 s bound it. */
  longStorageMs?: number;
  /** One structured line a request; never a key, a secret or a body. */
  log: (line: Record<string, unknown>) => void;
};

/** The numbers in a request's line that are worth a metric, with CloudWatch's units. */
export const REQUEST_METRICS = {
  latency_ms: "Milliseconds",
  server_errors: "Count",
  conditional_failures: "Count",
  throttles: "Count",
  replays: "Count",
} as const;

type Env = { Bindings: object };

/** One request on its way: what was asked, and what its response is to carry, whatever becomes of it. */
type Exchange = {
  request: Request;
  /** The URL's path, as it was asked for. */
  asked: string;
  path: Path | undefined;
  param: (name: string) => string;
  requestId: string;
  /** The request's W3C `traceparent`, where it sent a good one. */
  trace: string | undefined;
  headers: Record<string, string>;
  caller?: Caller | undefined;
};

/** What all storage calls of a request may take together (contract, section 3); an import's, just under a gateway's 30 s. */
const STORAGE_MS = 9_000;
const LONG_STORAGE_MS = 25_000;

export function createApp(deps: AppDeps, routes: readonly Route[] = ROUTES): Hono<Env> {
  const authenticate = createAuthenticate(deps);
  const takeToken = createRateLimit(deps.rate ?? DEFAULT_RATE, deps.now);
  const app = new Hono<Env>({ getPath: (request) => withoutPrefix(getPath(request)) });
  let cold = true;

  /** Every response passes here: its request id, its one log line, and its error's shape. */
  const serve = async (
    request: Request,
    path: Path | undefined,
    param: (name: string) => string,
  ): Promise<Response> => {
    const started = performance.now();
    const requestId = headerOf(request, "x-request-id", /^[\w.:@=+/-]{1,128}$/) ?? deps.newId();
    const trace = traceOf(request.headers.get("traceparent"));
    const asked = canonical(new URL(request.url).pathname);
    const headers = { "x-request-id": requestId };
    const exchange: Exchange = { request, asked, path, param, requestId, trace, headers };
    let response: Response;
    let error: unknown;
    try {
      response = await handle(exchange);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.status >= 500) error = fault.cause ?? fault;
      response = problemResponse(fault, asked, requestId, { ...exchange.headers, ...challenge(fault, exchange) });
    }
    deps.log({
      level: response.status >= 500 ? "error" : "info",
      message: "request",
      request_id: requestId,
      tenant: exchange.caller?.tenant,
      actor: exchange.caller?.actor,
      method: request.method,
      route: path?.template,
      status: response.status,
      latency_ms: Math.round((performance.now() - started) * 100) / 100,
      server_errors: response.status >= 500 ? 1 : 0,
      replays: exchange.headers["idempotent-replayed"] ? 1 : 0,
      ...(deps.refusals && takeRefusals(deps.refusals)),
      trace,
      cold_start: cold || undefined,
      error: error instanceof Error ? `${error.name}: ${error.message}` : undefined,
    });
    cold = false;
    return response;
  };

  async function handle(exchange: Exchange): Promise<Response> {
    const { request, asked, path, requestId, trace, headers } = exchange;
    // The router forgives a trailing slash; a URL has one form.
    if (!path || (asked.endsWith("/") && asked !== "/")) {
      throw new Fault("not-found", `There is nothing at ${asked}; see /docs`);
    }
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method === "OPTIONS") return new Response(null, { status: 204, headers: { ...headers, ...optionsOf(path) } });
    const route = path.methods.get(method);
    if (!route) throw new Fault("method-not-allowed", `${request.method} is not allowed here; ${path.allow} are`);

    const caller = await authenticate(route.access, request.headers.get("authorization"));
    exchange.caller = caller;
    if (caller) {
      const allowance = takeToken(`${caller.tenant} ${caller.actor}`);
      Object.assign(headers, allowance.headers);
      if (allowance.refused) throw allowance.refused;
    }
    const wants =
      route.answers[204] || route.file ? "json" : negotiate(request.headers.get("accept"), route.toml === true);
    if (route.toml) headers.vary = "Accept";

    const key = route.answer && idempotencyKey(request.headers.get("idempotency-key"));
    const bytes = await readBody(request, route);
    const actor = caller?.actor ?? "operator";
    const ctx: Ctx = {
      tenant: caller?.tenant ?? "",
      actor,
      requestId,
      trace,
      publicUrl: deps.publicUrl,
      now: deps.now,
      newId: deps.newId,
      table: deps.table.withDeadline(route.long ? (deps.longStorageMs ?? LONG_STORAGE_MS) : STORAGE_MS),
      once:
        key === undefined
          ? undefined
          : idempotentRequest(key, { tenant: caller?.tenant, actor }, { method, path: keyed(exchange), body: bytes }),
    };
    const run = async () => {
      const call: Call = {
        ctx,
        params: paramsOf(path, exchange.param),
        query: parseQuery(route.query, queryOf(request.url)),
        body: parseBody(request, route, bytes),
        ifMatch: route.etag && method !== "GET" ? ifMatch(request.headers.get("if-match")) : undefined,
        caller,
        mode: deps.mode,
        assets: deps.assets,
        wants,
      };
      return route.run(call as Call<never, never>);
    };
    const answer = ctx.once ? await runOnce(exchange, route, ctx, ctx.once, run) : await run();
    return respond(exchange, answer, wants);
  }

  /** Runs an effect, or answers what it was answered before: also where now it would be refused. */
  async function runOnce(
    { headers, path, param }: Exchange,
    { answer }: Route,
    ctx: Ctx,
    once: Once,
    run: () => Promise<Answer>,
  ): Promise<Answer> {
    let replay: Row | undefined;
    try {
      return await run();
    } catch (error) {
      if (error instanceof Replay) replay = error.row;
      else if (asFault(error).status < 500) replay = await findReplay(ctx, once);
      if (!replay || !path || !answer) throw error;
    }
    if (replay.request !== once.request) {
      throw new Fault(
        "idempotency-key-reused",
        "This Idempotency-Key was used for a request with another body, method or path",
      );
    }
    headers["idempotent-replayed"] = "true";
    return answer(storedResult(replay) as never, paramsOf(path, param));
  }

  for (const path of pathsOf(routes)) {
    app.all(path.template.replaceAll(/\{(\w+)\}/g, ":$1"), (c) =>
      serve(c.req.raw, path, (name) => c.req.param(name) ?? ""),
    );
  }
  app.notFound((c) => serve(c.req.raw, undefined, () => ""));
  return app;
}

function paramsOf(path: Path, param: (name: string) => string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of path.names) {
    const id = param(name);
    const rule = PARAMETERS[name];
    if (!rule?.allows(id)) throw notFound(rule?.noun ?? name, id);
    params[name] = id;
  }
  return params;
}

/** What an `Idempotency-Key` is bound to: the path without the prefix, and the query. */
const keyed = ({ asked, request }: Exchange) => withoutPrefix(asked) + (/\?.*/.exec(request.url)?.[0] ?? "");

/** A header that is worth having only in one form. */
const headerOf = (request: Request, name: string, form: RegExp) => {
  const value = request.headers.get(name);
  return value !== null && form.test(value) ? value : undefined;
};

/** One spelling of one path: a gateway may have decoded it, and a client may have encoded more than it must. */
function canonical(path: string): string {
  if (/^[\w.~!$&'()*+,;=:@/-]*$/.test(path)) return path;
  try {
    return path
      .split("/")
      .map((part) => segment(decodeURIComponent(part)))
      .join("/");
  } catch {
    return path;
  }
}

const withoutPrefix = (path: string) =>
  path === PREFIX ? "/" : path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;

/** A query as lists, so that a parameter given twice is seen. */
function queryOf(url: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  const from = url.indexOf("?");
  if (from < 0) return lists;
  const given = new URLSearchParams(url.slice(from));
  for (const name of given.keys()) lists[name] = given.getAll(name);
  return lists;
}

function optionsOf(path: Path): Record<string, string> {
  const media = (method: Method) =>
    path.methods
      .get(method)
      ?.body?.media.map((m) => MEDIA[m])
      .join(", ");
  const post = media("POST");
  const patch = media("PATCH");
  return { allow: path.allow, ...(post ? { "accept-post": post } : {}), ...(patch ? { "accept-patch": patch } : {}) };
}

/** The headers that some errors must carry (RFC 9110, sections 10.2.1 and 11.6.1; RFC 6750, section 3). */
function challenge(fault: Fault, { path, request }: Exchange): Record<string, string> {
  if (fault.code === "method-not-allowed" && path) return { allow: path.allow };
  if (fault.code === "unauthenticated") {
    const bad = request.headers.has("authorization") ? ', error="invalid_token"' : "";
    return { "www-authenticate": `Bearer realm="SkillMeat Deployments"${bad}` };
  }
  if (fault.code === "missing-scope") {
    return { "www-authenticate": 'Bearer realm="SkillMeat Deployments", error="insufficient_scope"' };
  }
  if (fault.code === "unsupported-media-type" && path) return optionsOf(path);
  return {};
}

async function respond(
  { request, asked, headers }: Exchange,
  answer: Answer,
  wants: "json" | "toml",
): Promise<Response> {
  const { status, json, toml, change, location, next, raw } = answer;
  Object.assign(headers, answer.headers);
  const prefix = asked.startsWith(`${PREFIX}/`) ? PREFIX : "";
  if (location !== undefined) headers.location = prefix + location;
  if (next) headers.link = `<${asked}?${new URLSearchParams(next)}>; rel="next"`;
  const as = toml && wants === "toml" ? "toml" : "json";
  if (change !== undefined) {
    headers.etag = etagOf(change, as);
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading && ifNoneMatch(request.headers.get("if-none-match"), headers.etag)) {
      return new Response(null, { status: 304, headers });
    }
  }
  const send = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    new Response(body, { status, headers: { ...headers, "content-type": type } });
  if (raw) return send(raw.body, raw.type);
  if (as === "toml" && toml) return send(await toml(), "application/toml; charset=utf-8");
  if (json === undefined) return new Response(null, { status, headers });
  return send(JSON.stringify(json), "application/json");
}
