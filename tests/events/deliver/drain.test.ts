/** The worker: what it sends, to whom, how many at a time, and what it leaves. */
import { createPublicKey, verify } from "node:crypto";
import { timerKey } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import type { Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { DrainDeps } from "@skillmeat-deployments/events/deliver/drain.ts";
import type { Result } from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import {
  answers,
  createWebhookTest,
  fails,
  HOUR,
  MINUTE,
  type Received,
  type WebhookTest,
} from "@skillmeat-deployments/testing/webhooks.ts";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let test: WebhookTest;
beforeAll(async () => {
  test = await createWebhookTest();
});
beforeEach(() => test.begin());
afterAll(() => test.close());

const wakeOf = (webhook: string): Wake => ({ tenant: test.tenant, webhook, timers: [] });
const statusOf = async (webhook: string, id: string) =>
  ((await test.call("GET", `/webhooks/${webhook}/deliveries/${id}`)).json as { status: string }).status;
/** The number of requests to each URL. */
const counts = () => {
  const byUrl = Map.groupBy(test.received, ({ url }) => url);
  return Object.fromEntries([...byUrl].map(([url, requests]) => [url, requests.length]));
};

/** A receiver that answers when it is told to. */
function gate() {
  const waiting: (() => void)[] = [];
  let most = 0;
  let isOpen = false;
  return {
    receiver: () =>
      isOpen
        ? answers(200)
        : new Promise<Result>((done) => {
            waiting.push(() => done(answers(200)));
            most = Math.max(most, waiting.length);
          }),
    inFlight: () => waiting.length,
    most: () => most,
    async reach(count: number) {
      while (waiting.length < count) await new Promise((done) => setTimeout(done, 1));
    },
    release: () => waiting.shift()?.(),
    open() {
      isOpen = true;
      for (const done of waiting.splice(0)) done();
    },
  };
}

describe("A request", () => {
  it("Its body is the event of the feed, its signature verifies, and its id is that of the event", async () => {
    const { secret } = await test.create();
    await test.change(2);
    await test.publish();
    await test.pass(0);
    const events = (await test.call("GET", "/events")).json as { id: string }[];
    expect(test.received).toHaveLength(2);
    for (const { headers, body, id } of test.received) {
      expect(JSON.parse(body)).toEqual(events.find((event) => event.id === id));
      expect(headers["content-type"]).toBe("application/cloudevents+json");
      // The library refuses what is older than five minutes by the real clock.
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    }
  });

  it("During a rotation both secrets verify, after its grace only the new one", async () => {
    const { webhook_id, secret, url } = await test.create();
    const rotated = (await test.call("POST", `/webhooks/${webhook_id}/rotate`, { grace_seconds: 60 })).json;
    const { secret: next } = rotated as { secret: string };
    const passes = ({ body, headers }: Received, key: string) => {
      try {
        return Boolean(new Webhook(key).verify(body, headers));
      } catch {
        return false;
      }
    };
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    await test.pass(MINUTE + 1);
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    const verified = test.received.map((request) => [passes(request, secret), passes(request, next)]);
    expect([url, ...verified]).toEqual([test.received[0]?.url, [true, true], [false, true]]);
    expect(test.received[1]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("A `v1a` signature verifies with the public key that the API shows", async () => {
    const created = await test.create({ signing: "v1a" });
    await test.enqueue(created.webhook_id, 1);
    await test.pass(0);
    const { public_key } = (await test.call("GET", `/webhooks/${created.webhook_id}`)).json as { public_key: string };
    const x = Buffer.from(public_key.slice("whpk_".length), "base64").toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    const [{ headers, body, id }] = test.received as [Received];
    const [scheme, signature] = (headers["webhook-signature"] as string).split(",") as [string, string];
    const signed = Buffer.from(`${id}.${headers["webhook-timestamp"]}.${body}`);
    expect([scheme, verify(null, signed, key, Buffer.from(signature, "base64"))]).toEqual(["v1a", true]);
  });

  it("An event over 64 KiB is sent with references to the feed", async () => {
    await test.create();
    await test.call("POST", "/projects", { project_id: "p" });
    const paths = Array.from({ length: 60 }, (_, i) => `${"d".repeat(1_000)}${i}`);
    const profile = {
      profile_id: "c",
      platform: "codex",
      context_path_prefixes: paths,
      project_config_filenames: paths,
    };
    expect((await test.call("POST", "/projects/p/profiles", profile)).status).toBe(201);
    await test.service.drain();
    await test.publish();
    await test.pass(0);
    const large = test.received.find(({ body }) => body.includes("profile.created"));
    expect(Buffer.byteLength(large?.body as string)).toBeLessThanOrEqual(65_536);
    const { data } = JSON.parse(large?.body as string) as { data: object };
    expect(data).toMatchObject({
      truncated: true,
      after: { ref: "/projects/p/events?after=00000000000000000000&limit=1" },
    });
  });

  it("An event that is no longer retained is given up, and says so", async () => {
    const { webhook_id } = await test.create();
    await test.change(1);
    await test.publish();
    const [event] = (await test.call("GET", "/events")).json as [{ id: string; sequence: string }];
    await test.service.table.remove(keys.event(test.tenant, "TENANT", event.sequence), { is: "any" });
    await test.pass(0);
    expect(test.received).toEqual([]);
    expect((await test.call("GET", `/webhooks/${webhook_id}/deliveries/${event.id}`)).json).toMatchObject({
      status: "failed",
      log: [{ status: null, error: "The event is no longer retained" }],
    });
  });
});

describe("A connection that failed within a second", () => {
  it("is tried once more at once, by the first attempt only", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => fails({ ms: 20 }));
    await test.enqueue(webhook_id, 1);
    await test.pass(4_000);
    expect(counts()).toEqual({ [url]: 2 });
    await test.pass(2_000);
    expect(counts()).toEqual({ [url]: 3 });
  });

  it("The second of the two may succeed", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => (test.received.length === 1 ? fails() : answers(204)));
    const [id] = (await test.enqueue(webhook_id, 1)) as [string];
    await test.pass(0);
    expect((await test.call("GET", `/webhooks/${webhook_id}/deliveries/${id}`)).json).toMatchObject({
      status: "delivered",
      attempts: 2,
      log: [{ status: null, error: "The connection was refused" }, { status: 204 }],
    });
  });
});

describe("Requests in flight", () => {
  it("At most ten of a webhook, with two workers at once, and another webhook does not wait", async () => {
    const [slow, quick] = [await test.create(), await test.create()];
    const slowly = gate();
    test.receivers.set(slow.url, slowly.receiver);
    await test.enqueue(slow.webhook_id, 60);
    await test.enqueue(quick.webhook_id, 5);
    const workers = [1, 2, 3].map(() => test.drain(wakeOf(slow.webhook_id)));
    await slowly.reach(10);
    await test.drain(wakeOf(quick.webhook_id));
    expect(counts()).toEqual({ [slow.url]: 10, [quick.url]: 5 });
    for (let i = 0; i < 20; i++) {
      slowly.release();
      await slowly.reach(10);
    }
    slowly.open();
    await Promise.all(workers);
    await test.pass(HOUR);
    expect([slowly.most(), counts()[slow.url]]).toEqual([10, 60]);
  });

  it("The lease of a worker that died ends, and its deliveries are made by the next", async () => {
    const { webhook_id } = await test.create();
    const hung = gate();
    await test.enqueue(webhook_id, 3);
    void test.drain(wakeOf(webhook_id), { send: async () => hung.receiver() });
    await hung.reach(3);
    await test.drain(wakeOf(webhook_id));
    expect(test.received).toEqual([]);
    await test.pass(30_000);
    expect(test.received).toEqual([]);
    await test.pass(3 * MINUTE);
    expect(test.received).toHaveLength(3);
    // The first one was not dead: it loses no delivery and makes none pending again.
    hung.open();
    await test.pass(HOUR);
    expect(test.received).toHaveLength(3);
  });

  it("Nothing is lost that was queued while a worker was busy that dies", async () => {
    const { webhook_id } = await test.create();
    await test.enqueue(webhook_id, 55);
    const [first] = test.queued.splice(0) as [WebhookTest["queued"][0]];
    const hung = gate();
    let sent = 0;
    void test.drain(first.wake, { send: async () => (sent++ < 50 ? answers(200) : hung.receiver()) });
    await hung.reach(5);
    // Messages find the lease taken: those of the sweep, of which one has the timer that covers the rest, and a new one.
    test.service.clock.now = new Date(test.now() + 30_000);
    await test.sweep();
    const [late] = await test.enqueue(webhook_id, 1);
    expect(test.queued.length).toBeGreaterThan(1);
    for (const { wake } of test.queued.splice(0)) await test.drain(wake);
    expect([test.received, (await test.timers()).length]).toEqual([[], 1]);
    await test.pass(5 * MINUTE);
    expect(test.received).toHaveLength(6);
    expect(test.received.map(({ id }) => id)).toContain(late);
  });

  it("A lease is renewed while requests are slow", async () => {
    const { webhook_id, url } = await test.create();
    let others = 0;
    test.receivers.set(url, async () => {
      test.service.clock.now = new Date(test.now() + 2_000);
      await test.drain(wakeOf(webhook_id), { send: async () => answers(200 + 0 * others++) });
      return answers(200);
    });
    await test.enqueue(webhook_id, 40);
    await test.pass(HOUR);
    expect([test.received.length, others]).toEqual([40, 0]);
  });

  it("A late answer of a worker that lost its lease does not undo a delivery", async () => {
    const { webhook_id } = await test.create();
    let answer: (result: Result) => void = () => {};
    const [id] = (await test.enqueue(webhook_id, 1)) as [string];
    let isSent = false;
    const late = test.drain(wakeOf(webhook_id), {
      send: () => {
        isSent = true;
        return new Promise((done) => {
          answer = done;
        });
      },
    });
    while (!isSent) await new Promise((done) => setTimeout(done, 1));
    await test.pass(5 * MINUTE);
    expect(await statusOf(webhook_id, id)).toBe("delivered");
    answer(answers(500));
    await late;
    await test.pass(HOUR);
    expect([await statusOf(webhook_id, id), test.received.length]).toEqual(["delivered", 1]);
  });

  it("A rate is kept over drains and workers", async () => {
    const { webhook_id } = await test.create({ rate: 2 });
    // The clock moves only while a worker waits for the rate.
    for (let i = 0; i < 10; i++) {
      await test.enqueue(webhook_id, 1);
      await test.pass(0);
    }
    const times = test.received.map(({ at }) => at);
    expect(times.map((at) => at - (times[0] as number))).toEqual(times.map((_, i) => i * 500));
    await test.enqueue(webhook_id, 30);
    await test.pass(0);
    expect([test.received.length, test.now() - (times[0] as number)]).toEqual([40, 39 * 500]);
  });

  it("A worker without time left leaves the rest to the next message", async () => {
    const { webhook_id } = await test.create();
    await test.enqueue(webhook_id, 30);
    let isStopping = false;
    const deps: Partial<DrainDeps> = {
      isStopping: () => isStopping,
      send: async (request) => {
        isStopping = true;
        return test.deps.send(request);
      },
    };
    await test.drain(wakeOf(webhook_id), deps);
    expect(test.received.length).toBeLessThanOrEqual(10);
    await test.pass(0);
    expect(test.received).toHaveLength(30);
  });
});

describe("A failing webhook", () => {
  it.each([
    ["answers", () => answers(500), 1],
    ["connections", () => fails(), 2],
  ])("With a backlog, it gets one request in ten seconds (%s)", async (_name, receiver, perFirstAttempt) => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, receiver);
    await test.enqueue(webhook_id, 100);
    const start = test.now();
    await test.pass(2 * MINUTE - 1);
    // Those that are in flight when the fifth fails: ten, and those that replaced the first four.
    const atOnce = test.received.filter(({ at }) => at === start).length;
    expect(atOnce).toBeLessThanOrEqual(14 * perFirstAttempt);
    // In an hour: 359, with 1,000 deliveries as with 100.
    expect(test.received.length - atOnce).toBe(11);
  });

  it("Once it succeeds, everything is sent", async () => {
    const { webhook_id, url } = await test.create();
    const until = test.now() + MINUTE;
    test.receivers.set(url, ({ at }) => answers(at < until ? 503 : 200));
    await test.enqueue(webhook_id, 30);
    await test.pass(HOUR);
    expect(await test.rows(webhook_id, "Z#PENDING#")).toEqual([]);
    expect((await test.call("GET", `/webhooks/${webhook_id}`)).json).toMatchObject({
      due: 0,
      failed: 0,
      failing_since: null,
    });
    expect([await test.timers(), test.queued]).toEqual([[], []]);
  });

  it("Messages that find it resting leave no timers, and none is lost", async () => {
    const { webhook_id, url } = await test.create();
    let isUp = false;
    test.receivers.set(url, () => answers(isUp ? 200 : 500));
    await test.enqueue(webhook_id, 10);
    await test.pass(0);
    for (let i = 0; i < 20; i++) {
      await test.enqueue(webhook_id, 1);
      await test.pass(0);
    }
    // The retries of the first ten, the cover of the rest, and the one that is being tried.
    expect((await test.timers()).length).toBeLessThanOrEqual(12);
    isUp = true;
    test.queued.length = 0;
    await test.pass(HOUR);
    expect(await test.rows(webhook_id, "Z#PENDING#")).toEqual([]);
  });
});

describe("A webhook that is stopped", () => {
  it.each([["paused"], ["disabled"], ["deleted"]] as const)(
    "%s, it gets nothing and costs nothing: no messages and no timers are left",
    async (how) => {
      const { webhook_id, url } = await test.create();
      if (how === "disabled") test.receivers.set(url, () => answers(410));
      await test.enqueue(webhook_id, how === "disabled" ? 1 : 20);
      if (how === "disabled") await test.pass(0);
      else if (how === "paused") await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "paused" });
      else await test.call("DELETE", `/webhooks/${webhook_id}`);
      const before = test.received.length;
      await test.enqueue(webhook_id, 20);
      let drains = 0;
      const newId = () => `${test.deps.newId()}${++drains && ""}`;
      await test.pass(HOUR, { newId });
      expect(test.received).toHaveLength(before);
      expect([await test.timers(), test.queued]).toEqual([[], []]);
      expect(drains).toBeLessThan(10);
      // Deleted: no worker has left rows that would stay for ever.
      const kept = (await test.rows(webhook_id, "Z#")).filter(({ ttl }) => ttl === undefined);
      expect(kept.map(({ sk }) => sk)).toEqual(how === "deleted" ? [] : ["Z#HEALTH", "Z#LEASE", "Z#SECRETS"]);
    },
  );

  it("What waits goes on when it is active again", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(410));
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    await test.enqueue(webhook_id, 20);
    await test.pass(HOUR);
    test.receivers.delete(url);
    test.received.length = 0;
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
    await test.pass(0);
    expect(test.received).toHaveLength(20);
  });

  it.each([
    ["paused", (id: string) => test.call("PATCH", `/webhooks/${id}`, { status: "paused" })],
    ["deleted", (id: string) => test.call("DELETE", `/webhooks/${id}`)],
  ] as const)("%s in the middle, no further request is started, and the worker leaves nothing", async (how, stop) => {
    const { webhook_id, url } = await test.create();
    const slowly = gate();
    test.receivers.set(url, slowly.receiver);
    await test.enqueue(webhook_id, 30);
    const work = test.drain(wakeOf(webhook_id));
    await slowly.reach(10);
    await stop(webhook_id);
    slowly.open();
    await work;
    expect(test.received).toHaveLength(10);
    await test.pass(HOUR);
    expect([test.received.length, await test.timers(), test.queued]).toEqual([10, [], []]);
    const kept = (await test.rows(webhook_id, "Z#")).filter(({ ttl }) => ttl === undefined);
    expect(kept).toHaveLength(how === "deleted" ? 0 : 3);
  });

  it("One that answers 410 in the middle of a batch gets no further request", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(410));
    await test.enqueue(webhook_id, 20);
    await test.pass(HOUR);
    expect(test.received.length).toBeLessThanOrEqual(10);
  });
});

describe("A queue", () => {
  it("that loses everything: sweeps alone make all deliveries", async () => {
    const { webhook_id, url } = await test.create();
    test.settings.loses = true;
    test.receivers.set(url, ({ id }) => answers(test.received.filter((r) => r.id === id).length < 4 ? 500 : 200));
    await test.enqueue(webhook_id, 3);
    for (let minute = 0; minute < HOUR / MINUTE && (await test.timers()).length > 0; minute++) {
      test.service.clock.now = new Date(test.now() + MINUTE);
      // Of all messages only those of the sweep arrive.
      test.settings.loses = false;
      await test.sweep();
      test.settings.loses = true;
      for (const { wake } of test.queued.splice(0)) await test.drain(wake);
    }
    expect(await test.rows(webhook_id, "Z#PENDING#")).toEqual([]);
    expect(test.received).toHaveLength(4 * 3);
  });

  it("With the sweep off, the change itself delivers", async () => {
    await test.create();
    test.settings.sweeps = false;
    await test.change(3);
    await test.publish();
    await test.pass(0);
    expect(test.received).toHaveLength(3);
    expect([await test.timers(), test.queued]).toEqual([[], []]);
  });

  it("that repeats every message sends nothing twice", async () => {
    const { webhook_id } = await test.create();
    await test.enqueue(webhook_id, 55);
    const wakes = test.queued.map(({ wake }) => wake);
    await Promise.all([...wakes, ...wakes, ...wakes].map((wake) => test.drain(wake)));
    for (const wake of wakes) await test.drain(wake);
    await test.pass(HOUR);
    expect(test.received).toHaveLength(55);
    expect(await test.timers()).toEqual([]);
  });

  it("A worker whose clock is late removes no timer that is due by the sweep's clock", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () => answers(test.received.length < 2 ? 500 : 200));
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    const [message] = test.queued.splice(0) as [{ at: number; wake: Wake }];
    test.service.clock.now = new Date(message.at - 1_500);
    await test.drain(message.wake);
    expect(test.received).toHaveLength(1);
    await test.pass(5 * MINUTE);
    expect(test.received).toHaveLength(2);
  });

  it("The timers of a webhook hide those of no other one from the sweep", async () => {
    const busy = await test.create();
    const shardOf = ({ webhook_id }: { webhook_id: string }) =>
      timerKey({ tenant: test.tenant, webhook: webhook_id }, 0, "").pk;
    let other = await test.create();
    while (shardOf(other) !== shardOf(busy)) other = await test.create();
    test.settings.loses = true;
    const holding = gate();
    test.receivers.set(busy.url, holding.receiver);
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) ids.push(...(await test.enqueue(busy.webhook_id, 1)));
    await test.enqueue(other.webhook_id, 1);
    const work = test.drain(wakeOf(busy.webhook_id));
    await holding.reach(10);
    test.settings.loses = false;
    test.service.clock.now = new Date(test.now() + MINUTE);
    await test.sweep();
    const woken = new Set(test.queued.map(({ wake }) => wake.webhook));
    expect(woken).toEqual(new Set([busy.webhook_id, other.webhook_id]));
    holding.open();
    await work;
    await test.pass(HOUR);
    expect([counts(), await test.timers()]).toEqual([{ [busy.url]: 30, [other.url]: 1 }, []]);
  });
});

describe("A redelivery", () => {
  it.each([
    [200, "delivered", 1],
    [500, "delivered", 2],
    [503, "delivered", 2],
  ] as const)("during an attempt that is answered %i is not swallowed", async (status, wanted, requests) => {
    const { webhook_id, url } = await test.create();
    const [id] = (await test.enqueue(webhook_id, 1)) as [string];
    test.receivers.set(url, async () => {
      if (test.received.length > 1) return answers(200);
      await test.call("POST", `/webhooks/${webhook_id}/deliveries/${id}/redeliver`);
      return answers(status, { "retry-after": "80000" });
    });
    await test.pass(0);
    expect([await statusOf(webhook_id, id), test.received.length]).toEqual([wanted, requests]);
    expect(await test.rows(webhook_id, "Z#PENDING#")).toEqual([]);
  });

  it("during the last attempt begins a new schedule", async () => {
    const { webhook_id, url } = await test.create();
    const [id] = (await test.enqueue(webhook_id, 1)) as [string];
    test.receivers.set(url, async () => {
      if (test.received.length === 8) await test.call("POST", `/webhooks/${webhook_id}/deliveries/${id}/redeliver`);
      return answers(test.received.length < 10 ? 500 : 200);
    });
    await test.pass(90 * HOUR);
    expect([await statusOf(webhook_id, id), test.received.length]).toEqual(["delivered", 10]);
  });
});
