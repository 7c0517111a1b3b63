/** Opens the local table for a command: on the engine of a running server, or on an engine that it starts. */
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { type Address, urlOf } from "./address.ts";
import { startEngine } from "./engine.ts";
import { readJson } from "./file.ts";
import { findEngine } from "./find-engine.ts";
import { lockDirectory } from "./lock.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { StartError } from "./start-error.ts";

/** An open table. `close` ends the client, and the engine if it was started for the table. */
export type OpenTable = { client: DynamoDBClient; name: string; close(): Promise<void> };

/** Opens the table of `DYNAMODB_ENDPOINT` or `DATA_DIR`. @throws StartError if the engine cannot be found or started */
export async function openLocal(env: Readonly<Record<string, string | undefined>>): Promise<OpenTable> {
  if (env.DYNAMODB_ENDPOINT) return openTable(env.DYNAMODB_ENDPOINT, async () => {});
  mkdirSync(env.DATA_DIR ?? ".data", { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(env.DATA_DIR ?? ".data");
  const lock = lockDirectory(dataDir);
  if (!lock) {
    const { host, port } = (readJson(join(dataDir, "engine.json")) ?? {}) as Partial<Address>;
    if (host === undefined || port === undefined)
      throw new StartError(`A server uses ${dataDir}, but the address of its engine is unknown (no valid engine.json)`);
    return openTable(urlOf({ host, port }), async () => {});
  }
  const engine = await startEngine({ binary: findEngine(), dataDir });
  return openTable(engine.endpoint, async () => {
    await engine.stop();
    lock.release();
  });
}

async function openTable(endpoint: string, stopEngine: () => Promise<void>): Promise<OpenTable> {
  const client = createClient({ ...LOCAL_AWS, endpoint });
  await provisionTable(client, TABLE);
  return {
    client,
    name: TABLE,
    close: async () => {
      client.destroy();
      await stopEngine();
    },
  };
}
