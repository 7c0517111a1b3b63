/** Opens the table of a local run, beside the server that serves it or by itself. */
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { findEngine, StartError, startEngine } from "./engine.ts";
import { readJson } from "./file.ts";
import { lockDirectory } from "./lock.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";

/** A table, and how to be done with it. */
export type OpenTable = { client: DynamoDBClient; name: string; close(): Promise<void> };

/** @throws StartError where the server's engine cannot be found */
export async function openLocal(env: Readonly<Record<string, string | undefined>>): Promise<OpenTable> {
  if (env.DYNAMODB_ENDPOINT) return opened(env.DYNAMODB_ENDPOINT, async () => {});
  mkdirSync(env.DATA_DIR ?? ".data", { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(env.DATA_DIR ?? ".data");
  const lock = lockDirectory(dataDir);
  if (!lock) {
    const { port } = (readJson(join(dataDir, "engine.json")) ?? {}) as { port?: number };
    if (port === undefined) throw new StartError(`${dataDir} is served, but its engine is not known`);
    return opened(`http://127.0.0.1:${port}`, async () => {});
  }
  const engine = await startEngine({ binary: findEngine(), dataDir });
  return opened(engine.endpoint, async () => {
    await engine.stop();
    lock.release();
  });
}

async function opened(endpoint: string, close: () => Promise<void>): Promise<OpenTable> {
  const client = createClient({ ...LOCAL_AWS, endpoint });
  await provisionTable(client, TABLE);
  return {
    client,
    name: TABLE,
    close: async () => {
      client.destroy();
      await close();
    },
  };
}
