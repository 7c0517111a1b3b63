/**
 * Creates a service for one test suite: an engine in memory, a table, the app in this process, and a tenant with a key.
 */
import type { DynamoDBClient, DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { type AppDeps, createApp } from "@skillmeat-deployments/api/app.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { WriteCtx } from "@skillmeat-deployments/core/context.ts";
import type { Limits } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { createBackground } from "@skillmeat-deployments/core/runtime/background.ts";
import type { Log } from "@skillmeat-deployments/core/runtime/log.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { Meter, Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { type Engine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { ulid } from "ulid";
import { TEST_LIMITS, UNLIMITED } from "./limits.ts";
import { createLogScanner, type LogScanner } from "./logs.ts";
import { createStreamHelpers, type StreamHelpers } from "./stream-helpers.ts";
import { validateResponse } from "./validate.ts";
import { TEST_WEBHOOKS } from "./webhook-deps.ts";

/** The operator key. */
export const OPERATOR = "smo_test_operator";
export const PUBLIC_URL = "https://service.test";

export type Reply = { status: number; headers: Headers; text: string; json: unknown };
/** A request. The body is `body` as JSON, or `text` as it is. `key`: another key than the tenant's, or null for none. */
type Request = {
  body?: unknown;
  text?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  key?: string | null;
  /** The IP address of the client. Undefined: none. */
  address?: string;
};
/** Sends a request, validates the response by openapi.json, and waits for what the request has started. */
type Call = (method: string, path: string, request?: Request) => Promise<Reply>;

export type Service = StreamHelpers & {
  call: Call;
  key: string;
  tenant: string;
  table: Table;
  client: DynamoDBClient;
  /** The context to call verbs without HTTP. */
  readonly ctx: WriteCtx;
  /** Every logged line. */
  logs: Record<string, unknown>[];
  /** Set `now` to stop the time of day, and `elapsed` (ms) to stop the clock of durations, which else follows it. */
  clock: { now: Date | undefined; elapsed?: number | undefined };
  endpoint: string;
  streamArn: string;
  app: ReturnType<typeof createApp>;
  background: ReturnType<typeof createBackground>;
  /** Creates a tenant. @returns its API key */
  newTenant(tenant: string): Promise<string>;
  /** Ends the service. @throws if a log line contains a secret or user data */
  close(): Promise<void>;
};

export type ServiceOptions = {
  /** The limits of tenants that differ from the defaults. */
  limits?: Partial<Limits>;
  meter?: Meter;
  app?: Partial<AppDeps>;
  client?: Partial<DynamoDBClientConfig>;
  /** Puts a proxy between the client and the engine: receives the engine's endpoint and returns the proxy's. */
  through?: (endpoint: string) => Promise<string>;
  /** The time at which the clock is stopped from the start. */
  now?: Date;
  /** Generates ids, for tests that need the same ids in each run. */
  newId?: () => string;
  /** Wraps the table that the app uses. */
  wrap?: (table: Table) => Table;
};

type TestEngine = Pick<Engine, "endpoint" | "stop">;

/** Creates a service, on the engine of DYNAMODB_ENDPOINT if that is set. */
export async function createService(options: ServiceOptions = {}): Promise<Service> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const engine: TestEngine = endpoint
    ? { endpoint, stop: async () => {} }
    : await startEngine({ binary: findEngine() });
  try {
    return await startService(engine, options);
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function startService(engine: TestEngine, options: ServiceOptions): Promise<Service> {
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  const endpoint = options.through ? await options.through(engine.endpoint) : engine.endpoint;
  const client = createClient({ ...aws, endpoint, ...options.client });
  const streams = new DynamoDBStreamsClient(aws);
  const name = `test-${ulid().toLowerCase()}`;
  const streamArn = await provisionTable(client, name);
  const table = createTable(client, name, options.meter);
  const logs: Record<string, unknown>[] = [];
  const clock: Service["clock"] = { now: options.now };
  const now = () => clock.now ?? new Date();
  const newId = options.newId ?? (() => ulid());
  const scanner = createLogScanner();
  const log: Log = (line) => {
    logs.push(line);
    scanner.line(line);
  };
  const background = createBackground();
  const app = createApp({
    background,
    table: options.wrap ? wrapTable(table, options.wrap) : table,
    now,
    elapsed: () => clock.elapsed ?? now().getTime(),
    newId,
    mode: "test",
    operatorKey: OPERATOR,
    assets: sourceAssets(),
    webhooks: TEST_WEBHOOKS,
    publicUrl: PUBLIC_URL,
    // A busy machine must not look like a broken promise.
    longStorageMs: 100_000,
    log,
    limits: { ...TEST_LIMITS, ...options.limits },
    ...options.app,
  });
  const send = createSend(app, scanner, background);
  const newTenant = async (id: string) => {
    const reply = await send(OPERATOR, "POST", "/tenants", { body: { tenant_id: id, name: id } });
    if (reply.status !== 201) throw new Error(`Tenant ${id} was not created: ${reply.text}`);
    return (reply.json as { api_key: string }).api_key;
  };
  const tenant = "acme";
  const key = await newTenant(tenant);
  return {
    call: (method, path, request) => send(request?.key === undefined ? key : request.key, method, path, request),
    key,
    tenant,
    table,
    client,
    // A new one each time, as each request has: a writer commits once.
    get ctx(): WriteCtx {
      const writer = createWriter(table, now);
      const origin = { actor: "key:test" as const, requestId: "test", publicUrl: PUBLIC_URL, now, newId };
      return { role: "tenant", tenant, ...origin, quota: UNLIMITED, table, writer };
    },
    logs,
    clock,
    endpoint: engine.endpoint,
    streamArn,
    app,
    background,
    newTenant,
    ...createStreamHelpers({ streams, streamArn, table, now, log, logs }),
    close: async () => {
      await background.settled();
      client.destroy();
      streams.destroy();
      await engine.stop();
      scanner.check();
    },
  };
}

/** Wraps a table, and every table with a deadline that is made from it. */
const wrapTable = (table: Table, wrap: (table: Table) => Table): Table => ({
  ...wrap(table),
  withDeadline: (ms, run) => table.withDeadline(ms, (limited) => run(wrapTable(limited, wrap))),
});

/** Creates the function that sends requests to the app. */
function createSend(app: Service["app"], scanner: LogScanner, background: Service["background"]) {
  return async (key: string | null, method: string, path: string, request: Request = {}): Promise<Reply> => {
    const headers = new Headers(request.headers);
    if (key !== null && !headers.has("authorization")) headers.set("authorization", `Bearer ${key}`);
    const body = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    if (body !== undefined && request.text === undefined && !headers.has("content-type")) {
      headers.set("content-type", "application/json");
    }
    scanner.sent(headers.get("authorization"), body);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const init = { method, headers, ...(bytes === undefined ? {} : { body: bytes }) };
    const response = await app.fetch(
      new globalThis.Request(`http://service${path}`, init),
      request.address === undefined ? {} : { address: request.address },
    );
    const text = await response.text();
    await background.settled();
    const type = response.headers.get("content-type");
    const { status } = response;
    validateResponse(method, new URL(path, "http://service").pathname, { status, headers: response.headers, text });
    return {
      status,
      headers: response.headers,
      text,
      json: type?.includes("json") ? JSON.parse(text || "null") : undefined,
    };
  };
}

/** The status, the code and the invalid places of a problem. A place is a JSON Pointer, or `?` and a parameter. */
export function problemOf(reply: Reply): { status: number; code: string; places: string[] } {
  const { code, errors = [] } = reply.json as { code: string; errors?: { pointer?: string; parameter?: string }[] };
  return { status: reply.status, code, places: errors.map((e) => e.pointer ?? `?${e.parameter}`) };
}
