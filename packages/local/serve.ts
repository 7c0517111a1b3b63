/** Runs the service locally: engine, table, HTTP server and stream consumers, with persistent data. */
import { mkdirSync, realpathSync } from "node:fs";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { tokenVerifier } from "@skillmeat-deployments/api/auth/token-verifier.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { RatePolicy } from "@skillmeat-deployments/api/http/rate-limit.ts";
import { createBackground } from "@skillmeat-deployments/core/runtime/background.ts";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { createClient, removeUnusedSteps } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { ensureCredentials, writeCredentials } from "./credentials.ts";
import { type Engine, findEngine, StartError, startEngine } from "./engine.ts";
import { startHttpServer, urlOf } from "./http-server.ts";
import { lockDirectory } from "./lock.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { CONSUMERS, startConsumers } from "./stream/consumers.ts";
import { createTrimmer } from "./stream/trim.ts";

/**
 * The default port. With port 0, events still contain URLs with this port, so that they are the same after each start.
 */
export const DEFAULT_PORT = 3000;
/** Storage time limit of `long` routes in milliseconds: enough to import 5,000 rows on a slow disk. */
const LONG_STORAGE_TIMEOUT_MS = 120_000;

export type ServeOptions = {
  dataDir: string;
  /** 0: any free port. */
  port: number;
  host: string;
  /** The endpoint of another engine, to use instead of the embedded one. */
  endpoint?: string | undefined;
  rate?: RatePolicy | undefined;
  log: (line: Record<string, unknown>) => void;
  /** The environment: PUBLIC_URL and the OIDC configuration. */
  env?: Readonly<Record<string, string | undefined>>;
};

/** A running server. `close` ends it after the open requests. */
export type Running = { url: string; dataDir: string; close(): Promise<void> };

/** What to do on close. It runs in reverse order. */
type Closers = (() => void | Promise<void>)[];

/** Starts the server. @throws StartError with one line for the person who started it */
export async function serve(options: ServeOptions): Promise<Running> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // The real path: orphaned engines are found by the path in their command line.
  const dataDir = realpathSync(options.dataDir);
  // Everything that was opened is closed, also if a later step fails.
  const closers: Closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const lock = lockDirectory(dataDir);
    if (!lock) throw new StartError(`${dataDir} is in use by another server; stop that server, or set DATA_DIR`);
    closers.push(() => lock.release());
    const url = await start({ ...options, dataDir }, closers);
    return { url, dataDir, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: ServeOptions, closers: Closers): Promise<string> {
  const { dataDir, log } = options;
  const now = () => new Date();
  const publicUrl = publicUrlOf(options);
  const { table, streams, streamArn, trimmer } = await openStorage(options, closers);
  const writer = createWriter(table, now);
  const credentials = await ensureCredentials(
    { role: "operator", actor: "operator", requestId: newId(), publicUrl, now, newId, table, writer },
    dataDir,
  );
  const consumers = startConsumers({ table, streams, streamArn, dataDir, publicUrl, now, trimmer, log });
  closers.push(
    () => consumers.publisher.stop(),
    () => consumers.recorder.stop(),
  );
  const background = createBackground();
  closers.push(() => background.settled());
  const app = createApp({
    table,
    background,
    now,
    newId,
    mode: "test",
    operatorKey: credentials.operator_key,
    verifyToken: await tokenVerifier(options.env ?? {}, now),
    ...(options.rate ? { rate: options.rate } : {}),
    assets: sourceAssets(),
    publicUrl,
    longStorageMs: LONG_STORAGE_TIMEOUT_MS,
    log,
  });
  const fetch = async (request: Request, address: string) => {
    const response = await app.fetch(request, { address });
    if (mayHaveWritten(request, response)) consumers.recorder.wake();
    return response;
  };
  const server = await startHttpServer(fetch, options);
  closers.push(() => server.close());
  writeCredentials(dataDir, { ...credentials, base_url: server.url });
  return server.url;
}

/** Whether there may be something to record. An answer of 5xx may follow a part of the writes. */
export const mayHaveWritten = ({ method }: Pick<Request, "method">, { status }: Pick<Response, "status">) =>
  !["GET", "HEAD", "OPTIONS"].includes(method) && (status < 400 || status >= 500);

/** The table on a running engine, and its stream. */
async function openStorage(options: ServeOptions, closers: Closers) {
  const { endpoint, database } = await openEngine(options, closers);
  const aws = { ...LOCAL_AWS, endpoint };
  const client = createClient(aws);
  closers.push(() => client.destroy());
  const streamArn = await provisionTable(client, TABLE);
  const trimmer = database === undefined ? undefined : createTrimmer(database, TABLE, CONSUMERS, options.log);
  if (trimmer) closers.push(() => trimmer.close());
  const streams = new DynamoDBStreamsClient(aws);
  removeUnusedSteps(streams);
  closers.push(() => streams.destroy());
  return { table: createTable(client, TABLE), streams, streamArn, trimmer };
}

/** `database`: the path of the database file, if the engine is the embedded one. */
type OpenEngine = Pick<Engine, "endpoint" | "database">;

async function openEngine({ endpoint, dataDir }: ServeOptions, closers: Closers): Promise<OpenEngine> {
  if (endpoint) return { endpoint, database: undefined };
  const engine = await startEngine({ binary: findEngine(), dataDir });
  closers.push(() => engine.stop());
  return engine;
}

/** The URL of the service in events and schemas. @throws StartError if PUBLIC_URL is not an absolute HTTP URL */
function publicUrlOf({ env, host, port }: ServeOptions): string {
  // A server that listens on all addresses is reachable on the loopback address.
  const reachableHost = /^(0\.0\.0\.0|::)$/.test(host) ? "127.0.0.1" : host;
  try {
    return parsePublicUrl(env?.PUBLIC_URL ?? urlOf(reachableHost, port || DEFAULT_PORT));
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}
