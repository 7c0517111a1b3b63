/** A service of its own for each suite: a real engine in memory, the app in this process, a tenant and its key. */
import type { DynamoDBClient, DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { type AppDeps, createApp } from "@skillmeat-deployments/api/app.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { WriteCtx } from "@skillmeat-deployments/core/context.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { Meter, Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import type { RecorderDeps } from "@skillmeat-deployments/events/record/item.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type Engine, findEngine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { ulid } from "ulid";
import { createLogScanner } from "./logs.ts";
import { type Position, readStream } from "./stream.ts";
import { validateResponse } from "./validate.ts";

export const OPERATOR = "smo_test_operator";
export const PUBLIC_URL = "https://service.test";

export type Reply = { status: number; headers: Headers; text: string; json: unknown };
type Request = {
  body?: unknown;
  text?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  key?: string | null;
};
type Call = (method: string, path: string, request?: Request) => Promise<Reply>;

export type Service = {
  call: Call;
  key: string;
  tenant: string;
  table: Table;
  client: DynamoDBClient;
  /** For verbs called without HTTP. */
  ctx: WriteCtx;
  logs: Record<string, unknown>[];
  deadLetters: StreamRecord[];
  clock: { now: Date | undefined };
  endpoint: string;
  streamArn: string;
  app: ReturnType<typeof createApp>;
  /** Reads the stream to its end and records it; with a recorder of one's own, up to its first failure. */
  drain(by?: (batch: StreamRecord[]) => ReturnType<StreamHandler>): Promise<void>;
  /** The records of the stream from its start, as Lambda would get them: of resources, or of another prefix. */
  records(prefix?: string): Promise<StreamRecord[]>;
  recorder(batch: StreamRecord[], deps?: Partial<RecorderDeps>): ReturnType<StreamHandler>;
  newTenant(tenant: string): Promise<string>;
  close(): Promise<void>;
};

export type ServiceOptions = {
  meter?: Meter;
  app?: Partial<AppDeps>;
  client?: Partial<DynamoDBClientConfig>;
  /** What lies between the client and the engine: given the engine's endpoint, the one to use. */
  through?: (endpoint: string) => Promise<string>;
  /** Where the clock stands still from the start. */
  now?: Date;
  /** Ids, where a test wants the same each time. */
  newId?: () => string;
  /** The table as the app sees it. */
  wrap?: (table: Table) => Table;
};

type TestEngine = Pick<Engine, "endpoint" | "stop">;

export async function createService(options: ServiceOptions = {}): Promise<Service> {
  const other = process.env.DYNAMODB_ENDPOINT;
  const engine: TestEngine = other
    ? { endpoint: other, stop: async () => {} }
    : await startEngine({ binary: findEngine() });
  try {
    return await serviceOn(engine, options);
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function serviceOn(engine: TestEngine, options: ServiceOptions): Promise<Service> {
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  const endpoint = options.through ? await options.through(engine.endpoint) : engine.endpoint;
  const client = createClient({ ...aws, endpoint, ...options.client });
  const streams = new DynamoDBStreamsClient(aws);
  const name = `test-${ulid().toLowerCase()}`;
  const streamArn = await provisionTable(client, name);
  const table = createTable(client, name, options.meter);
  const logs: Record<string, unknown>[] = [];
  const setAside: StreamRecord[] = [];
  const clock: Service["clock"] = { now: options.now };
  const now = () => clock.now ?? new Date();
  const scanner = createLogScanner();
  const log = (line: Record<string, unknown>) => {
    logs.push(line);
    scanner.line(line);
  };
  const newId = options.newId ?? (() => ulid());
  const wrapped = (inner: Table): Table =>
    options.wrap ? { ...options.wrap(inner), withDeadline: (ms) => wrapped(inner.withDeadline(ms)) } : inner;
  const app = createApp({
    table: wrapped(table),
    now,
    newId,
    mode: "test",
    operatorKey: OPERATOR,
    assets: sourceAssets(),
    publicUrl: PUBLIC_URL,
    log,
    ...options.app,
  });

  const send = async (key: string | null, method: string, path: string, request: Request = {}): Promise<Reply> => {
    const headers = new Headers(request.headers);
    if (key !== null && !headers.has("authorization")) headers.set("authorization", `Bearer ${key}`);
    const body = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    if (body !== undefined && request.text === undefined && !headers.has("content-type")) {
      headers.set("content-type", "application/json");
    }
    scanner.sent(headers.get("authorization"), body);
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const response = await app.fetch(
      new globalThis.Request(`http://service${path}`, {
        method,
        headers,
        ...(bytes === undefined ? {} : { body: bytes }),
      }),
    );
    const text = await response.text();
    const type = response.headers.get("content-type");
    validateResponse(method, new URL(path, "http://service").pathname, response.status, type, text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: type?.includes("json") ? JSON.parse(text || "null") : undefined,
    };
  };

  const newTenant = async (tenant: string) => {
    const reply = await send(OPERATOR, "POST", "/tenants", { body: { tenant_id: tenant, name: tenant } });
    if (reply.status !== 201) throw new Error(`No tenant ${tenant}: ${reply.text}`);
    return (reply.json as { api_key: string }).api_key;
  };

  const recorder: Service["recorder"] = (batch, deps) =>
    createRecorder({ table, now, deadLetter: async (one) => void setAside.push(one), log, ...deps })({
      Records: batch,
    });

  const after: Position = new Map();
  const read = (from: Position, handle: (batch: StreamRecord[]) => Promise<void>, prefix: string = PREFIX.resource) =>
    readStream(streams, streamArn, from, prefix, handle);

  const tenant = "acme";
  const key = await newTenant(tenant);
  return {
    call: (method, path, request) => send(request?.key === undefined ? key : request.key, method, path, request),
    key,
    tenant,
    table,
    client,
    ctx: {
      role: "tenant",
      tenant,
      actor: "test",
      requestId: "test",
      publicUrl: PUBLIC_URL,
      now,
      newId,
      table,
      writer: createWriter(table, now),
    },
    logs,
    deadLetters: setAside,
    clock,
    endpoint: engine.endpoint,
    streamArn,
    app,
    newTenant,
    recorder,
    records: async (prefix) => {
      const all: StreamRecord[] = [];
      const from: Position = new Map();
      while (await read(from, async (batch) => void all.push(...batch), prefix)) {}
      return all;
    },
    drain: async (by = recorder) => {
      const deliver = async (batch: StreamRecord[]) => {
        const { batchItemFailures } = await by(batch);
        if (batchItemFailures.length > 0) throw new Error(`not recorded: ${JSON.stringify(logs.slice(-3))}`);
      };
      while (await read(after, deliver)) {}
    },
    close: async () => {
      client.destroy();
      streams.destroy();
      await engine.stop();
      scanner.check();
    },
  };
}

/** A problem's code and where it points. */
export function problemOf(reply: Reply): { status: number; code: string; places: string[] } {
  const { code, errors = [] } = reply.json as { code: string; errors?: { pointer?: string; parameter?: string }[] };
  return { status: reply.status, code, places: errors.map((e) => e.pointer ?? `?${e.parameter}`) };
}
