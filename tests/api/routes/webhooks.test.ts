/** The routes of webhooks: what clients set and see, secrets, status, deliveries. */
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import { DEFAULT_LIMITS } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { dump } from "@skillmeat-deployments/testing/dump.ts";
import { PUBLIC_URL, problemOf } from "@skillmeat-deployments/testing/service.ts";
import { TEST_SECRETS } from "@skillmeat-deployments/testing/webhook-deps.ts";
import {
  answers,
  createWebhookTest,
  fails,
  HOUR,
  MINUTE,
  type WebhookTest,
} from "@skillmeat-deployments/testing/webhooks.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let test: WebhookTest;
beforeAll(async () => {
  test = await createWebhookTest();
});
beforeEach(() => test.begin());
afterAll(() => test.close());

type Json = Record<string, unknown>;
const URL = "https://example.com/hook";
const post = (body: object, headers?: Record<string, string>) => test.call("POST", "/webhooks", body, headers);
const read = async (id: string) => (await test.call("GET", `/webhooks/${id}`)).json as Json;

describe("A webhook", () => {
  it("is created with defaults, read, listed, changed and deleted", async () => {
    const created = await post({ url: URL });
    const { secret, webhook_id, ...webhook } = created.json as Json;
    expect([created.status, created.headers.get("location")]).toEqual([201, `/webhooks/${webhook_id}`]);
    expect(created.headers.get("cache-control")).toBe("no-store");
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({
      url: URL,
      description: null,
      events: null,
      project_ids: null,
      status: "active",
      disabled_reason: null,
      signing: "v1",
      public_key: null,
      rate: null,
    });
    const health = { last_success_at: null, failing_since: null, due: 0, failed: 0 };
    expect(await read(String(webhook_id))).toEqual({ webhook_id, ...webhook, ...health });
    expect((await test.call("GET", "/webhooks")).json).toEqual([{ webhook_id, ...webhook, ...health }]);
    const changes = {
      url: `${URL}/2`,
      description: "Chat",
      events: ["skillmeat.profile.*", "skillmeat.project.deleted"],
      project_ids: ["web-shop"],
      rate: 5,
    };
    const patched = await test.call("PATCH", `/webhooks/${webhook_id}`, changes);
    expect([patched.status, patched.json]).toMatchObject([200, { ...changes, webhook_id }]);
    expect((await test.call("DELETE", `/webhooks/${webhook_id}`)).status).toBe(204);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["GET", "/deliveries"],
    ])
      expect((await test.call(method as string, `/webhooks/${webhook_id}${path}`)).status).toBe(404);
    expect((await test.call("GET", "/webhooks")).json).toEqual([]);
  });

  it("Its ETag changes with what clients set, not with the outcomes of deliveries", async () => {
    const { webhook_id } = await test.create();
    const at = `/webhooks/${webhook_id}`;
    const etag = (await test.call("GET", at)).headers.get("etag") as string;
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    expect((await read(webhook_id)).last_success_at).not.toBeNull();
    expect((await test.call("GET", at, undefined, { "if-none-match": etag })).status).toBe(304);
    const patched = await test.call("PATCH", at, { rate: 3 }, { "if-match": etag });
    expect(patched.status).toBe(200);
    expect((await test.call("PATCH", at, { rate: 4 }, { "if-match": etag })).status).toBe(412);
    expect((await test.call("DELETE", at, undefined, { "if-match": etag })).status).toBe(412);
    const current = patched.headers.get("etag") as string;
    expect((await test.call("PATCH", at, { rate: 4 }, { "if-none-match": current })).status).toBe(412);
    expect((await test.call("DELETE", at, undefined, { "if-match": current })).status).toBe(204);
  });

  it("A tenant has at most ten, and one that is deleted makes room", async () => {
    const limits = DEFAULT_LIMITS;
    const webhooks = async () => ({ secrets: TEST_SECRETS, allowLoopback: false, wake: async () => {} });
    const deps = { table: test.service.table, now: test.deps.now, newId: test.deps.newId, assets: sourceAssets() };
    const app = createApp({
      ...deps,
      webhooks,
      limits,
      mode: "test",
      publicUrl: PUBLIC_URL,
      operatorKey: undefined,
      log: () => {},
    });
    const send = (method: string, path: string, body?: object) =>
      app.fetch(
        new Request(`http://service${path}`, {
          method,
          headers: { authorization: `Bearer ${test.service.key}`, "content-type": "application/json" },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
        {},
      );
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) {
      const reply = await send("POST", "/webhooks", { url: URL });
      ids.push(((await reply.json()) as { webhook_id: string }).webhook_id);
    }
    const full = await send("POST", "/webhooks", { url: URL });
    expect([full.status, ((await full.json()) as Json).code]).toEqual([422, "limit-reached"]);
    await send("DELETE", `/webhooks/${ids[3]}`);
    expect((await send("POST", "/webhooks", { url: URL })).status).toBe(201);
  });

  it.each([
    ["http://example.com/"],
    ["https://user:pass@example.com/"],
    ["https://example.com:80/"],
    ["https://example.com:22/"],
    ["https://127.0.0.1/"],
    ["http://localhost:8080/"],
    ["https://localhost/"],
    ["https://[::1]/"],
    ["https://169.254.169.254/latest"],
    ["https://0x7f.1/"],
    ["https://intranet/"],
    ["https://example.com/#part"],
    ["https://exa mple.com/"],
    [`https://example.com/${"x".repeat(2_048)}`],
    ["ftp://example.com/"],
    ["example.com"],
    [""],
    [null],
    [7],
  ])("%j is refused as its URL, at creation and by a patch", async (url) => {
    expect(problemOf(await post({ url }))).toMatchObject({ status: 422, places: ["/url"] });
    const { webhook_id } = await test.create();
    const reply = await test.call("PATCH", `/webhooks/${webhook_id}`, { url });
    expect(problemOf(reply)).toMatchObject({ status: 422, places: ["/url"] });
  });

  it.each([
    ["no URL", {}, "/url"],
    ["an unknown field", { url: URL, sceret: "x" }, "/sceret"],
    ["a status that only the service sets", { url: URL, status: "disabled" }, "/status"],
    ["a read-only field", { url: URL, secret: "whsec_x" }, "/secret"],
    ["an unknown signing", { url: URL, signing: "v2" }, "/signing"],
    ["a rate of 0", { url: URL, rate: 0 }, "/rate"],
    ["a rate over the limit", { url: URL, rate: 1_001 }, "/rate"],
    ["an empty list of events", { url: URL, events: [] }, "/events"],
    ["an event that does not exist", { url: URL, events: ["skillmeat.profile.changed"] }, "/events/0"],
    ["a family that does not exist", { url: URL, events: ["skillmeat.*", "skillmeat.prfile.*"] }, "/events/1"],
    ["a star in the middle", { url: URL, events: ["skillmeat.*.created"] }, "/events/0"],
    ["the type of a test event", { url: URL, events: ["skillmeat.webhook.test"] }, "/events/0"],
    ["too many events", { url: URL, events: Array.from({ length: 65 }, () => "skillmeat.*") }, "/events"],
    ["an invalid project id", { url: URL, project_ids: ["a/b"] }, "/project_ids/0"],
  ])("%s is refused", async (_name, body, place) => {
    expect(problemOf(await post(body))).toMatchObject({ status: 422, places: [place] });
  });
});

describe("A secret", () => {
  it("is shown once, and is nowhere else: not in answers, logs or the table, also not in a replay by its Idempotency-Key", async () => {
    const secrets: string[] = [];
    const answersSeen: string[] = [];
    const keep = async (work: ReturnType<WebhookTest["call"]>) => {
      const reply = await work;
      answersSeen.push(reply.text);
      return reply.json as Json;
    };
    const key = { "idempotency-key": `create-${test.tenant}` };
    const created = (await post({ url: URL }, key)).json as Json;
    secrets.push(String(created.secret));
    const table = () => dump(test.service.client, test.service.table.name, "");
    // A rotation replaces the first one.
    answersSeen.push(JSON.stringify(await table()));
    const replay = await keep(post({ url: URL }, key));
    const { secret: _secret, ...shown } = created;
    expect(replay).toEqual({ ...shown, secret_shown: true });
    const at = `/webhooks/${created.webhook_id}`;
    for (const grace_seconds of [0, 60, 604_800]) {
      const rotationKey = { "idempotency-key": `rotate-${test.tenant}-${grace_seconds}` };
      const rotated = (await test.call("POST", `${at}/rotate`, { grace_seconds }, rotationKey)).json as Json;
      secrets.push(String(rotated.secret));
      const again = await keep(test.call("POST", `${at}/rotate`, { grace_seconds }, rotationKey));
      expect(again).toEqual({ ...rotated, secret: undefined, secret_shown: true });
    }
    await keep(test.call("GET", at));
    await keep(test.call("GET", "/webhooks"));
    await keep(test.call("PATCH", at, { rate: 2 }));
    await keep(test.call("POST", `${at}/test`));
    await test.pass(0);
    await keep(test.call("GET", `${at}/deliveries`));
    const rows = await table();
    const everything = [
      ...answersSeen,
      JSON.stringify(rows),
      JSON.stringify([test.logs, test.service.logs]),
      JSON.stringify(test.queued),
    ].join("\n");
    expect(new Set(secrets).size).toBe(4);
    expect(rows.some(({ sk }) => sk === "Z#SECRETS")).toBe(true);
    for (const secret of secrets) {
      const text = secret.slice("whsec_".length);
      const bytes = Buffer.from(text, "base64");
      for (const form of [text, bytes.toString("base64url"), bytes.toString("hex")])
        expect(everything).not.toContain(form);
    }
  });

  it("is not shown at all for `v1a`: the public key is, at any time", async () => {
    const created = (await post({ url: URL, signing: "v1a" })).json as Json;
    expect(created).not.toHaveProperty("secret");
    expect(created.public_key).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect((await read(String(created.webhook_id))).public_key).toBe(created.public_key);
    const rotated = (await test.call("POST", `/webhooks/${created.webhook_id}/rotate`, {})).json as Json;
    expect(rotated).not.toHaveProperty("secret");
    expect(rotated.public_key).toMatch(/^whpk_/);
    expect(rotated.public_key).not.toBe(created.public_key);
    expect((await read(String(created.webhook_id))).public_key).toBe(rotated.public_key);
    const rows = JSON.stringify(await dump(test.service.client, test.service.table.name, ""));
    expect(rows).not.toContain("whsk_");
  });

  it("The old one signs for the grace that is asked for, a day unless another is, and a shorter one ends it earlier", async () => {
    const { webhook_id } = await test.create();
    const rotate = async (body: object) =>
      (await test.call("POST", `/webhooks/${webhook_id}/rotate`, body)).json as Json;
    const signatures = async () => {
      test.received.length = 0;
      await test.enqueue(webhook_id, 1);
      await test.pass(0);
      return test.received[0]?.headers["webhook-signature"]?.split(" ").length;
    };
    const inMs = (ms: number) => new Date(test.now() + ms).toISOString();
    expect((await rotate({})).old_until).toBe(inMs(24 * HOUR));
    expect(await signatures()).toBe(2);
    expect((await rotate({ grace_seconds: 60 })).old_until).toBe(inMs(MINUTE));
    expect(await signatures()).toBe(3);
    await test.pass(MINUTE);
    expect(await signatures()).toBe(1);
    expect((await rotate({ grace_seconds: 0 })).old_until).toBeNull();
    expect(await signatures()).toBe(1);
    for (const grace_seconds of [-1, 604_801, 1.5])
      expect(problemOf(await test.call("POST", `/webhooks/${webhook_id}/rotate`, { grace_seconds })).status).toBe(422);
  });
});

describe("The status", () => {
  it("A client pauses and activates; only the service disables", async () => {
    const { webhook_id, url } = await test.create();
    const patch = (body: object) => test.call("PATCH", `/webhooks/${webhook_id}`, body);
    expect(problemOf(await patch({ status: "disabled" }))).toMatchObject({ status: 422, places: ["/status"] });
    expect((await patch({ status: "paused" })).json).toMatchObject({ status: "paused" });
    expect(problemOf(await patch({ status: "disabled" })).status).toBe(422);
    await patch({ status: "active" });
    test.receivers.set(url, () => answers(410));
    await test.enqueue(webhook_id, 1);
    await test.pass(0);
    // What a client edits beside the status leaves it disabled, also if it sends back what it has read.
    const edited = await patch({ ...(await read(webhook_id)), description: "x" });
    expect(edited.json).toMatchObject({ status: "disabled", disabled_reason: "The receiver answered 410 Gone" });
    const { version } = await read(webhook_id);
    expect((await patch(await read(webhook_id))).json).toMatchObject({ version });
    expect((await patch({ status: "paused" })).json).toMatchObject({ status: "paused", disabled_reason: null });
  });

  it("Only an activation wakes the worker", async () => {
    const { webhook_id } = await test.create();
    await test.call("PATCH", `/webhooks/${webhook_id}`, { description: "x" });
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "paused" });
    expect([test.queued, await test.timers()]).toEqual([[], []]);
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
    expect([test.queued.length, (await test.timers()).length]).toEqual([1, 1]);
  });
});

describe("What a webhook wants", () => {
  /** Makes events of a project, its profile and an artifact, and returns what the webhook got. */
  async function sent(filter: object): Promise<string[]> {
    await test.create(filter);
    for (const project_id of ["a", "ab"]) {
      await test.call("POST", "/projects", { project_id });
      await test.call("POST", `/projects/${project_id}/profiles`, { profile_id: "c", platform: "codex" });
    }
    await test.call("POST", "/artifacts", { type: "skill", name: "x" });
    await test.service.drain();
    await test.publish();
    await test.pass(0);
    return test.received
      .map(({ body }) => JSON.parse(body) as { type: string; subject: string })
      .map(({ type, subject }) => `${type.slice("skillmeat.".length)} ${subject}`)
      .sort();
  }
  const all = [
    "artifact.created /artifacts/skill:x",
    "profile.created /projects/a/profiles/c",
    "profile.created /projects/ab/profiles/c",
    "project.created /projects/a",
    "project.created /projects/ab",
  ];
  it.each([
    ["everything", {}, all],
    ["a family", { events: ["skillmeat.project.*"] }, all.slice(3)],
    ["a type", { events: ["skillmeat.artifact.created", "skillmeat.profile.deleted"] }, all.slice(0, 1)],
    ["a project", { project_ids: ["a"] }, [all[1], all[3]]],
    ["a family of a project", { project_ids: ["ab", "zz"], events: ["skillmeat.profile.*"] }, [all[2]]],
    ["everything, said with a star", { events: ["*"] }, all],
  ])("%s", async (_name, filter, wanted) => {
    expect(await sent(filter)).toEqual(wanted);
  });
});

describe("A test event", () => {
  it("is sent whatever the webhook wants, signed, and its delivery can be read", async () => {
    const { webhook_id } = await test.create({ events: ["skillmeat.project.deleted"], project_ids: ["p"] });
    const reply = await test.call("POST", `/webhooks/${webhook_id}/test`);
    const { delivery_id } = reply.json as { delivery_id: string };
    expect([reply.status, reply.headers.get("location")]).toEqual([
      201,
      `/webhooks/${webhook_id}/deliveries/${delivery_id}`,
    ]);
    expect(reply.json).toMatchObject({
      status: "pending",
      type: "skillmeat.webhook.test",
      attempts: 0,
      last_status: null,
    });
    await test.pass(0);
    expect(test.received.map(({ id }) => id)).toEqual([delivery_id]);
    expect(JSON.parse(test.received[0]?.body as string)).toMatchObject({
      id: delivery_id,
      type: "skillmeat.webhook.test",
      specversion: "1.0",
    });
    expect((await test.call("GET", `/webhooks/${webhook_id}/deliveries/${delivery_id}`)).json).toMatchObject({
      status: "delivered",
      attempts: 1,
      last_status: 200,
      next_attempt_at: null,
      log: [{ status: 200, error: null, response: "" }],
    });
  });
});

describe("Deliveries", () => {
  it("are listed in pages, by status and by type", async () => {
    const { webhook_id, url } = await test.create();
    const at = `/webhooks/${webhook_id}/deliveries`;
    test.receivers.set(url, ({ id }) =>
      id === ids[1] ? answers(500, { "webhook-delivery": "abort-message" }) : answers(200),
    );
    const ids = await test.enqueue(webhook_id, 5);
    await test.pass(0);
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "paused" });
    const { delivery_id } = (await test.call("POST", `/webhooks/${webhook_id}/test`)).json as { delivery_id: string };
    const idsOf = (json: unknown) => (json as { delivery_id: string }[]).map((delivery) => delivery.delivery_id);
    const sorted = [...ids, delivery_id].sort();
    const found: string[] = [];
    let next: string | undefined = `${at}?limit=2`;
    while (next) {
      const reply: Awaited<ReturnType<WebhookTest["call"]>> = await test.call("GET", next);
      expect(idsOf(reply.json).length).toBeLessThanOrEqual(2);
      found.push(...idsOf(reply.json));
      next = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1]?.replace(PUBLIC_URL, "");
    }
    expect(found).toEqual(sorted);
    const list = async (query: string) => idsOf((await test.call("GET", `${at}${query}`)).json);
    expect(await list("?status=failed")).toEqual([ids[1]]);
    expect(await list("?status=pending")).toEqual([delivery_id]);
    expect(await list("?status=delivered&type=skillmeat.artifact.*&limit=1")).toEqual([
      sorted.filter((id) => id !== ids[1])[0],
    ]);
    expect(await list("?type=skillmeat.webhook.test")).toEqual([delivery_id]);
    expect(await list("?type=skillmeat.project.*")).toEqual([]);
    expect(problemOf(await test.call("GET", `${at}?status=lost`)).status).toBe(422);
    expect(problemOf(await test.call("GET", `${at}?cursor=nonsense!`)).status).toBe(400);
    expect((await read(webhook_id)).due).toBe(1);
  });

  it("show each attempt, with what the receiver answered, and of many the newest hundred", async () => {
    const { webhook_id, url } = await test.create();
    test.receivers.set(url, () =>
      test.received.length === 1 ? fails({ connected: true }) : answers(503, {}, `busy ${test.received.length}`),
    );
    const [id] = (await test.enqueue(webhook_id, 1)) as [string];
    await test.pass(10_000);
    const at = `/webhooks/${webhook_id}/deliveries/${id}`;
    expect((await test.call("GET", at)).json).toMatchObject({
      status: "pending",
      attempts: 2,
      last_status: 503,
      next_attempt_at: expect.any(String),
      log: [
        { status: null, error: "The connection was refused", response: null, duration_ms: 5 },
        { status: 503, error: null, response: "busy 2" },
      ],
    });
    for (let i = 2; i < 103; i++) {
      await test.call("POST", `${at}/redeliver`);
      test.queued.splice(0, test.queued.length - 1);
      await test.pass(10_000 * (i > 4 ? 1 : 0));
      test.queued.length = 0;
    }
    const { attempts, log } = (await test.call("GET", at)).json as { attempts: number; log: { response: string }[] };
    expect([attempts > 100, log.length, log.at(-1)?.response]).toEqual([true, 100, `busy ${attempts}`]);
  });

  it.each(["delivered", "failed", "pending"])(
    "One that is %s is delivered again, with a new schedule",
    async (status) => {
      const { webhook_id, url } = await test.create();
      const first = {
        delivered: answers(200),
        failed: answers(500, { "webhook-delivery": "abort-message" }),
        pending: answers(500),
      };
      test.receivers.set(url, () => first[status as keyof typeof first]);
      const [id] = (await test.enqueue(webhook_id, 1)) as [string];
      await test.pass(0);
      const at = `/webhooks/${webhook_id}/deliveries/${id}`;
      expect((await test.call("GET", at)).json).toMatchObject({ status, attempts: 1 });
      test.receivers.set(url, () => answers(202));
      expect((await test.call("POST", `${at}/redeliver`)).json).toMatchObject({
        status: "pending",
        attempts: 1,
        next_attempt_at: new Date(test.now()).toISOString(),
      });
      await test.pass(0);
      expect((await test.call("GET", at)).json).toMatchObject({ status: "delivered", attempts: 2, last_status: 202 });
      await test.pass(80 * HOUR);
      expect([test.received.length, test.received[0]?.id, test.received[1]?.id]).toEqual([2, id, id]);
      expect(await test.rows(webhook_id, "Z#PENDING#")).toEqual([]);
    },
  );

  it("of a webhook that is paused wait until it is active", async () => {
    const { webhook_id } = await test.create();
    const [id] = await test.enqueue(webhook_id, 1);
    await test.pass(0);
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "paused" });
    await test.call("POST", `/webhooks/${webhook_id}/deliveries/${id}/redeliver`);
    await test.pass(HOUR);
    expect(test.received).toHaveLength(1);
    await test.call("PATCH", `/webhooks/${webhook_id}`, { status: "active" });
    await test.pass(0);
    expect(test.received).toHaveLength(2);
  });

  it("An unknown one is not found, nor one of another webhook", async () => {
    const [one, two] = [await test.create(), await test.create()];
    const [id] = await test.enqueue(one.webhook_id, 1);
    for (const path of [
      `/webhooks/${two.webhook_id}/deliveries/${id}`,
      `/webhooks/${one.webhook_id}/deliveries/${"0".repeat(26)}`,
    ]) {
      expect((await test.call("GET", path)).status).toBe(404);
      expect((await test.call("POST", `${path}/redeliver`)).status).toBe(404);
    }
  });
});
