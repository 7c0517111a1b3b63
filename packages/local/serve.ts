/** Runs the service locally: engine, table, HTTP server and stream consumers, with persistent data. */
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { tokenVerifier } from "@skillmeat-deployments/api/auth/token-verifier.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { RatePolicy } from "@skillmeat-deployments/api/http/rate-limit.ts";
import type { Limits } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { createBackground } from "@skillmeat-deployments/core/runtime/background.ts";
import { createClient, removeUnusedSteps } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { createFanOut } from "@skillmeat-deployments/events/deliver/fan-out.ts";
import { createGuardedClient } from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import { ensureCredentials, writeCredentials } from "./credentials.ts";
import { openDataDir } from "./data-dir.ts";
import { openDataKeys } from "./data-keys.ts";
import { type Engine, startEngine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";
import { startHttpServer } from "./http-server.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { allowsLoopback, checkOidc, type Env, publicUrlOf, type Settings, tenantLimitsOf } from "./settings.ts";
import { StartError } from "./start-error.ts";
import { CONSUMERS, KEPT_RECORDS, startConsumers } from "./stream/consumers.ts";
import { createTrimmer } from "./stream/trim.ts";
import { startWebhooks } from "./webhooks.ts";

/** Storage time limit of `long` routes in milliseconds: enough to import 5,000 rows on a slow disk. */
const LONG_STORAGE_TIMEOUT_MS = 120_000;

export type ServeOptions = Omit<Settings, "endpoint"> & {
  endpoint?: string | undefined;
  rate?: RatePolicy | undefined;
  log: (line: Record<string, unknown>) => void;
  /** The environment: PUBLIC_URL, the limits of tenants and the OIDC configuration. */
  env?: Env;
};

/** A running server. `close` ends it after the open requests. */
export type Running = { url: string; dataDir: string; close(): Promise<void> };

/** The options of a server, and what they were read into. */
type StartOptions = ServeOptions & { publicUrl: string; limits: Limits; env: Env; allowLoopback: boolean };

/** What to do on close. It runs in reverse order. */
type Closers = (() => void | Promise<void>)[];

/** Starts the server. @throws StartError with one line for the person who started it */
export async function serve(options: ServeOptions): Promise<Running> {
  const env = options.env ?? {};
  const publicUrl = publicUrlOf(env, options);
  const limits = tenantLimitsOf(env);
  checkOidc(env);
  const allowLoopback = allowsLoopback(env);
  const { path: dataDir, lock } = openDataDir(options.dataDir);
  // Everything that was opened is closed, also if a later step fails.
  const closers: Closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if (!lock) throw new StartError(`${dataDir} is in use by another server; stop that server, or set DATA_DIR`);
    closers.push(() => lock.release());
    const url = await start({ ...options, dataDir, publicUrl, limits, env, allowLoopback }, closers);
    return { url, dataDir, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: StartOptions, closers: Closers): Promise<string> {
  const { dataDir, publicUrl, limits, allowLoopback, log } = options;
  const now = () => new Date();
  const { table, streams, streamArn, trimmer, isAlone } = await openStorage(options, closers);
  const writer = createWriter(table, now);
  const credentials = await ensureCredentials(
    { role: "operator", actor: "operator", requestId: newId(), publicUrl, now, newId, table, writer },
    dataDir,
  );
  const webhooks = startWebhooks({
    table,
    secrets: createSecretBox(openDataKeys(dataDir)),
    send: createGuardedClient({ allowLoopback }),
    allowLoopback,
    publicUrl,
    isAlone,
    now,
    newId,
    log: (line) => line.level !== "info" && log(line),
  });
  closers.push(() => webhooks.stop());
  const { queue } = webhooks;
  const fanOut = createFanOut({ table, now, newId, queue });
  const consumers = startConsumers({ table, fanOut, streams, streamArn, dataDir, publicUrl, now, trimmer, log });
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
    verifyToken: await tokenVerifier(options.env, now),
    limits,
    ...(options.rate ? { rate: options.rate } : {}),
    assets: sourceAssets(),
    webhooks: async () => webhooks.services,
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
  const trimmer =
    database === undefined ? undefined : createTrimmer(database, TABLE, CONSUMERS, options.log, KEPT_RECORDS);
  if (trimmer) closers.push(() => trimmer.close());
  const streams = new DynamoDBStreamsClient(aws);
  removeUnusedSteps(streams);
  closers.push(() => streams.destroy());
  // The embedded engine is on the data directory, which this process has locked.
  return { table: createTable(client, TABLE), streams, streamArn, trimmer, isAlone: database !== undefined };
}

/** `database`: the path of the database file, if the engine is the embedded one. */
type OpenEngine = Pick<Engine, "endpoint" | "database">;

async function openEngine({ endpoint, dataDir }: ServeOptions, closers: Closers): Promise<OpenEngine> {
  if (endpoint) return { endpoint, database: undefined };
  const engine = await startEngine({ binary: findEngine(), dataDir });
  closers.push(() => engine.stop());
  return engine;
}
