/** The fan-out: an event is in the queue of each webhook that wants it, once, before the bus knows of it. */
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createFanOut } from "@skillmeat-deployments/events/deliver/fan-out.ts";
import { createPublisher } from "@skillmeat-deployments/events/publish/publisher.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { around } from "@skillmeat-deployments/testing/rows.ts";
import { PUBLIC_URL } from "@skillmeat-deployments/testing/service.ts";
import { createWebhookTest, HOUR, type WebhookTest } from "@skillmeat-deployments/testing/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let test: WebhookTest;
let uses: { read: number; write: number; operation: string }[] = [];
beforeAll(async () => {
  test = await createWebhookTest({ meter: (use) => uses.push(use) });
});
beforeEach(() => test.begin());
afterAll(() => test.close());

const idsOf = (records: readonly StreamRecord[]) => records.map((r) => r.dynamodb?.NewImage?.id?.S as string).sort();
const deliveries = async (webhook: string) =>
  (await test.rows(webhook, "Z#DELIVERY#")).map(({ sk }) => sk.slice("Z#DELIVERY#".length)).sort();
const accept = async (entries: readonly object[]) => entries.map(() => ({ done: true }) as const);
/** A publisher like that of another instance, which remembers nothing. */
const publisher = (table: Table = test.service.table, bus: Parameters<typeof createPublisher>[0]["bus"] = accept) =>
  createPublisher({
    fanOut: createFanOut({ ...test.deps, table }),
    now: test.deps.now,
    storeDeadLetter: async () => {},
    log: () => {},
    bus,
    publicUrl: PUBLIC_URL,
    budgetMs: 200,
  });

describe("The fan-out", () => {
  it("An event is queued once for each webhook, however often the stream repeats, splits or reorders it", async () => {
    const [one, two] = [await test.create(), await test.create()];
    await test.change(60);
    const records = await test.events();
    const batches = [records, records.slice(10, 30), [...records].reverse(), [...records, ...records]];
    await Promise.all(batches.map((Records) => publisher()({ Records })));
    for (const Records of batches) await publisher()({ Records });
    expect(await deliveries(one.webhook_id)).toEqual(idsOf(records));
    expect(await deliveries(two.webhook_id)).toEqual(idsOf(records));
    expect(await test.rows(one.webhook_id, "Z#PENDING#")).toHaveLength(60);
    await test.pass(HOUR);
    expect(test.received.map(({ id }) => id).sort()).toEqual([...idsOf(records), ...idsOf(records)].sort());
    // A delivery that was made is not queued again either.
    await publisher()({ Records: records });
    await test.pass(HOUR);
    expect(test.received).toHaveLength(120);
  });

  it("An event gets to the webhooks that want it, and not to one that is paused, deleted, or of another tenant", async () => {
    const all = await test.create();
    const other = await test.create({ events: ["skillmeat.project.*"] });
    const paused = await test.create({ status: "paused" });
    const gone = await test.create();
    await test.call("DELETE", `/webhooks/${gone.webhook_id}`);
    await test.change(1);
    await test.publish();
    await test.pass(HOUR);
    expect(test.received.map(({ url }) => url)).toEqual([all.url]);
    for (const { webhook_id } of [other, paused, gone]) expect(await deliveries(webhook_id)).toEqual([]);
  });

  it("A bus that is down delays nothing: the deliveries are in the table before it is called", async () => {
    const { webhook_id } = await test.create();
    await test.change(3);
    const records = await test.events();
    const seen: number[] = [];
    const { batchItemFailures } = await publisher(test.service.table, async (entries) => {
      seen.push((await deliveries(webhook_id)).length);
      return entries.map(() => ({ done: false, retryable: true, error: new Error("down") }));
    })({ Records: records });
    expect(batchItemFailures).toHaveLength(3);
    expect(new Set(seen)).toEqual(new Set([3]));
    await test.pass(0);
    expect(test.received.map(({ id }) => id).sort()).toEqual(idsOf(records));
  });

  it("If the fan-out fails, the records are reported, the bus does not get them, and nothing is lost", async () => {
    const { webhook_id } = await test.create();
    await test.change(3);
    const records = await test.events();
    const published: object[] = [];
    const bus = async (entries: readonly object[]) => {
      published.push(...entries);
      return entries.map(() => ({ done: true }) as const);
    };
    let isDown = true;
    const table = {
      ...test.service.table,
      transact: async (writes: Parameters<Table["transact"]>[0]) => {
        if (isDown) throw new Error("down");
        return test.service.table.transact(writes);
      },
    };
    const handler = publisher(table, bus);
    expect((await handler({ Records: records })).batchItemFailures).toHaveLength(3);
    expect(published).toEqual([]);
    isDown = false;
    expect((await handler({ Records: records })).batchItemFailures).toEqual([]);
    expect(published).toHaveLength(3);
    expect(await deliveries(webhook_id)).toEqual(idsOf(records));
  });

  it("If the fan-out of one tenant fails, the events of another go on", async () => {
    const first = test.tenant;
    await test.create();
    await test.change(1);
    const [mine] = await test.events();
    await test.begin();
    const { webhook_id } = await test.create();
    await test.change(1);
    const [theirs] = await test.events();
    const fanOut = createFanOut(test.deps);
    const handler = createPublisher({
      fanOut: async (tenant, events) => {
        if (tenant === first) throw new Error("down");
        return fanOut(tenant, events);
      },
      now: test.deps.now,
      storeDeadLetter: async () => {},
      log: () => {},
      bus: accept,
      publicUrl: PUBLIC_URL,
    });
    const { batchItemFailures } = await handler({ Records: [mine as StreamRecord, theirs as StreamRecord] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: mine?.dynamodb?.SequenceNumber }]);
    expect(await deliveries(webhook_id)).toHaveLength(1);
  });

  it("Crashes: wherever the process dies, a second run queues every event once, and a sweep finds what was not sent", async () => {
    const { webhook_id } = await test.create();
    await test.create();
    await test.change(3);
    const records = await test.events();
    let calls = 0;
    for (let dieAt = 0; calls >= Math.floor(dieAt / 2); dieAt++) {
      calls = 0;
      const isBefore = dieAt % 2 === 0;
      const table = around(test.service.table, async (call) => {
        const isLast = calls++ === Math.floor(dieAt / 2);
        if (isLast && isBefore) throw new Error("died");
        const result = await call();
        if (isLast) throw new Error("died");
        return result;
      });
      await publisher(table)({ Records: records });
      if (dieAt > 40) throw new Error("It does not end");
    }
    await publisher()({ Records: records });
    expect(await deliveries(webhook_id)).toEqual(idsOf(records));
    test.queued.length = 0;
    await test.pass(HOUR);
    expect(test.received).toHaveLength(6);
  });

  it.skipIf(process.env.DYNAMODB_ENDPOINT !== undefined)(
    "A tenant without webhooks costs one read unit a batch, and one webhook costs one transaction for 49 events",
    async () => {
      await test.change(20);
      const records = await test.events();
      uses = [];
      await publisher()({ Records: records });
      expect(uses).toEqual([expect.objectContaining({ read: 1, write: 0 })]);
      await test.create();
      uses = [];
      await publisher()({ Records: records });
      // 20 deliveries with their places, and a timer: 41 rows at 2 units.
      expect(uses.map(({ read, write }) => [read, write])).toEqual([
        [1, 0],
        [0, 82],
      ]);
    },
  );
});
