/** The embedded run: engine, table, HTTP server and stream pump in one process, on data that outlives it. */
import { mkdirSync, realpathSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { tokenVerifier } from "@skillmeat-deployments/api/auth/authenticate.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import { problemParts } from "@skillmeat-deployments/api/http/problem.ts";
import type { RatePolicy } from "@skillmeat-deployments/api/http/rate-limit.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import type { BatchDeps } from "@skillmeat-deployments/events/batch.ts";
import { deadLetterOf } from "@skillmeat-deployments/events/dead-letter.ts";
import { createPublisher } from "@skillmeat-deployments/events/publish/publisher.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamHandler } from "@skillmeat-deployments/events/stream.ts";
import { ensureCredentials, writeCredentials } from "./credentials.ts";
import { findEngine, StartError, startEngine } from "./engine.ts";
import { appendLine } from "./file.ts";
import { lockDirectory } from "./lock.ts";
import { createLogBus } from "./log-bus.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { startPump } from "./pump.ts";
import { createTrimmer } from "./trim.ts";

/** Also what events name where the port is picked anew at each start: they do not change from one to the next. */
export const DEFAULT_PORT = 3000;
/** Who reads the stream. */
const CONSUMERS = ["record", "publish"] as const;
/** 5,000 rows on a slow disk; no gateway waits in between. */
const IMPORT_MS = 120_000;
/** Longer than storage may take for a request, shorter than a supervisor's patience. */
const DRAIN_MS = 9_500;

export type ServeOptions = {
  dataDir: string;
  port: number;
  host: string;
  /** Another engine's endpoint, instead of the embedded one. */
  endpoint?: string | undefined;
  rate?: RatePolicy | undefined;
  log: (line: Record<string, unknown>) => void;
  env?: Readonly<Record<string, string | undefined>>;
};

export type Running = { url: string; dataDir: string; close(): Promise<void> };

/** @throws StartError with one line for the person who started it */
export async function serve(options: ServeOptions): Promise<Running> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // One name for one directory, whatever links lead to it: leftover engines are told by it.
  const dataDir = realpathSync(options.dataDir);
  // What was opened is closed in reverse, also when a later step fails.
  const closers: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const lock = lockDirectory(dataDir);
    if (!lock) throw new StartError(`${dataDir} is being served already; stop that server, or set DATA_DIR`);
    closers.push(() => lock.release());
    const url = await start({ ...options, dataDir }, closers);
    return { url, dataDir, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: ServeOptions, closers: (() => void | Promise<void>)[]): Promise<string> {
  const { dataDir, log } = options;
  const engine = options.endpoint
    ? { endpoint: options.endpoint, database: undefined, stop: async () => {} }
    : await startEngine({ binary: findEngine(), dataDir });
  closers.push(() => engine.stop());
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  const client = createClient(aws);
  closers.push(() => client.destroy());
  const streamArn = await provisionTable(client, TABLE);
  const table = createTable(client, TABLE);
  const now = () => new Date();
  const publicUrl = publicUrlOf(options);
  const starter = { table, now, newId, actor: "start", requestId: newId(), publicUrl };
  const credentials = await ensureCredentials(starter, dataDir);

  const trimmer = engine.database === undefined ? undefined : createTrimmer(engine.database, TABLE, CONSUMERS);
  if (trimmer) closers.push(() => trimmer.close());
  const streams = new DynamoDBStreamsClient(aws);
  closers.push(() => streams.destroy());
  const pump = (consumer: (typeof CONSUMERS)[number], prefix: string, create: (deps: BatchDeps) => StreamHandler) => {
    const setAside: BatchDeps["deadLetter"] = async (record, error) => {
      const kept = JSON.stringify(deadLetterOf(consumer, record, error, now()));
      appendLine(join(dataDir, "failed-records.jsonl"), kept, { flush: true });
    };
    // What went well is in the feeds.
    const told: typeof log = (line) => line.level !== "info" && log({ ...line, service: consumer });
    const started = startPump({
      client: streams,
      streamArn,
      prefix,
      handler: create({ now, deadLetter: setAside, log: told }),
      file: join(dataDir, `${consumer}.position.json`),
      passed: (sequenceNumber) => trimmer?.passed(consumer, sequenceNumber),
      log,
    });
    closers.push(() => started.stop());
    return started;
  };
  const bus = createLogBus(join(dataDir, "events.jsonl"));
  const publisher = pump("publish", PREFIX.event, (deps) => createPublisher({ ...deps, bus, publicUrl }));
  const recorder = pump("record", PREFIX.resource, (deps) => {
    const record = createRecorder({ ...deps, table });
    return async (batch) => {
      const result = await record(batch);
      publisher.wake();
      return result;
    };
  });

  const app = createApp({
    table,
    now,
    newId,
    mode: "test",
    operatorKey: credentials.operator_key,
    verifyToken: await tokenVerifier(options.env ?? {}, now),
    ...(options.rate ? { rate: options.rate } : {}),
    assets: sourceAssets(),
    publicUrl,
    longStorageMs: IMPORT_MS,
    log,
  });
  const server = createAdaptorServer({
    fetch: async (request: Request) => {
      const response = await app.fetch(request, {});
      if (request.method !== "GET") recorder.wake();
      return response;
    },
  }) as Server;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(error, socket, newId()));
  const url = await listen(server, options);
  closers.push(() => drain(server));
  writeCredentials(dataDir, { ...credentials, base_url: url });
  return url;
}

/** What is no HTTP never reaches the app; its sender is answered in the same form. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, requestId: string): void {
  if (!socket.writable) return;
  const large = error.code === "HPE_HEADER_OVERFLOW";
  const fault = large
    ? new Fault("headers-too-large", "The URL and headers together may hold 16 KiB")
    : new Fault("malformed-request", "The request could not be read as HTTP/1.1");
  const { status, headers, body } = problemParts(fault, "", requestId);
  const fields = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" });
  const head = `HTTP/1.1 ${status} ${large ? "Request Header Fields Too Large" : "Bad Request"}`;
  socket.end(`${[head, ...fields.map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n${body}`);
}

async function listen(server: Server, { port, host }: ServeOptions): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      fail(
        error.code === "EADDRINUSE"
          ? new StartError(`Port ${port} is busy; set PORT to another, or to 0 for a free one`)
          : new StartError(`Cannot serve on ${host} port ${port}: ${error.message}`),
      );
    });
    server.listen(port, host, done);
  });
  const at = server.address() as { port: number };
  return urlOf(host, at.port);
}

/** @throws StartError where PUBLIC_URL is none */
function publicUrlOf({ env, host, port }: ServeOptions): string {
  // One that listens on every address is reached on this one.
  const reached = /^(0\.0\.0\.0|::)$/.test(host) ? "127.0.0.1" : host;
  try {
    return parsePublicUrl(env?.PUBLIC_URL ?? urlOf(reached, port || DEFAULT_PORT));
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}

const urlOf = (host: string, port: number) => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Takes no more connections, and waits for the requests in hand; a client that never ends its own is cut off. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(patience);
}
