import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { deliver, type MappingOptions } from "@skillmeat-deployments/testing/mapping.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import { describe, expect, it } from "vitest";

const record = (n: number, sk = `N#${n}`) =>
  ({ dynamodb: { SequenceNumber: String(n), Keys: { pk: { S: "p" }, sk: { S: sk } } } }) as StreamRecord;
const records = (n: number) => Array.from({ length: n }, (_, i) => record(i));
const idOf = (r: StreamRecord) => Number(r.dynamodb?.SequenceNumber);

/** Runs a handler that fails as told, and says what it was given. */
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
/** Fails a record for its first so many deliveries. */
const failing = (id: number, times: number) => {
  let left = times;
  return (batch: number[]) => (batch.includes(id) && left-- > 0 ? [String(id)] : []);
};
/** Fails the first batch so, and no other. */
function firstly(answer: string[] | "throw") {
  const answers = [answer];
  return () => answers.shift() ?? [];
}
/** The whole of a shard in one batch. */
const whole = { random: { ...createRandom(1), below: (n: number) => n - 1, oneIn: () => false } };

describe("the simulated event source mapping", () => {
  it("takes a batch up again at its lowest failure", async () => {
    const { batches } = await run(5, firstly(["3", "1"]), whole);
    expect(batches).toEqual([
      [0, 1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it("takes a whole batch for failed where the handler throws, or names what is not in it", async () => {
    for (const answer of ["throw" as const, [""], ["nobody"]]) {
      const { batches } = await run(3, firstly(answer), whole);
      expect(batches).toEqual([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    }
  });

  it("gives up after so many retries, or so much time, and keeps what it gave up", async () => {
    const retries = await run(3, failing(1, 99), { ...whole, maximumRetries: 2 });
    expect([retries.failed, retries.batches.length]).toEqual([[1, 2], 3]);
    const age = await run(3, failing(1, 99), { ...whole, maximumAgeSeconds: 5 });
    expect([age.failed, age.batches.length]).toEqual([[1, 2], 6]);
  });

  it("bisects down to the record that fails alone, at no retry's cost", async () => {
    const { failed, count } = await run(8, failing(5, 99), { ...whole, bisect: true, maximumRetries: 0 });
    expect(failed).toEqual([5]);
    expect(count).toMatchObject({ retries: 0, failures: 1 });
    expect(count.bisections).toBeGreaterThan(0);
  });

  it("keeps the order of an item in every shard, and delivers some again", async () => {
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
