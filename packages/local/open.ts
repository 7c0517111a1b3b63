/** Opens the local table for a command: on the engine of a running server, or on an engine that it starts. */
import { join } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { type Address, urlOf } from "./address.ts";
import { openDataDir } from "./data-dir.ts";
import { type Engine, startEngine } from "./engine.ts";
import { readJson } from "./file.ts";
import { findEngine } from "./find-engine.ts";
import { LOCAL_AWS, provisionTable, TABLE } from "./provision.ts";
import { type Env, storageOf } from "./settings.ts";
import { StartError } from "./start-error.ts";

/** An open table. `close` ends the client, and the engine if it was started for the table. */
export type OpenTable = { client: DynamoDBClient; name: string; close(): Promise<void> };

/** Opens the table of `DYNAMODB_ENDPOINT` or `DATA_DIR`. @throws StartError if the engine cannot be found or started */
export async function openLocal(env: Env): Promise<OpenTable> {
  const settings = storageOf(env);
  if (settings.endpoint) return openTable(settings.endpoint, async () => {});
  const { path: dataDir, lock } = openDataDir(settings.dataDir);
  if (!lock) {
    const { host, port } = (readJson(join(dataDir, "engine.json")) ?? {}) as Partial<Address>;
    if (host === undefined || port === undefined)
      throw new StartError(`A server uses ${dataDir}, but the address of its engine is unknown (no valid engine.json)`);
    return openTable(urlOf({ host, port }), async () => {});
  }
  const engine = await startLocked(dataDir, lock);
  return openTable(engine.endpoint, async () => {
    await engine.stop();
    lock.release();
  });
}

/** Starts the engine on a locked directory. Releases the lock if the engine does not start. */
async function startLocked(dataDir: string, lock: { release(): void }): Promise<Engine> {
  try {
    return await startEngine({ binary: findEngine(), dataDir });
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openTable(endpoint: string, stopEngine: () => Promise<void>): Promise<OpenTable> {
  const client = createClient({ ...LOCAL_AWS, endpoint });
  const close = async () => {
    client.destroy();
    await stopEngine();
  };
  try {
    await provisionTable(client, TABLE);
  } catch (error) {
    await close();
    throw error;
  }
  return { client, name: TABLE, close };
}
