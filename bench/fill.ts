/** Fills tables with many rows: copies of rows that the service wrote itself. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE as LOCAL_TABLE } from "@skillmeat-deployments/local/provision.ts";
import type { Bench } from "./bench.ts";
import { send, startOurs } from "./server.ts";
import { openEngine } from "./stage.ts";

export type Row = Record<string, unknown> & { pk: string; sk: string };

/** A project with many profiles, and one with many deployment records and events. */
export const WIDE = "wide";
export const DEEP = "deep";

/** The profile of the project with the records. */
export const DEEP_PROFILE = "main";

/** The name of a copy. The first of each resource is number 0. */
export const nameOf = (i: number) => `n${String(i).padStart(7, "0")}`;
const FIRST = nameOf(0);

const documentsOf = (client: DynamoDBClient) => DynamoDBDocumentClient.from(client);

/** All rows of a small table. */
export async function scan(client: DynamoDBClient, table: string): Promise<Row[]> {
  const { Items = [] } = await documentsOf(client).send(new ScanCommand({ TableName: table }));
  return Items as Row[];
}

/** Requests in parallel: enough to keep the engine busy. */
const PARALLEL = 8;
/** The limit of BatchWriteItem. */
const BATCH = 25;

/** Writes or removes rows. */
export async function writeRows(client: DynamoDBClient, table: string, rows: Iterator<Row>, remove = false) {
  const documents = documentsOf(client);
  const worker = async () => {
    for (;;) {
      const requests: object[] = [];
      while (requests.length < BATCH) {
        const { value, done } = rows.next();
        if (done) break;
        const { pk, sk } = value;
        requests.push(remove ? { DeleteRequest: { Key: { pk, sk } } } : { PutRequest: { Item: value } });
      }
      if (requests.length === 0) return;
      await documents.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** What a local server wrote for the first of each resource, with its events, and its API key. */
export async function writtenRows(bench: Bench): Promise<{ rows: Row[]; key: string }> {
  const dataDir = mkdtempSync(join(bench.directory, "rows-"));
  const { url, key, close } = await startOurs(dataDir);
  const call = (method: string, path: string, body?: object) => send(url, key, method, path, body);
  for (const [project_id, profile_id] of [
    [WIDE, FIRST],
    [DEEP, DEEP_PROFILE],
  ]) {
    await call("POST", "/projects", { project_id });
    await call("POST", `/projects/${project_id}/profiles`, { profile_id, platform: "claude_code" });
  }
  const artifact = { artifact_type: "skill", artifact_name: FIRST, content_hash: "0".repeat(64) };
  await call("POST", "/artifacts", { type: "skill", name: FIRST });
  await call("POST", `/projects/${DEEP}/deployments`, { ...artifact, deployment_profile_id: DEEP_PROFILE });
  while (((await call("GET", `/projects/${DEEP}/events`)) as unknown[]).length < 2) await sleep(20);
  await close();
  const engine = await openEngine(dataDir);
  const rows = await scan(engine.client, LOCAL_TABLE);
  await engine.close();
  return { rows, key };
}

/**
 * The written rows and copies of them: `count` profiles of one project, records and events of the other, and artifacts.
 */
export function* multiplied(rows: readonly Row[], count: number): Generator<Row> {
  const find = (pk: RegExp, sk: RegExp) => rows.find((row) => pk.test(row.pk) && sk.test(row.sk)) as Row;
  const record = find(/#P#deep$/, /^N#DEPLOYMENT#/);
  const copied = [find(/#P#wide$/, /^N#PROFILE#/), find(/^T#[^#]+$/, /^N#ARTIFACT#/), record];
  const events = (row: Row) => row.pk.endsWith(`#F#${record.parent}`);
  const last = rows.filter((row) => events(row) && row.sk.startsWith("E#")).at(-1) as Row;
  for (const row of rows) yield events(row) && row.sk === "Z#HEAD" ? { ...row, seq: count } : row;
  for (const row of copied) {
    const text = JSON.stringify(row);
    for (let i = 1; i < count; i++) yield JSON.parse(text.replaceAll(FIRST, nameOf(i)));
  }
  const text = JSON.stringify(last);
  for (let sequence = Number(last.sk.slice(2)) + 1; sequence <= count; sequence++) {
    yield { ...JSON.parse(text.replaceAll(FIRST, nameOf(sequence))), sk: `E#${String(sequence).padStart(20, "0")}` };
  }
}
