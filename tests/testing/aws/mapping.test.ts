/** The simulated event source mapping, which delivers stream records as Lambda does. */
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { deliver, type MappingOptions } from "@skillmeat-deployments/testing/aws/mapping.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import { describe, expect, it } from "vitest";

const record = (n: number, sk = `N#${n}`) =>
  ({ dynamodb: { SequenceNumber: String(n), Keys: { pk: { S: "p" }, sk: { S: sk } } } }) as StreamRecord;
const records = (n: number) => Array.from({ length: n }, (_, i) => record(i));
const idOf = (r: StreamRecord) => Number(r.dynamodb?.SequenceNumber);

/** Runs a handler that fails as the callback says, and returns what the handler was given. */
async function run(n: number, fails: (batch: number[]) => string[] | "throw", options: Partial<MappingOptions> = {}) {
  const batches: number[][] = [];
  const failed: number[] = [];
  const handler: StreamHandler = async ({ Records }) => {
    const ids = Records.map(idOf);
    batches.push(ids);
    const failing = fails(ids);
    if (failing === "throw") throw new Error("broke");
    return { batchItemFailures: failing.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  const count = await deliver(records(n), {
    handler,
    random: createRandom(1),
    shards: 1,
    batchSize: 1_000,
    maximumRetries: -1,
    maximumAgeSeconds: -1,
    bisect: false,
    duplicateOneIn: 0,
    onFailure: (r) => failed.push(idOf(r)),
    ...options,
  });
  return { batches: batches.filter((b) => b.length > 0), failed, count };
}
/** Fails one record on its first deliveries. */
const failing = (id: number, times: number) => {
  let left = times;
  return (batch: number[]) => (batch.includes(id) && left-- > 0 ? [String(id)] : []);
};
/** Fails the first batch as given, and no other. */
function failFirst(answer: string[] | "throw") {
  const answers = [answer];
  return () => answers.shift() ?? [];
}
/** Delivers the whole shard in one batch. */
const wholeShard = { random: { ...createRandom(1), below: (n: number) => n - 1, oneIn: () => false } };

describe("The simulated event source mapping", () => {
  it("A batch is delivered again from its lowest failure on", async () => {
    const { batches } = await run(5, failFirst(["3", "1"]), wholeShard);
    expect(batches).toEqual([
      [0, 1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it("A whole batch counts as failed when the handler throws or names a record that is not in it", async () => {
    for (const answer of ["throw" as const, [""], ["nobody"]]) {
      const { batches } = await run(3, failFirst(answer), wholeShard);
      expect(batches).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    }
  });

  it("The mapping gives up after the maximum number of retries or age, and hands over what it gave up", async () => {
    const retries = await run(3, failing(1, 99), { ...wholeShard, maximumRetries: 2 });
    expect([retries.failed, retries.batches.length]).toEqual([[1, 2], 3]);
    const age = await run(3, failing(1, 99), { ...wholeShard, maximumAgeSeconds: 5 });
    expect([age.failed, age.batches.length]).toEqual([[1, 2], 6]);
  });

  it("Bisection isolates the record that fails alone without using up retries", async () => {
    const { failed, count } = await run(8, failing(5, 99), { ...wholeShard, bisect: true, maximumRetries: 0 });
    expect(failed).toEqual([5]);
    expect(count).toMatchObject({ retries: 0, failures: 1 });
    expect(count.bisections).toBeGreaterThan(0);
  });

  it("The records of one item keep their order in every shard, and some are delivered twice", async () => {
    const seen = new Map<string, number[]>();
    const many = Array.from({ length: 300 }, (_, i) => record(i, `N#${i % 7}`));
    const handler: StreamHandler = async ({ Records }) => {
      for (const r of Records) {
        const sk = r.dynamodb?.Keys?.sk?.S as string;
        seen.set(sk, [...(seen.get(sk) ?? []), idOf(r)]);
      }
      return { batchItemFailures: [] };
    };
    const options = {
      handler,
      random: createRandom(3),
      shards: 3,
      batchSize: 20,
      maximumRetries: -1,
      maximumAgeSeconds: -1,
      bisect: true,
      duplicateOneIn: 2,
    };
    const { deliveries, duplicates } = await deliver(many, options);
    expect(deliveries).toBe(300 + duplicates);
    expect(duplicates).toBeGreaterThan(30);
    for (const ids of seen.values()) {
      const firsts = [...new Set(ids)];
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }
  });
});
