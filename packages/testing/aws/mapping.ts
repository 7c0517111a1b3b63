/**
 * Simulates Lambda's event source mapping on a DynamoDB stream: retries from the lowest `batchItemFailures`, bisection
 * that uses no retry, limits of retries and age, a failure destination, and at-least-once delivery. Shards run in
 * parallel.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import type { Random } from "../random.ts";

export type MappingOptions = {
  handler: StreamHandler;
  random: Random;
  shards: number;
  batchSize: number;
  /** -1: no limit, as long as the stream keeps the record. */
  maximumRetries: number;
  /** Seconds of the virtual clock after which a failing batch is discarded; -1: never. */
  maximumAgeSeconds: number;
  bisect: boolean;
  /** One batch in n is delivered again after its invocation, whole or in part; 0: none. */
  duplicateOneIn: number;
  /** The failure destination: receives each discarded record. */
  onFailure?: (record: StreamRecord) => void;
};

/** Counts of a delivery. `failures`: discarded records. */
export type Delivered = {
  deliveries: number;
  duplicates: number;
  batches: number;
  retries: number;
  bisections: number;
  failures: number;
};

const itemOf = (r: StreamRecord) => `${r.dynamodb?.Keys?.pk?.S}\n${r.dynamodb?.Keys?.sk?.S}`;

/**
 * Assigns the records to shards. The records of one item stay in one shard and in order. Those of one partition may be
 * in several, as after a shard split.
 */
function assignToShards(records: readonly StreamRecord[], shardCount: number, random: Random): StreamRecord[][] {
  const shardOf = new Map<string, number>();
  const shards: StreamRecord[][] = Array.from({ length: shardCount }, () => []);
  for (const record of records) {
    const item = itemOf(record);
    const shard = shardOf.get(item) ?? random.below(shardCount);
    shardOf.set(item, shard);
    shards[shard]?.push(record);
  }
  return shards;
}

/** Delivers the records to the handler until each is handled or discarded. */
export async function deliver(records: readonly StreamRecord[], options: MappingOptions): Promise<Delivered> {
  const { handler, random, batchSize, maximumRetries, maximumAgeSeconds, bisect, duplicateOneIn, onFailure } = options;
  const count: Delivered = { deliveries: 0, duplicates: 0, batches: 0, retries: 0, bisections: 0, failures: 0 };
  // A virtual clock in seconds: each failed invocation takes one second, for the back-off of the mapping.
  let clock = 0;

  /** @returns the number of handled records: those before the lowest failure */
  const invoke = async (batch: StreamRecord[]): Promise<number> => {
    count.deliveries += batch.length;
    count.batches++;
    const reply = await handler({ Records: batch }).catch(() => undefined);
    if (!reply) return 0;
    const failedIndexes = reply.batchItemFailures.map((f) =>
      batch.findIndex((r) => r.dynamodb?.SequenceNumber === f.itemIdentifier),
    );
    return failedIndexes.length === 0 ? batch.length : Math.max(0, Math.min(...failedIndexes));
  };

  const discard = (batch: StreamRecord[]) => {
    count.failures += batch.length;
    for (const record of batch) onFailure?.(record);
  };

  async function processBatch(batch: StreamRecord[], retries: number, startedAt: number): Promise<void> {
    const handled = await invoke(batch);
    if (duplicateOneIn > 0 && random.oneIn(duplicateOneIn)) {
      const duplicates = batch.slice(0, 1 + random.below(batch.length));
      count.duplicates += duplicates.length;
      await invoke(duplicates);
    }
    if (handled >= batch.length) return;
    const remaining = batch.slice(handled);
    clock++;
    if (maximumAgeSeconds >= 0 && clock - startedAt > maximumAgeSeconds) return discard(remaining);
    if (bisect && remaining.length > 1) {
      count.bisections++;
      const middle = Math.ceil(remaining.length / 2);
      await processBatch(remaining.slice(0, middle), retries, startedAt);
      return processBatch(remaining.slice(middle), retries, startedAt);
    }
    // A batch that made progress gets all its retries again.
    const usedRetries = handled > 0 ? 0 : retries;
    if (maximumRetries >= 0 && usedRetries >= maximumRetries) return discard(remaining);
    count.retries++;
    return processBatch(remaining, usedRetries + 1, startedAt);
  }

  await Promise.all(
    assignToShards(records, options.shards, random).map(async (shard) => {
      for (let from = 0; from < shard.length; ) {
        const size = 1 + random.below(batchSize);
        await processBatch(shard.slice(from, from + size), 0, clock);
        from += size;
      }
    }),
  );
  return count;
}
