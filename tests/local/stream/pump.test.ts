/** The local stream pump, which delivers stream records as Lambda does, and the trimming of the local stream. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type _Record, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type Engine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { readJson } from "@skillmeat-deployments/local/file.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { createLazyFile } from "@skillmeat-deployments/local/stream/lazy-file.ts";
import { asLambdaRecord, type Pump, startPump } from "@skillmeat-deployments/local/stream/pump.ts";
import { createTrimmer } from "@skillmeat-deployments/local/stream/trim.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Handler = (batch: StreamRecord[]) => ReturnType<StreamHandler>;

let directory: string;
let engine: Engine;
let client: ReturnType<typeof createClient>;
let streams: DynamoDBStreamsClient;
let streamArn: string;
let table: Table;
let pumps: Pump[];
let logs: Record<string, unknown>[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "pump-"));
  engine = await startEngine({ binary: findEngine(), dataDir: directory });
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  client = createClient(aws);
  streams = new DynamoDBStreamsClient({ ...aws, maxAttempts: 1 });
  streamArn = await provisionTable(client, "pumped");
  expect(await provisionTable(client, "pumped")).toBe(streamArn);
  table = createTable(client, "pumped");
  pumps = [];
  logs = [];
});
afterEach(async () => {
  for (const pump of pumps) await pump.stop();
  client.destroy();
  streams.destroy();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

const file = () => join(directory, "position.json");
const start = (handler: Handler, more: Partial<Parameters<typeof startPump>[0]> = {}) => {
  const pump = startPump({
    client: streams,
    streamArn,
    prefix: "N#",
    handler: ({ Records }) => handler(Records),
    file: file(),
    log: (line) => void logs.push(line),
    ...more,
  });
  pumps.push(pump);
  return pump;
};
const put = async (from: number, to: number, prefix = "N#") => {
  for (let i = from; i < to; i++)
    await table.put({ pk: "p", sk: `${prefix}${String(i).padStart(4, "0")}` }, { is: "absent" });
};
const idOf = (r: StreamRecord) => r.dynamodb?.Keys?.sk?.S?.slice(2) as string;
const collect =
  (seen: string[]): Handler =>
  async (batch) => {
    seen.push(...batch.map(idOf));
    return { batchItemFailures: [] };
  };
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 10 });
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => String(from + i).padStart(4, "0"));

describe("The stream pump", () => {
  it("Every record with the prefix is delivered once, in order and in Lambda's shape", async () => {
    const seen: string[] = [];
    const batches: StreamRecord[][] = [];
    await put(0, 150);
    await put(0, 5, "E#");
    const pump = start(async (batch) => {
      batches.push(batch);
      return collect(seen)(batch);
    });
    await put(150, 160);
    pump.wake();
    await until(() => expect(seen).toEqual(ids(0, 160)));
    expect(Math.max(...batches.map((b) => b.length))).toBeLessThanOrEqual(100);
    const record = batches[0]?.[0] as StreamRecord;
    expect(record).toMatchObject({
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      dynamodb: { SequenceNumber: expect.any(String) },
    });
    expect(typeof record.dynamodb?.ApproximateCreationDateTime).toBe("number");
  });

  it("A pump that was stopped continues at its saved position", async () => {
    const seen: string[] = [];
    await put(0, 5);
    const first = start(collect(seen));
    await until(() => expect(seen).toHaveLength(5));
    await first.stop();
    await put(5, 10);
    start(collect(seen));
    await until(() => expect(seen).toEqual(ids(0, 10)));
  });

  it("A batch is delivered again from its first failure on, and no earlier", async () => {
    const seen: string[][] = [];
    let failures = 2;
    await put(0, 6);
    start(async (batch) => {
      seen.push(batch.map(idOf));
      if (failures-- <= 0) return { batchItemFailures: [] };
      return {
        batchItemFailures: [batch[4], batch[2]]
          .filter((r) => r !== undefined)
          .map((r) => ({ itemIdentifier: r.dynamodb?.SequenceNumber as string })),
      };
    });
    await until(() => expect(seen.at(-1)).toEqual(ids(4, 6)));
    expect(seen).toEqual([ids(0, 6), ids(2, 6), ids(4, 6)]);
  });

  it("A pump that is stopped while records fail keeps its position", async () => {
    let calls = 0;
    await put(0, 4);
    const pump = start(async (batch) => {
      calls++;
      return {
        batchItemFailures: batch
          .filter((r) => idOf(r) >= "0002")
          .map((r) => ({ itemIdentifier: r.dynamodb?.SequenceNumber as string })),
      };
    });
    await until(() => expect(calls).toBeGreaterThan(1));
    await pump.stop();
    const seen: string[] = [];
    start(collect(seen));
    await until(() => expect(seen).toEqual(ids(2, 4)));
  });

  it("A position is stored after its records are handled, and reported after it is stored", async () => {
    const stored = () =>
      Object.values((readJson(file()) as { shards: Record<string, { after: string }> }).shards)[0]?.after;
    const reported: unknown[] = [];
    let goOn: (() => void) | undefined;
    const handled: string[] = [];
    await put(0, 3);
    const pump = start(
      async (batch) => {
        if (batch.some((record) => idOf(record) === "0003")) {
          await new Promise<void>((done) => {
            goOn = done;
          });
        }
        return collect(handled)(batch);
      },
      { onPosition: (sequence) => void reported.push([sequence, stored()]) },
    );
    await until(() => expect(reported).toEqual([["3", "3"]]));
    await put(3, 4);
    pump.wake();
    await until(() => expect(goOn).toBeDefined());
    // A position of the record that is not handled would be in the file before this text, which is set later.
    const later = createLazyFile(join(directory, "later"), () => {});
    for (const text of ["1", "2"]) await new Promise<void>((done) => later.set(text, done));
    expect([stored(), handled]).toEqual(["3", ids(0, 3)]);
    // A server that is started after a kill at this moment.
    const seen: string[] = [];
    const next = start(collect(seen));
    await until(() => expect(seen).toEqual(ids(3, 4)));
    await next.stop();
    goOn?.();
    await pump.stop();
    expect(reported.at(-1)).toEqual(["4", "4"]);
  });

  it("The pump tries again when the handler throws", async () => {
    const seen: string[] = [];
    let broken = 2;
    await put(0, 3);
    start(async (batch) => {
      if (broken-- > 0) throw new Error("handler broke");
      return collect(seen)(batch);
    });
    await until(() => expect(seen).toEqual(ids(0, 3)));
    expect(logs).toMatchObject([{ error: "Error: handler broke" }, { error: "Error: handler broke" }]);
  });

  it("The pump starts at the beginning when it is given another stream", async () => {
    const seen: string[] = [];
    await put(0, 3);
    const first = start(collect(seen));
    await until(() => expect(seen).toHaveLength(3));
    await first.stop();
    expect(readJson(file())).toMatchObject({ stream: streamArn });
    const streamArn2 = await provisionTable(client, "second");
    await createTable(client, "second").put({ pk: "p", sk: "N#other" }, { is: "absent" });
    start(collect(seen), { streamArn: streamArn2 });
    await until(() => expect(seen.at(-1)).toBe("other"));
  });

  it("The pump reads a shard after its parent and passes closed shards, expired iterators and trimmed records", async () => {
    const shard: Record<string, { parent?: string; records: string[]; open: boolean }> = {
      child: { parent: "parent", records: ["c0", "c1"], open: true },
      parent: { records: ["p0", "p1"], open: false },
      orphan: { parent: "long-gone", records: ["o0"], open: true },
    };
    const failures = ["ExpiredIteratorException", "TrimmedDataAccessException"];
    const fake = {
      send: async (command: { constructor: { name: string }; input: Record<string, string> }) => {
        const { input } = command;
        if (command.constructor.name === "DescribeStreamCommand") {
          const all = Object.entries(shard).map(([ShardId, { parent }]) => ({
            ShardId,
            ...(parent ? { ParentShardId: parent } : {}),
          }));
          const second = input.ExclusiveStartShardId !== undefined;
          return {
            StreamDescription: second
              ? { Shards: all.slice(2) }
              : { Shards: all.slice(0, 2), LastEvaluatedShardId: "x" },
          };
        }
        if (command.constructor.name === "GetShardIteratorCommand") {
          const at = input.SequenceNumber === undefined ? 0 : Number(input.SequenceNumber) + 1;
          return { ShardIterator: `${input.ShardId}:${at}` };
        }
        const failure = failures.pop();
        if (failure) {
          const { [failure]: Failure } = (await import("@aws-sdk/client-dynamodb-streams")) as unknown as Record<
            string,
            new (
              o: object,
            ) => Error
          >;
          throw new (Failure as new (o: object) => Error)({ message: failure, $metadata: {} });
        }
        const [id, at] = (input.ShardIterator as string).split(":");
        const { records, open } = shard[id as string] as { records: string[]; open: boolean };
        const from = Number(at);
        const Records = records.slice(from).map((sk, i) => ({
          eventID: sk,
          dynamodb: { SequenceNumber: String(from + i), Keys: { sk: { S: `N#${sk}` } } },
        }));
        return { Records, NextShardIterator: open || from < records.length ? `${id}:${records.length}` : undefined };
      },
    } as unknown as DynamoDBStreamsClient;
    const seen: string[] = [];
    start(collect(seen), { client: fake });
    await until(() => expect(seen).toHaveLength(5));
    expect(seen.indexOf("c0")).toBeGreaterThan(seen.indexOf("p1"));
    expect([...seen].sort()).toEqual(["c0", "c1", "o0", "p0", "p1"]);
    await until(() => expect(readJson(file())).toMatchObject({ shards: { parent: { done: true } } }));
  });

  it("A removal by TTL carries the service's user identity", () => {
    const record = {
      eventName: "REMOVE",
      userIdentity: { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" },
      dynamodb: {},
    } as _Record;
    expect(asLambdaRecord(record).userIdentity).toEqual({ principalId: "dynamodb.amazonaws.com", type: "Service" });
  });
});

describe("Trimming the stream", () => {
  it("Records that every consumer has passed are removed, the newest record stays, and delivery goes on", async () => {
    const trimmer = createTrimmer(engine.database as string, "pumped", ["record", "publish"]);
    const seen: string[] = [];
    start(collect(seen), { onPosition: (sequence) => trimmer.markRead("record", sequence) });
    await put(0, 450);
    await until(() => expect(seen).toHaveLength(450));
    const db = new DatabaseSync(engine.database as string);
    const count = () => (db.prepare("SELECT COUNT(*) AS n FROM _stream_records").get() as { n: number }).n;
    expect(count()).toBe(450);
    trimmer.markRead("publish", "449");
    await put(450, 451);
    await until(() => expect(seen).toHaveLength(451));
    expect(count()).toBeLessThan(250);
    expect(count()).toBeGreaterThanOrEqual(1);
    await put(451, 460);
    await until(() => expect(seen).toEqual(ids(0, 460)));
    for (const consumer of ["record", "publish"]) trimmer.markRead(consumer, "100000");
    expect(count()).toBe(1);
    await put(460, 462);
    await until(() => expect(seen).toEqual(ids(0, 462)));
    db.close();
    trimmer.close();
  });
});
