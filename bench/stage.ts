/** An engine with a table, a tenant and some data, on which handlers are measured. */
import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { startEngine } from "@skillmeat-deployments/local/engine.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable, TABLE_SETTINGS } from "@skillmeat-deployments/local/provision.ts";
import { eventOf } from "@skillmeat-deployments/testing/aws/gateway.ts";
import type { Bench } from "./bench.ts";
import { type Answer, type Event, type Handler, startHandler } from "./handler.ts";
import { killOnExit } from "./on-exit.ts";

const OPERATOR = "smo_test_bench";
const TENANT = "bench";
/** The project that has the profiles of a list, and one profile that is read. */
export const PROJECT = "shop";
/** The number of profiles on the page of a list. */
export const PAGE = 50;

export type Stage = {
  /** The endpoint of the engine. */
  endpoint: string;
  /** The ARN of the table's stream. Empty: it has none. */
  streamArn: string;
  client: DynamoDBClient;
  /** The tenant's API key. */
  key: string;
  /** The environment of a handler on a table of this engine. */
  env(table?: string): Record<string, string>;
  /** The event of a request of the tenant. */
  request(method: string, path: string, body?: object): Event;
  /** A process of the API, to prepare data with. */
  api: Handler;
  /** Sends a request to the API. @throws if it does not succeed */
  send(method: string, path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
};

/** The table. */
export const TABLE = "bench";

export type OpenEngine = { client: DynamoDBClient; endpoint: string; close(): Promise<void> };

/** Starts an engine, in memory unless it has a directory. It ends with this process. */
export async function openEngine(dataDir?: string): Promise<OpenEngine> {
  const engine = await startEngine({ binary: findEngine(), dataDir });
  const forget = killOnExit(engine.process);
  const { endpoint } = engine;
  const client = createClient({ ...LOCAL_AWS, endpoint });
  return {
    client,
    endpoint,
    async close() {
      client.destroy();
      await engine.stop();
      forget();
    },
  };
}

/** Creates a table without a stream. The engine never trims a stream, so every write would take longer than the last. */
export async function createStreamlessTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(new CreateTableCommand({ TableName: name, ...TABLE_SETTINGS }));
}

/** The environment of a handler, as Lambda and SST set it. */
export function lambdaEnv(endpoint: string, table: string): Record<string, string> {
  const links = {
    App: { name: "skillmeat", stage: "bench" },
    Table: { name: table },
    OperatorKey: { value: OPERATOR },
  };
  return {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    PUBLIC_URL: "https://bench.test",
    TABLE_NAME: table,
    NODE_ENV: "production",
    ...Object.fromEntries(Object.entries(links).map(([name, link]) => [`SST_RESOURCE_${name}`, JSON.stringify(link)])),
  };
}

/** The event of a request with a key. */
export const requestEvent = (key: string, method: string, path: string, body?: object): Event =>
  eventOf({
    method,
    path,
    headers: [
      ["authorization", `Bearer ${key}`],
      ["content-type", "application/json"],
    ],
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** What keeps the limits of tenants out of the way: a run sends more requests in a second than a tenant may. */
const UNLIMITED = { LIMIT_REQUESTS_PER_SECOND: "1000000" };

/**
 * Starts an engine with a table that has a project of `PAGE` profiles.
 * @param options `stream`: whether the table has a stream; `dataDir`: keeps the database there, not in memory
 */
export async function createStage(bench: Bench, options: { stream?: boolean; dataDir?: string } = {}): Promise<Stage> {
  const engine = await openEngine(options.dataDir);
  const { client, endpoint } = engine;
  const streamArn = options.stream ? await provisionTable(client, TABLE) : "";
  if (!options.stream) await createStreamlessTable(client, TABLE);
  const env = (table = TABLE) => ({ ...lambdaEnv(endpoint, table), ...UNLIMITED });
  const api = await startHandler((await bench.bundleOf("ours")).main, { env: env() });
  const stage: Stage = {
    endpoint,
    streamArn,
    client,
    key: "",
    env,
    request: (method, path, body) => requestEvent(stage.key, method, path, body),
    api,
    send: async (method, path, body) => jsonOf(await api.call(stage.request(method, path, body))),
    async close() {
      api.stop();
      await engine.close();
    },
  };
  const tenant = requestEvent(OPERATOR, "POST", "/tenants", { tenant_id: TENANT, name: "Bench" });
  stage.key = (jsonOf(await api.call(tenant)) as { api_key: string }).api_key;
  await stage.send("POST", "/projects", { project_id: PROJECT });
  for (let i = 0; i < PAGE; i++) {
    await stage.send("POST", `/projects/${PROJECT}/profiles`, { profile_id: `c${i}`, platform: "claude_code" });
  }
  return stage;
}

/** The JSON of an answer. @throws if it is an error */
export function jsonOf({ statusCode = 0, body = "" }: Answer): unknown {
  if (statusCode < 200 || statusCode > 299) throw new Error(`answered ${statusCode}: ${body}`);
  return JSON.parse(body);
}
