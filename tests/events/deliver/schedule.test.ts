/** When deliveries are attempted, and what answers mean. */
import type { Result } from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import {
  DELAYS,
  isTriedAtOnce,
  JITTER,
  MAX_RETRY_AFTER,
  outcomeOf,
} from "@skillmeat-deployments/events/deliver/schedule.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import {
  answers,
  createWebhookTest,
  fails,
  HOUR,
  MINUTE,
  type WebhookTest,
} from "@skillmeat-deployments/testing/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const NOW = new Date("2026-03-10T05:00:00.000Z");
const first = (result: Result, random = 0.5) => outcomeOf(result, 1, NOW, random);

describe("The outcome of an attempt", () => {
  it.each([200, 201, 202, 204, 299])("%i is a delivery", (status) => {
    expect(first(answers(status))).toEqual({ is: "delivered" });
  });

  it.each([301, 302, 307, 308, 400, 401, 404, 409, 429, 500, 503, 599])("%i is retried", (status) => {
    expect(first(answers(status, { location: "https://example.com/" }))).toEqual({ is: "retried", delay: 5_000 });
  });

  it.each([fails(), fails({ connected: true }), fails({ refused: true }), fails({ ms: 15_000 })])(
    "No answer is retried",
    (result) => expect(first(result)).toEqual({ is: "retried", delay: 5_000 }),
  );

  it("410 gives the delivery up and disables the webhook", () => {
    expect(first(answers(410))).toEqual({ is: "failed", disable: "The receiver answered 410 Gone" });
  });

  it.each([200, 302, 400, 410, 500])("`webhook-delivery: abort-message` ends the delivery with %i", (status) => {
    const outcome = first(answers(status, { "webhook-delivery": "Abort-Message" }));
    expect(outcome.is).toBe(status === 200 ? "delivered" : "failed");
    expect(outcome).not.toHaveProperty("exhausted");
  });

  it.each([200, 302, 400, 410, 500])("`webhook-delivery: disable` disables the webhook with %i", (status) => {
    const outcome = first(answers(status, { "webhook-delivery": "disable" }));
    expect(outcome).toEqual({
      is: status === 200 ? "delivered" : "failed",
      disable: "The receiver answered webhook-delivery: disable",
    });
  });

  it("An unknown `webhook-delivery` means nothing", () => {
    expect(first(answers(500, { "webhook-delivery": "later" })).is).toBe("retried");
  });

  it("The delay lies within 20 % of the schedule", () => {
    for (const [tries, delay] of DELAYS.entries()) {
      if (tries === 0) continue;
      for (const random of [0, 0.25, 1]) {
        const outcome = outcomeOf(answers(500), tries, NOW, random);
        const varied = delay * (1 - JITTER + 2 * JITTER * random);
        expect(outcome).toEqual({ is: "retried", delay: Math.ceil(varied) });
      }
    }
    expect(outcomeOf(answers(500), DELAYS.length, NOW, 0)).toEqual({ is: "failed", exhausted: true });
  });

  const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000).toUTCString();
  it.each([
    ["seconds", "120", 120_000],
    ["less than the schedule", "1", 5_000],
    ["zero", "0", 5_000],
    ["spaces around it", "  60 ", 60_000],
    ["more than a day", "86401", MAX_RETRY_AFTER],
    ["a number of any length", "9".repeat(400), MAX_RETRY_AFTER],
    ["a date", inSeconds(90), 90_000],
    ["a date of RFC 850", `Tuesday, 10-Mar-26 05:02:00 GMT`, 120_000],
    ["a date of the past", inSeconds(-90), 5_000],
    ["a date in years", inSeconds(1e9), MAX_RETRY_AFTER],
    ["garbage", "soon", 5_000],
    ["garbage that a lenient parser takes for a date", "retry 2099", 5_000],
    ["a negative number", "-5", 5_000],
    ["a fraction", "1.5", 5_000],
    ["nothing", "", 5_000],
  ])("Retry-After is honoured: %s", (_name, value, delay) => {
    expect(first(answers(503, { "retry-after": value }))).toEqual({ is: "retried", delay });
  });

  it("Only a connection that failed within a second is tried at once", () => {
    expect(isTriedAtOnce(fails({ ms: 999 }))).toBe(true);
    expect(isTriedAtOnce(fails({ ms: 1_000 }))).toBe(false);
    expect(isTriedAtOnce(fails({ connected: true }))).toBe(false);
    expect(isTriedAtOnce(fails({ refused: true }))).toBe(false);
    expect(isTriedAtOnce(answers(500))).toBe(false);
  });
});

describe("The whole schedule", () => {
  let test: WebhookTest;
  beforeAll(async () => {
    test = await createWebhookTest();
  });
  beforeEach(() => test.begin());
  afterAll(() => test.close());

  it.each([1, "random"] as const)(
    "An event that is always refused is tried eight times in its windows, and then given up (random: %s)",
    async (random) => {
      const generator = createRandom(7);
      test.settings.random = typeof random === "number" ? () => random : () => generator.below(1_001) / 1_000;
      const { webhook_id, url } = await test.create();
      test.receivers.set(url, () => answers(500));
      await test.change(1);
      await test.publish();
      await test.pass(75 * HOUR);
      const times = test.received.map(({ at }) => at);
      expect(times).toHaveLength(DELAYS.length);
      for (const [i, delay] of DELAYS.entries()) {
        if (i === 0) continue;
        const waited = (times[i] as number) - (times[i - 1] as number);
        expect(waited).toBeGreaterThanOrEqual(delay * (1 - JITTER));
        // A queue knows whole seconds.
        expect(waited).toBeLessThanOrEqual(delay * (1 + JITTER) + 1_000);
      }
      const id = test.received[0]?.id;
      expect(new Set(test.received.map((request) => request.id))).toEqual(new Set([id]));
      const delivery = (await test.call("GET", `/webhooks/${webhook_id}/deliveries/${id}`)).json as { log: object[] };
      expect(delivery).toMatchObject({ status: "failed", attempts: 8, last_status: 500, next_attempt_at: null });
      expect(delivery.log).toHaveLength(8);
      expect((await test.call("GET", `/webhooks/${webhook_id}`)).json).toMatchObject({ failed: 1, due: 0 });
      const types = ((await test.call("GET", "/events")).json as { type: string }[]).map(({ type }) => type);
      expect(types.filter((type) => type.includes("webhook"))).toEqual([
        "skillmeat.webhook.failing",
        "skillmeat.webhook.exhausted",
      ]);
      expect([await test.timers(), test.queued]).toEqual([[], []]);
    },
  );

  it("`Retry-After` of a day moves the next attempt", async () => {
    const { url } = await test.create();
    test.receivers.set(url, ({ at }) => (at === start ? answers(429, { "retry-after": "999999" }) : answers(200)));
    await test.change(1);
    const start = test.now();
    await test.publish();
    await test.pass(24 * HOUR - MINUTE);
    expect(test.received).toHaveLength(1);
    await test.pass(2 * MINUTE);
    const [, second] = test.received;
    // The sweep that finds the timer runs at a full minute, and a queue knows whole seconds.
    expect(second?.at).toBeGreaterThanOrEqual(start + 24 * HOUR);
    expect(second?.at).toBeLessThan(start + 24 * HOUR + 1_000);
  });
});
