/**
 * The feeds under every kind of delivery: duplicates, splits, bisections, replays, two recorders, busy storage and
 * unreadable records.
 */
import assert from "node:assert/strict";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type Delivered, deliver } from "@skillmeat-deployments/testing/aws/mapping.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { around } from "@skillmeat-deployments/testing/rows.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { Proof } from "./proof.ts";

type FeedEvent = { sequence: string; id: string; subject: string };

/** Reads a feed to its end by polling, and checks that each page continues the one before. */
class Reader {
  readonly seen: FeedEvent[] = [];
  private next: string;
  private readonly service: Service;
  constructor(service: Service, path: string) {
    this.service = service;
    this.next = `${path}?limit=100`;
  }
  async poll(): Promise<number> {
    const page = await this.service.call("GET", this.next);
    assert.equal(page.status, 200, page.text);
    for (const event of page.json as FeedEvent[]) {
      assert.equal(Number(event.sequence), this.seen.length + 1, "a hole or a duplicate in the feed");
      this.seen.push(event);
    }
    this.next = /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1] as string;
    return (page.json as FeedEvent[]).length;
  }
}

/** A table whose calls are sometimes refused as busy, before or after their commit. */
function flaky(table: Table, random: Random, hits: { n: number }): Table {
  const busy = () => new Fault("unavailable", "storage is busy");
  return around(table, async (call) => {
    const fails = random.oneIn(25);
    if (fails) hits.n++;
    if (fails && random.oneIn(2)) throw busy();
    const result = await call();
    if (fails) throw busy();
    return result;
  });
}

/** Makes a stream record unreadable for every recorder. */
const unreadable = (record: StreamRecord): StreamRecord => ({
  ...record,
  dynamodb: { ...record.dynamodb, NewImage: { ...record.dynamodb?.NewImage, version: { S: "not a number" } } },
});

/** The removal of a row by TTL, which names the DynamoDB service as its user. */
const removedByTtl = (record: StreamRecord): StreamRecord =>
  ({
    ...record,
    eventName: "REMOVE",
    userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    dynamodb: {
      Keys: record.dynamodb?.Keys,
      OldImage: record.dynamodb?.NewImage,
      SequenceNumber: `${record.dynamodb?.SequenceNumber}-ttl`,
    },
  }) as StreamRecord;

export const delivery: Proof = {
  promise: "one event per change and contiguous feeds, whatever the stream delivers",
  async prove({ scale, random, progress }) {
    const wanted = scale === "long" ? 100_000 : 6_000;
    const service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
    try {
      const made = await changes(service, random, scale === "long" ? 700 : 120);
      const real = await service.records();
      // Removals by TTL are mixed in: they are not changes.
      const records = real.flatMap((r) => (random.oneIn(20) ? [r, removedByTtl(r)] : [r]));
      const hits = { n: 0 };
      const deadLetters: StreamRecord[] = [];
      const handler = (batch: StreamRecord[]) =>
        service.recorder(batch, {
          table: flaky(service.table, random, hits),
          storeDeadLetter: async (record) => void deadLetters.push(record),
        });

      const readers = ["/events", ...made.projects.map((p) => `/projects/${p}/events`)].flatMap((path) => [
        new Reader(service, path),
        new Reader(service, path),
      ]);
      let reading = true;
      const polling = Promise.all(
        readers.map(async (reader) => {
          while (reading) {
            const more = await reader.poll();
            await new Promise((done) => setTimeout(done, more ? 0 : 20));
          }
        }),
      );

      // A tenth of the records is unreadable first and becomes dead letters; redriven, they take later sequences.
      const shuffled = random.shuffle(records.filter((r) => r.eventName !== "REMOVE"));
      const damaged = new Set(shuffled.slice(0, Math.ceil(shuffled.length / 10)));
      const total: Delivered = { deliveries: 0, duplicates: 0, batches: 0, retries: 0, bisections: 0, failures: 0 };
      const pass = async (some: readonly StreamRecord[], duplicateOneIn: number) => {
        const delivered = await deliver(some, {
          handler: ({ Records }) => handler(Records),
          random,
          shards: 1 + random.below(4),
          batchSize: 1 + random.below(100),
          maximumRetries: -1,
          maximumAgeSeconds: -1,
          bisect: random.oneIn(2),
          duplicateOneIn,
        });
        for (const key of Object.keys(total) as (keyof Delivered)[]) total[key] += delivered[key];
        progress(Math.min(total.deliveries, wanted), wanted);
      };
      await pass(
        records.map((r) => (damaged.has(r) ? unreadable(r) : r)),
        2,
      );
      const deadLetterCount = deadLetters.length;
      assert.ok(deadLetterCount > 0, "no record ever became a dead letter");
      await pass(
        records.filter((r) => damaged.has(r)),
        3,
      );
      // Two recorders at once replay the stream from the trim horizon.
      while (total.deliveries < wanted) {
        await Promise.all([pass(records, 2), pass(records, 0)]);
      }
      reading = false;
      await polling;
      assert.ok(hits.n > 0, "storage was never busy");
      let events = 0;
      for (const reader of readers) {
        while ((await reader.poll()) > 0) {}
        assert.equal(new Set(reader.seen.map((e) => e.id)).size, reader.seen.length);
        events += reader.seen.length;
      }
      assert.equal(events, 2 * made.changes);
      // Every record was new once, and each damaged one twice.
      const duplicates = total.deliveries - records.length - damaged.size;
      assert.ok(duplicates * 3 >= total.deliveries);
      return `${total.deliveries} deliveries in ${total.batches} batches, ${duplicates} of them duplicates (${total.duplicates} sent again within a pass), ${total.retries} retries, ${total.bisections} bisections, ${hits.n} storage failures, ${deadLetterCount} dead letters redriven; ${made.changes} events expected, ${events / 2} seen by each of two readers, 0 lost, 0 duplicates, 0 holes`;
    } finally {
      await service.close();
    }
  },
};

/** Makes changes in a few projects. @returns the projects and how many changes succeeded */
async function changes(service: Service, random: Random, n: number): Promise<{ projects: string[]; changes: number }> {
  const projects = ["d0", "d1", "d2"];
  let count = 0;
  const changed = async (method: string, path: string, body?: object) => {
    const reply = await service.call(method, path, body ? { body } : {});
    if (reply.status < 300) count++;
  };
  for (const project_id of projects) await changed("POST", "/projects", { project_id });
  for (let i = 0; i < n; i++) {
    const at = `/projects/${random.pick(projects)}`;
    const profile_id = `c${random.below(8)}`;
    const kind = random.below(5);
    if (kind === 0) await changed("POST", `${at}/profiles`, { profile_id, platform: "codex" });
    // Each value is new, so that every update changes something.
    else if (kind === 1) await changed("PATCH", `${at}/profiles/${profile_id}`, { description: `v${i}` });
    else if (kind === 2) await changed("DELETE", `${at}/profiles/${profile_id}`);
    else if (kind === 3)
      await changed("POST", `${at}/deployments`, {
        artifact_type: "skill",
        artifact_name: `n${random.below(10)}`,
        content_hash: `h${i}`,
      });
    else await changed("PATCH", at, { description: `v${i}` });
  }
  return { projects, changes: count };
}
