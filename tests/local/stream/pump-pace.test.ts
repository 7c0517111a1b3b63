/** When the stream pump reads, on a stream of this file and a clock that the tests move. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DynamoDBStreamsClient, ExpiredIteratorException } from "@aws-sdk/client-dynamodb-streams";
import type { StreamHandler } from "@skillmeat-deployments/events/stream.ts";
import { type Pump, startPump } from "@skillmeat-deployments/local/stream/pump.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** The milliseconds of the pump: between idle reads, and before a read that follows a write. */
const IDLE = 100;
const GATHER = 20;

type Shard = { ShardId: string; records: string[]; size?: number; ended?: boolean; parent?: string };
let directory: string;
let pump: Pump;
let shards: Shard[];
let described: number;
/** The limit of each read. */
let reads: number[];
let delivered: string[];
/** What the next read waits for, or throws. */
let beforeRead: () => Promise<void>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  directory = mkdtempSync(join(tmpdir(), "pump-pace-"));
  shards = [{ ShardId: "a", records: [] }];
  described = 0;
  reads = [];
  delivered = [];
  beforeRead = async () => {};
});
afterEach(async () => {
  await pump.stop();
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

type Input = { ShardId: string; ShardIterator: string; SequenceNumber?: string; Limit: number };
const client = {
  send: async (command: { constructor: { name: string }; input: Input }) => {
    const { input } = command;
    if (command.constructor.name === "DescribeStreamCommand") {
      described++;
      return {
        StreamDescription: {
          Shards: shards.map(({ ShardId, parent }) => ({ ShardId, ...(parent ? { ParentShardId: parent } : {}) })),
        },
      };
    }
    if (command.constructor.name === "GetShardIteratorCommand")
      return { ShardIterator: `${input.ShardId}:${Number(input.SequenceNumber ?? -1) + 1}` };
    reads.push(input.Limit);
    const [id = "", at] = input.ShardIterator.split(":");
    const { records, size = 100, ended } = shards.find(({ ShardId }) => ShardId === id) as Shard;
    const from = Number(at);
    const Records = records.slice(from, from + input.Limit).map((sk, i) => ({
      eventID: sk,
      dynamodb: { SequenceNumber: String(from + i), SizeBytes: size, Keys: { sk: { S: `N#${sk}` } } },
    }));
    await beforeRead();
    const next = from + Records.length;
    return { Records, NextShardIterator: ended && next === records.length ? undefined : `${id}:${next}` };
  },
} as unknown as DynamoDBStreamsClient;

const deliver: StreamHandler = async ({ Records }) => {
  delivered.push(...Records.map((r) => r.dynamodb?.Keys?.sk?.S?.slice(2) as string));
  return { batchItemFailures: [] };
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
async function start() {
  pump = startPump({
    client,
    streamArn: "stream",
    prefix: "N#",
    handler: deliver,
    file: join(directory, "position.json"),
    log: () => {},
  });
  await pass(0);
}
const records = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe("The pace of the stream pump", () => {
  it("A burst of writes is read once, soon after its first write", async () => {
    await start();
    expect(reads).toHaveLength(1);
    for (let i = 0; i < GATHER; i++) {
      shards[0]?.records.push(String(i));
      pump.wake();
      if (i < GATHER - 1) await pass(1);
    }
    expect([reads.length, delivered]).toEqual([1, []]);
    await pass(1);
    expect([reads.length, delivered]).toEqual([2, records(GATHER)]);
  });

  it("An idle stream is read again after the idle time only", async () => {
    await start();
    await pass(IDLE + GATHER - 1);
    expect(reads).toHaveLength(1);
    await pass(1);
    expect(reads).toHaveLength(2);
  });

  it("A write that comes while the stream is read is read soon, too", async () => {
    await start();
    let goOn = () => {};
    beforeRead = () =>
      new Promise<void>((done) => {
        goOn = done;
      });
    pump.wake();
    await pass(GATHER);
    expect(reads).toHaveLength(2);
    shards[0]?.records.push("late");
    pump.wake();
    beforeRead = async () => {};
    goOn();
    await pass(GATHER);
    expect(delivered).toEqual(["late"]);
  });

  it("A pump that is behind reads at once, and more each time, but large records in small batches", async () => {
    shards = [{ ShardId: "a", records: records(2_000) }];
    await start();
    expect(reads).toEqual([100, 200, 400, 800, 1_000]);
    expect(delivered).toEqual(records(2_000));
    await pass(IDLE + GATHER);
    expect(reads.at(-1)).toBe(100);
    await pump.stop();
    reads = [];
    shards = [{ ShardId: "large", records: records(450), size: 100_000 }];
    await start();
    expect(reads).toEqual([100, 100, 100, 100, 100]);
  });

  it("After a read that fails, the next one is small: it may have failed because of its size", async () => {
    shards = [{ ShardId: "a", records: records(2_000) }];
    beforeRead = async () => {
      if (reads.length < 4) return;
      beforeRead = async () => {};
      throw new ExpiredIteratorException({ message: "too large", $metadata: {} });
    };
    await start();
    expect(reads.slice(0, 6)).toEqual([100, 200, 400, 800, 100, 200]);
    expect(delivered).toEqual(records(2_000));
  });

  it("The stream is not described again for each read", async () => {
    await start();
    for (let i = 0; i < 40; i++) {
      pump.wake();
      await pass(IDLE);
    }
    expect(reads.length).toBeGreaterThan(40);
    expect(described).toBe(1);
  });

  it("The first shard of a stream is found at the next read, a child when its parent ends, another within seconds", async () => {
    shards = [];
    await start();
    await pass(IDLE + GATHER);
    shards = [{ ShardId: "first", records: ["1"] }];
    await pass(IDLE + GATHER);
    expect(delivered).toEqual(["1"]);
    (shards[0] as Shard).ended = true;
    shards.push({ ShardId: "child", records: ["2"], parent: "first" });
    await pass(2 * (IDLE + GATHER));
    expect(delivered).toEqual(["1", "2"]);
    shards.push({ ShardId: "other", records: ["3"] });
    await pass(1_000);
    expect(delivered).toEqual(["1", "2"]);
    await pass(5_000);
    expect(delivered).toEqual(["1", "2", "3"]);
  });

  it("The stream is described again when a read fails", async () => {
    await start();
    shards.push({ ShardId: "b", records: ["found"] });
    beforeRead = async () => {
      beforeRead = async () => {};
      throw new ExpiredIteratorException({ message: "expired", $metadata: {} });
    };
    await pass(IDLE + GATHER);
    expect([described, delivered]).toEqual([2, ["found"]]);
  });

  it("What the handler wrote is made durable before the position is stored", async () => {
    const file = join(directory, "flushed.json");
    const positions: boolean[] = [];
    shards = [{ ShardId: "a", records: ["1"] }];
    pump = startPump({
      client,
      streamArn: "arn",
      prefix: "N#",
      handler: deliver,
      file,
      flush: async () => void positions.push(existsSync(file)),
      log: () => {},
    });
    await pass(1_000);
    await pump.stop();
    expect([delivered, positions, existsSync(file)]).toEqual([["1"], [false], true]);
  });
});
