/** The embedded run: engine, table, HTTP server and stream consumers in one process, on data that outlives it. */
import { mkdirSync, realpathSync } from "node:fs";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { tokenVerifier } from "@skillmeat-deployments/api/auth/token-verifier.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { RatePolicy } from "@skillmeat-deployments/api/http/rate-limit.ts";
import { parsePublicUrl } from "@skillmeat-deployments/core/runtime/public-url.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { CONSUMERS, startConsumers } from "./consumers.ts";
import { ensureCredentials, writeCredentials } from "./credentials.ts";
import { type Engine, findEngine, StartError, startEngine } from "./engine.ts";
import { startHttpServer, urlOf } from "./http-server.ts";
import { lockDirectory } from "./lock.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { createTrimmer } from "./trim.ts";

/** Where the port is picked, events name this one: what they say does not change from one start to the next. */
export const DEFAULT_PORT = 3000;
/** Milliseconds that an import's storage calls may take: 5,000 rows on a slow disk, with no gateway in between. */
const IMPORT_MS = 120_000;

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

type Closers = (() => void | Promise<void>)[];

/** @throws StartError with one line for the person who started it */
export async function serve(options: ServeOptions): Promise<Running> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // One name for one directory, whatever links lead to it: leftover engines are found by it.
  const dataDir = realpathSync(options.dataDir);
  // What was opened is closed in reverse, also when a later step fails.
  const closers: Closers = [];
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

async function start(options: ServeOptions, closers: Closers): Promise<string> {
  const { dataDir, log } = options;
  const now = () => new Date();
  const publicUrl = publicUrlOf(options);
  const engine = await openEngine(options, closers);
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  const client = createClient(aws);
  closers.push(() => client.destroy());
  const streamArn = await provisionTable(client, TABLE);
  const table = createTable(client, TABLE);
  const credentials = await ensureCredentials(
    {
      role: "operator",
      actor: "start",
      requestId: newId(),
      publicUrl,
      now,
      newId,
      table,
      writer: createWriter(table, now),
    },
    dataDir,
  );
  const trimmer = engine.database === undefined ? undefined : createTrimmer(engine.database, TABLE, CONSUMERS);
  if (trimmer) closers.push(() => trimmer.close());
  const streams = new DynamoDBStreamsClient(aws);
  closers.push(() => streams.destroy());
  const consumers = startConsumers({ table, streams, streamArn, dataDir, publicUrl, now, trimmer, log });
  closers.push(
    () => consumers.publisher.stop(),
    () => consumers.recorder.stop(),
  );
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
  const fetch = async (request: Request) => {
    const response = await app.fetch(request, {});
    if (request.method !== "GET") consumers.recorder.wake();
    return response;
  };
  const server = await startHttpServer(fetch, options);
  closers.push(() => server.close());
  writeCredentials(dataDir, { ...credentials, base_url: server.url });
  return server.url;
}

type OpenEngine = Pick<Engine, "endpoint" | "database">;

async function openEngine({ endpoint, dataDir }: ServeOptions, closers: Closers): Promise<OpenEngine> {
  if (endpoint) return { endpoint, database: undefined };
  const engine = await startEngine({ binary: findEngine(), dataDir });
  closers.push(() => engine.stop());
  return engine;
}

/** @throws StartError where PUBLIC_URL is not an absolute HTTP URL */
function publicUrlOf({ env, host, port }: ServeOptions): string {
  // One that listens on every address is reached on this one.
  const reached = /^(0\.0\.0\.0|::)$/.test(host) ? "127.0.0.1" : host;
  try {
    return parsePublicUrl(env?.PUBLIC_URL ?? urlOf(reached, port || DEFAULT_PORT));
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}
