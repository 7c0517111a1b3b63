/** Replays: past events are sent again, out of the feeds, in bounded steps. */
import { eventRow } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { keys, TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";
import { load } from "@skillmeat-deployments/testing/dump.ts";
import { idByClock } from "@skillmeat-deployments/testing/ids.ts";
import { problemOf } from "@skillmeat-deployments/testing/service.ts";
import { createWebhookTest, HOUR, MINUTE, type WebhookTest } from "@skillmeat-deployments/testing/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let test: WebhookTest;
beforeAll(async () => {
  test = await createWebhookTest();
});
beforeEach(() => test.begin());
afterAll(() => test.close());

type Result = { queued: number; cursor: string | null };
const replay = (webhook: string, body: object) => test.call("POST", `/webhooks/${webhook}/replay`, body);
const result = async (webhook: string, body: object) => (await replay(webhook, body)).json as Result;
/** Replays to the end. Returns the answers. */
async function whole(webhook: string, body: object): Promise<Result[]> {
  const results: Result[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const part: Result = await result(webhook, { ...body, ...(cursor ? { cursor } : {}) });
    results.push(part);
    cursor = part.cursor;
    if (results.length > 50) throw new Error("It does not end");
  }
  return results;
}
const ids = () => test.received.map(({ id }) => id).sort();
const feed = async (path = "/events") =>
  (await test.call("GET", `${path}?limit=100`)).json as { id: string; type: string }[];
const idsIn = async (...paths: string[]) =>
  (await Promise.all(paths.map(feed)))
    .flat()
    .map(({ id }) => id)
    .sort();

/** Projects with a profile each, recorded. */
async function projects(...names: string[]) {
  for (const project_id of names) {
    await test.call("POST", "/projects", { project_id });
    await test.call("POST", `/projects/${project_id}/profiles`, { profile_id: "c", platform: "codex" });
  }
  await test.service.drain();
}

/** Fills the tenant's feed with events. @param expires when they are no longer retained, in seconds since 1970 */
async function fill(count: number, expires = Math.floor(test.now() / 1_000) + 90 * 86_400) {
  const { tenant } = test;
  const rows = Array.from({ length: count }, (_, i) => {
    const time = new Date(test.now() - (count - i) * 1_000).toISOString();
    const event = {
      tenant,
      feed: TENANT_FEED,
      id: idByClock(0),
      type: "skillmeat.artifact.created",
      subject: "/artifacts/a",
    } as const;
    return eventRow(
      { ...event, time, data: JSON.stringify({ before: null, after: {}, actor: "a", request_id: "r" }) },
      i + 1,
      expires,
    );
  });
  await load(test.service.client, test.service.table.name, [
    ...rows,
    { ...keys.head(tenant, TENANT_FEED), seq: count, expires },
  ]);
  return rows.map(({ id }) => id as string);
}

describe("A replay", () => {
  it("since a time sends the events of the tenant's feed and of all projects", async () => {
    await projects("a", "b");
    await test.pass(10 * MINUTE);
    const since = new Date(test.now()).toISOString();
    await test.pass(1);
    await projects("c");
    const { webhook_id } = await test.create();
    expect(await result(webhook_id, { since })).toEqual({ queued: 2, cursor: null });
    await test.pass(HOUR);
    expect(test.received.map(({ body }) => (JSON.parse(body) as { subject: string }).subject).sort()).toEqual([
      "/projects/c",
      "/projects/c/profiles/c",
    ]);
    test.received.length = 0;
    expect((await result(webhook_id, { since: "2020-01-01T00:00:00Z" })).queued).toBe(6);
    await test.pass(HOUR);
    expect(ids()).toEqual(await idsIn("/events", "/projects/a/events", "/projects/b/events", "/projects/c/events"));
  });

  it("after a sequence sends those of one feed: the tenant's, or a project's", async () => {
    await projects("a", "b");
    const { webhook_id } = await test.create();
    expect(await result(webhook_id, { after: 1 })).toEqual({ queued: 1, cursor: null });
    await test.pass(HOUR);
    expect(ids()).toEqual((await feed()).slice(1).map(({ id }) => id));
    test.received.length = 0;
    expect(await result(webhook_id, { after: 0, project_id: "b" })).toEqual({ queued: 1, cursor: null });
    await test.pass(HOUR);
    expect(ids()).toEqual(await idsIn("/projects/b/events"));
    expect(await result(webhook_id, { after: 99 })).toEqual({ queued: 0, cursor: null });
    expect(await result(webhook_id, { since: "2020-01-01T00:00:00Z", project_id: "a" })).toEqual({
      queued: 1,
      cursor: null,
    });
  });

  it("sends what was delivered again, leaves what is pending, and sends only what the webhook wants", async () => {
    const { webhook_id } = await test.create({ events: ["skillmeat.artifact.*"] });
    await test.change(2);
    await projects("a");
    await test.publish();
    await test.pass(HOUR);
    expect(test.received).toHaveLength(2);
    expect((await result(webhook_id, { after: 0 })).queued).toBe(2);
    // Those are pending now.
    expect((await result(webhook_id, { after: 0 })).queued).toBe(0);
    await test.pass(HOUR);
    expect(test.received).toHaveLength(4);
    expect(new Set(ids()).size).toBe(2);
    const [delivery] = (await test.call("GET", `/webhooks/${webhook_id}/deliveries`)).json as { attempts: number }[];
    expect(delivery?.attempts).toBe(2);
  });

  it("sends no events about the webhook itself", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, ({ body }) => ({
      kind: "answer",
      status: body ? 410 : 200,
      header: () => undefined,
      text: "",
      ms: 1,
    }));
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    expect((await feed()).map(({ type }) => type)).toEqual(["skillmeat.webhook.disabled"]);
    expect((await result(webhook_id, { after: 0 })).queued).toBe(0);
  });

  it("What happened while it was disabled is brought by a replay after its activation", async () => {
    const { webhook_id, url } = await test.create({ events: ["skillmeat.artifact.*"], status: "paused" });
    await test.change(3);
    await test.publish();
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
    await test.pass(HOUR);
    expect([url, test.received.length]).toEqual([url, 0]);
    await result(webhook_id, { after: 0 });
    await test.pass(0);
    expect(test.received).toHaveLength(3);
  });

  it("looks at 1,000 events a call, wakes the worker with one message, and goes on with its cursor", async () => {
    const all = await fill(1_100);
    const { webhook_id } = await test.create({ status: "paused" });
    test.queued.length = 0;
    const first = await result(webhook_id, { after: 0 });
    expect([first.queued, test.queued.length]).toEqual([1_000, 1]);
    expect(await result(webhook_id, { after: 0, cursor: first.cursor })).toEqual({ queued: 100, cursor: null });
    const rows = await test.rows(webhook_id, "Z#DELIVERY#");
    expect(rows.map(({ sk }) => sk.slice("Z#DELIVERY#".length)).sort()).toEqual([...all].sort());
  });

  it("finds the first event of a time without reading those before, and counts expired ones as looked at", async () => {
    const all = await fill(1_100);
    const { webhook_id } = await test.create({ status: "paused" });
    const since = new Date(test.now() - 30_000).toISOString();
    expect(await result(webhook_id, { since })).toEqual({ queued: 30, cursor: null });
    const rows = await test.rows(webhook_id, "Z#DELIVERY#");
    expect(rows.map(({ sk }) => sk.slice("Z#DELIVERY#".length)).sort()).toEqual(all.slice(-30).sort());
    await fill(1_100, Math.floor(test.now() / 1_000) - 10);
    const expired = await result(webhook_id, { after: 0 });
    expect([expired.queued, expired.cursor === null]).toEqual([0, false]);
  });

  it("goes on if a project is deleted, or deleted and created again, between its calls", async () => {
    await fill(1_000);
    await projects("a", "b");
    const { webhook_id } = await test.create({ status: "paused" });
    const since = "2020-01-01T00:00:00Z";
    const at = (position: object) => Buffer.from(JSON.stringify(position)).toString("base64url");
    await test.call("DELETE", "/projects/a");
    await test.service.drain();
    // In the middle of a project's feed that is gone.
    expect(await result(webhook_id, { since, cursor: at({ project: "a", feed: idByClock(0), after: 7 }) })).toEqual({
      queued: 1,
      cursor: null,
    });
    // The feed of the new `b` begins anew, whatever was sent of the old one.
    const again = await test.create({ status: "paused" });
    const cursor = at({ project: "b", feed: idByClock(0), after: 7 });
    expect(await result(again.webhook_id, { since, cursor })).toEqual({ queued: 1, cursor: null });
    expect(problemOf(await replay(webhook_id, { since, project_id: "a" }))).toMatchObject({ status: 404 });
  });

  it("looks at a bounded number of projects a call, and at all of them in the end", async () => {
    const names = Array.from({ length: 120 }, (_, i) => `p${i}`);
    await Promise.all(names.map((project_id) => test.call("POST", "/projects", { project_id })));
    await test.service.drain();
    const { webhook_id } = await test.create({ status: "paused", events: ["skillmeat.profile.*"] });
    await test.call("POST", "/projects/p99/profiles", { profile_id: "c", platform: "codex" });
    await test.service.drain();
    const parts = await whole(webhook_id, { since: new Date(test.now() - HOUR).toISOString() });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, { queued }) => sum + queued, 0)).toBe(1);
  });

  it("The same request under its Idempotency-Key queues nothing again", async () => {
    const { webhook_id } = await test.create();
    await test.change(2);
    const key = { "idempotency-key": `replay-${test.tenant}` };
    const send = () => test.call("POST", `/webhooks/${webhook_id}/replay`, { after: 0 }, key);
    expect((await send()).json).toEqual({ queued: 2, cursor: null });
    await test.pass(HOUR);
    const again = await send();
    expect([again.headers.get("idempotent-replayed"), again.json]).toEqual(["true", { queued: 2, cursor: null }]);
    await test.pass(HOUR);
    expect(test.received).toHaveLength(2);
  });

  it.each([
    ["neither a time nor a sequence", {}, 422],
    ["both", { since: "2026-03-10T05:00:00Z", after: 1 }, 422],
    ["a time that is none", { since: "yesterday" }, 422],
    ["a negative sequence", { after: -1 }, 422],
    ["an unknown project", { after: 0, project_id: "nope" }, 404],
    ["a cursor that is none", { after: 0, cursor: "x" }, 422],
    [
      "a cursor with another key in it",
      { after: 0, cursor: Buffer.from('{"project":"a#b"}').toString("base64url") },
      422,
    ],
    [
      "a cursor with a negative position",
      { after: 0, cursor: Buffer.from('{"project":"","feed":"TENANT","after":-3}').toString("base64url") },
      422,
    ],
  ])("%s is refused", async (_name, body, status) => {
    const { webhook_id } = await test.create();
    expect(problemOf(await replay(webhook_id, body)).status).toBe(status);
  });
});
