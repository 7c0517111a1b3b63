/**
 * Lambda's event source mapping on a DynamoDB stream, with its real rules: batches in order within a shard,
 * `batchItemFailures` taken up again at the lowest, an empty identifier or a throw failing the whole batch, bisection
 * that costs no retry, a maximum of retries and of age, a failure destination, at-least-once delivery. Several shards
 * run at once; order holds per item only, since after a split one partition key may come from two shards.
 */
import type { StreamHandler, StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import type { Random } from "./random.ts";

export type MappingOptions = {
  handler: StreamHandler;
  random: Random;
  shards: number;
  batchSize: number;
  /** -1: for as long as the stream keeps the record. */
  maximumRetries: number;
  /** Seconds of the virtual clock after which a failing batch is given up; -1: never. */
  maximumAgeSeconds: number;
  bisect: boolean;
  /** Every n-th batch is delivered again, whole or in part, after it was done. */
  duplicateOneIn: number;
  onFailure?: (record: StreamRecord) => void;
};

export type Delivered = {
  deliveries: number;
  duplicates: number;
  batches: number;
  retries: number;
  bisections: number;
  failures: number;
};

const itemOf = (r: StreamRecord) => `${r.dynamodb?.Keys?.pk?.S}\n${r.dynamodb?.Keys?.sk?.S}`;

/** Deals records to shards: one item's stay in one order, a partition's may be in two. */
function deal(records: readonly StreamRecord[], shards: number, random: Random): StreamRecord[][] {
  const of = new Map<string, number>();
  const dealt: StreamRecord[][] = Array.from({ length: shards }, () => []);
  for (const one of records) {
    const item = itemOf(one);
    const shard = of.get(item) ?? random.below(shards);
    of.set(item, shard);
    dealt[shard]?.push(one);
  }
  return dealt;
}

export async function deliver(records: readonly StreamRecord[], options: MappingOptions): Promise<Delivered> {
  const { handler, random, batchSize, maximumRetries, maximumAgeSeconds, bisect, duplicateOneIn, onFailure } = options;
  const count: Delivered = { deliveries: 0, duplicates: 0, batches: 0, retries: 0, bisections: 0, failures: 0 };
  // A virtual clock: each failed invocation waits a second, as the mapping's own back-off would.
  let clock = 0;

  /** @returns how many of the batch are done: up to the lowest failure */
  const invoke = async (batch: StreamRecord[]): Promise<number> => {
    count.deliveries += batch.length;
    count.batches++;
    const reply = await handler({ Records: batch }).catch(() => undefined);
    if (!reply) return 0;
    const at = reply.batchItemFailures.map((f) =>
      batch.findIndex((r) => r.dynamodb?.SequenceNumber === f.itemIdentifier),
    );
    return at.length === 0 ? batch.length : Math.max(0, Math.min(...at));
  };

  const giveUp = (batch: StreamRecord[]) => {
    count.failures += batch.length;
    for (const one of batch) onFailure?.(one);
  };

  async function work(batch: StreamRecord[], retries: number, since: number): Promise<void> {
    const done = await invoke(batch);
    if (duplicateOneIn > 0 && random.oneIn(duplicateOneIn)) {
      const again = batch.slice(0, 1 + random.below(batch.length));
      count.duplicates += again.length;
      await invoke(again);
    }
    if (done >= batch.length) return;
    const left = batch.slice(done);
    clock++;
    if (maximumAgeSeconds >= 0 && clock - since > maximumAgeSeconds) return giveUp(left);
    if (bisect && left.length > 1) {
      count.bisections++;
      const middle = Math.ceil(left.length / 2);
      await work(left.slice(0, middle), retries, since);
      return work(left.slice(middle), retries, since);
    }
    // A batch that moved on begins its retries anew.
    const spent = done > 0 ? 0 : retries;
    if (maximumRetries >= 0 && spent >= maximumRetries) return giveUp(left);
    count.retries++;
    return work(left, spent + 1, since);
  }

  await Promise.all(
    deal(records, options.shards, random).map(async (shard) => {
      for (let from = 0; from < shard.length; ) {
        const size = 1 + random.below(batchSize);
        await work(shard.slice(from, from + size), 0, clock);
        from += size;
      }
    }),
  );
  return count;
}
