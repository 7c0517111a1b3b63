/** The health of a webhook: events about it, its end after five days, and what a process that dies leaves of both. */
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { appendToFeed } from "@skillmeat-deployments/events/record/append.ts";
import { around } from "@skillmeat-deployments/testing/rows.ts";
import { answers, createWebhookTest, HOUR, MINUTE, type WebhookTest } from "@skillmeat-deployments/testing/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let test: WebhookTest;
beforeAll(async () => {
  test = await createWebhookTest();
});
beforeEach(() => test.begin());
afterAll(() => test.close());

type FeedEvent = { type: string; subject: string; data: { after: Record<string, unknown>; actor: string } };
const events = async () =>
  ((await test.call("GET", "/events?limit=100")).json as FeedEvent[]).filter(({ type }) => type.includes(".webhook."));
const kinds = async () => (await events()).map(({ type }) => type.slice("skillmeat.webhook.".length));
const read = async (webhook: string) =>
  (await test.call("GET", `/webhooks/${webhook}`)).json as Record<string, unknown>;

/** A table of a process that dies after so many storage calls: all further calls fail. */
function dying(table: Table, dieAt: number) {
  let calls = 0;
  const call = <R>(run: () => Promise<R>): Promise<R> => (calls++ < dieAt ? run() : Promise.reject(new Error("died")));
  const wrapped: Table = { ...around(table, call), getMany: (wanted) => call(() => table.getMany(wanted)) };
  return { table: wrapped, hasDied: () => calls > dieAt };
}

describe("Events about a webhook", () => {
  it("Five failures in a row make one `failing`, the success after them one `recovered`", async () => {
    const { webhook_id, url } = await test.create();
    let status = 500;
    test.receivers.set(url, () => answers(status));
    for (let i = 0; i < 4; i++) {
      await test.enqueue(webhook_id, 1);
      await test.pass(0);
    }
    expect(await kinds()).toEqual([]);
    await test.enqueue(webhook_id, 4);
    await test.pass(MINUTE);
    expect(await kinds()).toEqual(["failing"]);
    status = 200;
    await test.pass(HOUR);
    expect(await kinds()).toEqual(["failing", "recovered"]);
    const [failing, recovered] = await events();
    expect(failing).toMatchObject({ subject: `/webhooks/${webhook_id}`, data: { before: null, actor: "service" } });
    expect(failing?.data.after).toMatchObject({ webhook_id, url, status: "active", failures: 5 });
    expect(recovered?.data.after).toMatchObject({ failures: 0, failing_since: null });
    status = 500;
    await test.enqueue(webhook_id, 6);
    await test.pass(MINUTE);
    expect(await kinds()).toEqual(["failing", "recovered", "failing"]);
  });

  it("A success between failures begins anew, and a webhook that never failed makes no `recovered`", async () => {
    const { webhook_id, url } = await test.create();
    const statuses = [500, 500, 500, 500, 200, 500, 500, 500, 500, 200];
    test.receivers.set(url, () => answers(statuses[test.received.length - 1] ?? 200));
    for (const _ of statuses) {
      await test.enqueue(webhook_id, 1);
      test.queued.splice(0, test.queued.length - 1);
      await test.pass(0);
    }
    expect([test.received.length, await kinds()]).toEqual([statuses.length, []]);
  });

  it("They go to the tenant's other webhooks, and not to the one that they are about", async () => {
    const [broken, other] = [await test.create(), await test.create({ events: ["skillmeat.webhook.*"] })];
    test.receivers.set(broken.url, () => answers(test.received.length <= 5 ? 500 : 200));
    await test.enqueue(broken.webhook_id, 5);
    await test.pass(0);
    expect(await kinds()).toEqual(["failing"]);
    await test.publish();
    await test.pass(MINUTE);
    const about = test.received.filter(({ body }) => body.includes("skillmeat.webhook."));
    expect(about.map(({ url }) => url)).toEqual([other.url]);
    expect(JSON.parse(about[0]?.body as string)).toEqual((await events())[0]);
  });

  it.each([
    ["410", answers(410), "The receiver answered 410 Gone", "failed"],
    [
      "its wish",
      answers(200, { "webhook-delivery": "disable" }),
      "The receiver answered webhook-delivery: disable",
      "delivered",
    ],
  ])("One that is disabled by %s says why, once", async (_name, answer, disabled_reason, status) => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answer);
    const [id] = await test.enqueue(webhook_id, 1);
    await test.pass(HOUR);
    expect(await read(webhook_id)).toMatchObject({ status: "disabled", disabled_reason });
    expect(await kinds()).toEqual(["disabled"]);
    expect((await events())[0]?.data.after).toMatchObject({ status: "disabled", disabled_reason, delivery_id: id });
    expect((await test.call("GET", `/webhooks/${webhook_id}/deliveries/${id}`)).json).toMatchObject({ status });
  });

  it("`abort-message` gives the delivery up, without more", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(500, { "webhook-delivery": "abort-message" }));
    await test.enqueue(webhook_id, 1);
    await test.pass(80 * HOUR);
    expect([test.received.length, await kinds()]).toEqual([1, []]);
    expect(await read(webhook_id)).toMatchObject({ status: "active", failed: 1, due: 0 });
  });
});

describe("Five days without a success", () => {
  it("disable a webhook, and less does not", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(500));
    const start = test.now();
    const send = async () => {
      await test.enqueue(webhook_id, 1);
      await test.pass(0);
    };
    await send();
    await test.pass(5 * 24 * HOUR - MINUTE);
    await send();
    expect(await read(webhook_id)).toMatchObject({ status: "active", failing_since: new Date(start).toISOString() });
    await test.pass(2 * MINUTE);
    await send();
    expect(await read(webhook_id)).toMatchObject({
      status: "disabled",
      disabled_reason: "No delivery has succeeded for five days",
    });
    expect((await kinds()).filter((kind) => kind === "disabled")).toEqual(["disabled"]);
  });

  it("A success in between begins them anew", async () => {
    const { webhook_id, url } = await test.create();
    let status = 500;
    test.receivers.set(url, () => answers(status));
    await test.enqueue(webhook_id, 1);
    await test.pass(3 * 24 * HOUR);
    status = 200;
    await test.enqueue(webhook_id, 1);
    await test.pass(HOUR);
    expect(await read(webhook_id)).toMatchObject({ failing_since: null, last_success_at: expect.any(String) });
    status = 500;
    await test.pass(2 * 24 * HOUR);
    await test.enqueue(webhook_id, 1);
    await test.pass(HOUR);
    expect(await read(webhook_id)).toMatchObject({ status: "active" });
  });
});

describe("A webhook that is made active again", () => {
  it("has no reason and a fresh health, and is not disabled again by the failures of before", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(test.received.length < 7 ? 500 : 410));
    await test.enqueue(webhook_id, 8);
    await test.pass(HOUR);
    expect(await read(webhook_id)).toMatchObject({ status: "disabled" });
    const reply = await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
    expect(reply.json).toMatchObject({ status: "active", disabled_reason: null });
    expect(await read(webhook_id)).toMatchObject({ failing_since: null });
    test.receivers.set(url, () => answers(500));
    const before = test.received.length;
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    expect(test.received.length).toBeGreaterThan(before);
    expect(await read(webhook_id)).toMatchObject({ status: "active" });
  });

  it("is fresh also if a worker was sending at that time", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(500));
    await test.enqueue(webhook_id, 3);
    await test.pass(0);
    const old = (await read(webhook_id)).failing_since;
    await test.pass(10_000 - 6_000);
    test.receivers.set(url, async () => {
      await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "paused" });
      await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
      return answers(500);
    });
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    const { failing_since } = await read(webhook_id);
    expect([old, failing_since]).toEqual([expect.any(String), null]);
  });
});

describe("A process that dies", () => {
  it.each([
    ["delivers", () => answers(200), 1, []],
    ["gives up and disables", () => answers(410), 1, ["disabled"]],
    ["fails for the fifth time", () => answers(500), 5, ["failing"]],
  ] as const)(
    "at any storage call of a drain that %s: nothing is lost, each event is announced once, and only the attempt in flight is repeated",
    async (_name, receiver, failures, announced) => {
      for (let dieAt = 0, isDone = false; !isDone; dieAt++) {
        await test.begin();
        const { webhook_id, url } = await test.create();
        let isUp = false;
        test.receivers.set(url, () => (isUp && failures > 1 ? answers(200) : receiver()));
        const health = keys.webhookHealth(test.tenant, webhook_id);
        const attributes = { failures: failures - 1 };
        await test.service.table.transact([{ set: health, attributes, when: { is: "any" } }]);
        const [id] = (await test.enqueue(webhook_id, 1)) as [string];
        const { table, hasDied } = dying(test.service.table, dieAt);
        const wake = test.queued.shift()?.wake as Parameters<WebhookTest["drain"]>[0];
        await test
          .drain(wake, { table, appendEvents: (list) => appendToFeed(list, { table, now: test.deps.now }) })
          .catch(() => {});
        isDone = !hasDied();
        isUp = true;
        // The queue has lost the message as well.
        test.queued.length = 0;
        await test.pass(5 * MINUTE);
        const made = test.received.length;
        const { status } = (await test.call("GET", `/webhooks/${webhook_id}/deliveries/${id}`)).json as {
          status: string;
        };
        expect([dieAt, status]).toEqual([
          dieAt,
          receiver().kind === "answer" && announced[0] === "disabled" ? "failed" : "delivered",
        ]);
        expect(made).toBeLessThanOrEqual(failures > 1 ? 3 : 2);
        const seen = await kinds();
        // The fifth failure itself may be what was not recorded: then there are four.
        if (failures === 1) expect([dieAt, seen]).toEqual([dieAt, announced]);
        else expect([[], ["failing", "recovered"]]).toContainEqual(seen);
        expect([dieAt, await test.timers()]).toEqual([dieAt, []]);
      }
    },
  );

  it("between the health and the feed: the event is in the feed once, by the next drain", async () => {
    for (const dies of ["before", "after"] as const) {
      await test.begin();
      const { webhook_id, url } = await test.create();
      test.receivers.set(url, () => answers(410));
      await test.enqueue(webhook_id, 1);
      const [message] = test.queued.splice(0);
      const work = test.drain(message?.wake as Parameters<WebhookTest["drain"]>[0], {
        appendEvents: async (list) => {
          if (dies === "after") await test.deps.appendEvents(list);
          throw new Error("died");
        },
      });
      await expect(work).rejects.toThrow("died");
      expect(await kinds()).toEqual(dies === "after" ? ["disabled"] : []);
      await test.pass(5 * MINUTE);
      expect(await kinds()).toEqual(["disabled"]);
      expect((await test.rows(webhook_id, "Z#HEALTH"))[0]?.announcements).toEqual([]);
    }
  });
});
