/** The reader that all pumps of a process share. */
import type { _Record, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createRecordReader } from "@skillmeat-deployments/local/stream/record-reader.ts";
import { beforeEach, describe, expect, it } from "vitest";

/** A stream of numbered records of a size. An iterator is the number of the next record. */
let stream: number[];
let reads: [iterator: string, limit: number][];
beforeEach(() => {
  stream = [];
  reads = [];
});
const client = {
  send: async ({ input }: { input: { ShardIterator: string; Limit: number } }) => {
    reads.push([input.ShardIterator, input.Limit]);
    const from = Number(input.ShardIterator);
    const Records = stream.slice(from, from + input.Limit).map((SizeBytes, i) => ({
      dynamodb: { SequenceNumber: String(from + i), SizeBytes },
    }));
    return { Records, NextShardIterator: String(from + Records.length) };
  },
} as unknown as DynamoDBStreamsClient;
const numbers = (records: readonly _Record[]) => records.map((r) => Number(r.dynamodb?.SequenceNumber));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const grow = (count: number, bytes = 100) => void stream.push(...Array.from({ length: count }, () => bytes));

describe("The shared reader", () => {
  it("Records that were read once are not read again, and those that came later follow", async () => {
    const read = createRecordReader(client);
    grow(5);
    expect(await read("0", 100)).toMatchObject({ next: "5", bytes: 500, kept: false });
    grow(3);
    const again = await read("0", 100);
    expect([numbers(again.records), again.next, again.kept]).toEqual([range(0, 5), "5", true]);
    expect(numbers((await read("5", 100)).records)).toEqual(range(5, 8));
    expect(reads).toEqual([
      ["0", 100],
      ["5", 100],
    ]);
  });

  it("Kept reads that follow each other are one answer", async () => {
    const read = createRecordReader(client);
    for (let i = 0; i < 4; i++) {
      grow(10);
      await read(String(10 * i), 100);
    }
    const joined = await read("10", 100);
    expect([numbers(joined.records), joined.bytes, joined.next]).toEqual([range(10, 40), 3_000, "40"]);
    expect(reads).toHaveLength(4);
  });

  it("An answer of kept reads has at most 1,000 records", async () => {
    const read = createRecordReader(client);
    grow(1_500);
    for (const from of ["0", "600", "1200"]) await read(from, 600);
    const joined = await read("0", 600);
    expect([numbers(joined.records), joined.next]).toEqual([range(0, 600), "600"]);
    expect(numbers((await read("600", 600)).records)).toEqual(range(600, 1_500));
  });

  it("A read without records is not kept: the records that come later are found", async () => {
    const read = createRecordReader(client);
    expect((await read("0", 100)).records).toEqual([]);
    grow(1);
    expect(numbers((await read("0", 100)).records)).toEqual([0]);
  });

  it("The oldest reads are dropped when the kept records have more than 4 MB", async () => {
    const read = createRecordReader(client);
    grow(5, 1_500_000);
    for (let i = 0; i < 5; i++) await read(String(i), 1);
    expect(numbers((await read("3", 1)).records)).toEqual([3, 4]);
    expect(reads).toHaveLength(5);
    await read("2", 1);
    expect(reads).toHaveLength(6);
  });
});
