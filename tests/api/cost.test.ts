/** Asserts the table "Cost of an operation": request units as the engine charges them, and round trips. */
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Use = { operation: string; read: number; write: number };
let service: Service;
let uses: Use[] = [];
/** Requests in flight. A request that starts while none is in flight begins a round trip. */
let inFlight = 0;
let roundTrips = 0;

beforeAll(async () => {
  service = await createService({ meter: (use) => uses.push(use) });
  service.client.middlewareStack.add(
    (next) => async (args) => {
      // What is read beside others, such as observations, may outlast the first of them and would hide the next.
      const isBeside = (args.input as { ConsistentRead?: boolean }).ConsistentRead === false && inFlight > 0;
      if (isBeside) return next(args);
      if (inFlight++ === 0) roundTrips++;
      try {
        return await next(args);
      } finally {
        inFlight--;
      }
    },
    { step: "initialize", priority: "high", name: "roundTrips" },
  );
  // The clock is fixed, so that a cached key does not expire on a slow machine.
  service.clock.now = new Date();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
  await service.call("POST", "/projects/p/profiles", { body: small("c") });
  await service.call("POST", "/projects/p/deployments", { body: deployment("s") });
  await service.call("POST", "/artifacts", { body: { type: "skill", name: "a" } });
  await service.drain();
});
afterAll(() => service.close());

/** Rows of at most 1 KB, the size that the table assumes. */
const small = (profile_id: string) => ({ profile_id, platform: "claude_code" });
const deployment = (artifact_name: string, more: object = {}) => ({
  artifact_type: "skill",
  artifact_name,
  content_hash: "a".repeat(64),
  deployment_profile_id: "c",
  ...more,
});

async function cost(work: () => Promise<unknown>) {
  uses = [];
  roundTrips = 0;
  await work();
  const sum = (kind: "read" | "write") => uses.reduce((total, use) => total + use[kind], 0);
  return { roundTrips, read: sum("read"), write: sum("write") };
}
const call = (method: string, path: string, body?: object) =>
  cost(() => service.call(method, path, body ? { body } : {}));

// DynamoDB Local charges absent keys and transactions differently from DynamoDB; dynoxide charges them the same.
describe.skipIf(process.env.DYNAMODB_ENDPOINT !== undefined)("Cost of an operation", () => {
  it("A read takes one round trip and costs 1 read unit, or 2 below a project, and half a one for what was observed of a record", async () => {
    expect(await call("GET", "/projects/p")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/artifacts/skill:a")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/projects/p/profiles/c")).toEqual({ roundTrips: 1, read: 2, write: 0 });
    expect(await call("GET", "/projects/p/deployments/c:skill:s")).toEqual({ roundTrips: 1, read: 2.5, write: 0 });
  });

  it("A list takes one round trip and costs 1 read unit for the page, 1 more for the project row below a project, and half a one for what was observed of records", async () => {
    expect(await call("GET", "/projects")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/artifacts")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/projects/p/profiles")).toEqual({ roundTrips: 1, read: 1 + 1, write: 0 });
    expect(await call("GET", "/projects/p/deployments")).toEqual({ roundTrips: 1, read: 1 + 1 + 0.5, write: 0 });
  });

  it("A 304 to the ETag of a list costs what the list costs", async () => {
    for (const path of ["/projects", "/artifacts", "/projects/p/profiles", "/projects/p/deployments"]) {
      const tag = (await service.call("GET", path)).headers.get("etag") as string;
      const again = await cost(async () => {
        const reply = await service.call("GET", path, { headers: { "if-none-match": tag } });
        expect(reply.status).toBe(304);
      });
      expect(again).toEqual(await call("GET", path));
    }
  });

  it("A filtered list whose rows fit a page costs what the list costs, and one of a whole id a read of it", async () => {
    expect(await call("GET", "/projects?prefix=p&name=p")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/artifacts?name=a&content_hash=h")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    expect(await call("GET", "/artifacts?type=skill&name=a")).toEqual({ roundTrips: 1, read: 1, write: 0 });
    const at = "/projects/p/deployments";
    const since = "updated_since=2026-01-01T00:00:00Z";
    expect(await call("GET", `${at}?content_hash=h&${since}`)).toEqual({ roundTrips: 1, read: 2.5, write: 0 });
    const whole = `${at}?profile_id=c&artifact_type=skill&artifact_name=s`;
    expect(await call("GET", whole)).toEqual({ roundTrips: 1, read: 2.5, write: 0 });
  });

  it("A list by status also reads the artifacts that its records can mean: a name, and with each of 5 suffixes", async () => {
    const at = "/projects/p/deployments?status=";
    expect(await call("GET", `${at}synced`)).toEqual({ roundTrips: 2, read: 1 + 1 + 0.5 + 6, write: 0 });
    // A record without local modifications is not modified, whatever its artifact is.
    expect(await call("GET", `${at}modified`)).toEqual({ roundTrips: 1, read: 1 + 1 + 0.5, write: 0 });
  });

  it("A filtered page without a match reads 1,000 rows in 3 round trips; a key reads only its rows", async () => {
    await service.call("POST", "/projects", { body: { project_id: "large" } });
    const row = (i: number) =>
      `[[deployed]]\nartifact_name = "n${1_000 + i}"\nartifact_type = "skill"\nartifact_path = "n"\ncontent_hash = "h"\n`;
    const text = Array.from({ length: 1_100 }, (_, i) => row(i)).join("");
    const headers = { "content-type": "application/toml" };
    await service.call("POST", "/projects/large/deployments/import", { text, headers });
    const at = "/projects/large/deployments";
    const page = await call("GET", `${at}?limit=50`);
    const none = await call("GET", `${at}?content_hash=none&limit=50`);
    expect([page.roundTrips, none.roundTrips]).toEqual([1, 3]);
    // A query rounds its sum up to 4 KB.
    const pageUnits = page.read - 1.5;
    expect(none.read - 1.5).toBeGreaterThan((pageUnits * 1_000) / 51 - 20);
    expect(none.read - 1.5).toBeLessThanOrEqual((pageUnits * 1_000) / 51 + 3);
    expect(await call("GET", `${at}?content_hash=h&limit=50`)).toEqual(page);
    expect(await call("GET", `${at}?profile_id=none`)).toMatchObject({ roundTrips: 1, read: 1 + 1 + 0.5 });
    await service.drain();
  });

  it("A create costs 1 write unit; below a project it also reads the project for 1 read unit", async () => {
    expect(await call("POST", "/projects", { project_id: "new" })).toEqual({ roundTrips: 1, read: 0, write: 1 });
    expect(await call("POST", "/artifacts", { type: "skill", name: "new" })).toEqual({
      roundTrips: 1,
      read: 0,
      write: 1,
    });
    expect(await call("POST", "/projects/p/profiles", small("new"))).toEqual({ roundTrips: 2, read: 1, write: 1 });
  });

  it("An update costs its read and 1 write unit; an update that changes nothing costs no write", async () => {
    expect(await call("PATCH", "/projects/p", { name: "x" })).toEqual({ roundTrips: 2, read: 1, write: 1 });
    expect(await call("PATCH", "/artifacts/skill:a", { source: "x" })).toEqual({ roundTrips: 2, read: 1, write: 1 });
    expect(await call("PUT", "/projects/p/profiles/c", { root_dir: ".x" })).toEqual({
      roundTrips: 2,
      read: 2,
      write: 1,
    });
    expect(await call("PATCH", "/projects/p/deployments/c:skill:s", { from_collection: "x" })).toEqual({
      roundTrips: 2,
      read: 2,
      write: 1,
    });
    expect(await call("PUT", "/projects/p/profiles/c", { root_dir: ".x" })).toEqual({
      roundTrips: 1,
      read: 2,
      write: 0,
    });
  });

  it("Recording a deployment costs 1 write unit, and 4 read units with a profile or 2 without one", async () => {
    expect(await call("POST", "/projects/p/deployments", deployment("new"))).toEqual({
      roundTrips: 2,
      read: 4,
      write: 1,
    });
    expect(await call("POST", "/projects/p/deployments", deployment("new", { content_hash: "b" }))).toEqual({
      roundTrips: 2,
      read: 4,
      write: 1,
    });
    const legacy = { artifact_type: "skill", artifact_name: "old", content_hash: "h" };
    expect(await call("POST", "/projects/p/deployments", legacy)).toEqual({ roundTrips: 2, read: 2, write: 1 });
    // The engine charges 4 KB for the read of an absent key, as DynamoDB does.
  });

  it("A batch reads each row once and writes each record once: 500 new records cost 500 write units, and 2 read units each", async () => {
    const items = Array.from({ length: 500 }, (_, i) => deployment(`batch-${i}`));
    const path = "/projects/p/deployments/batch";
    // The project and the profile; each record and its artifact, which is absent; the project again for each further 100.
    const read = 1 + 1 + 2 * 500 + 4;
    expect(await call("POST", path, { items })).toMatchObject({ read, write: 500 });
    expect(await call("POST", path, { items })).toMatchObject({ read, write: 0 });
    // Two items of one record share its reads. Without a profile, the artifact is not read.
    const twice = [deployment("twice"), deployment("twice", { content_hash: "b" })];
    expect(await call("POST", path, { items: twice })).toMatchObject({ read: 4, write: 2 });
    const legacy = { artifact_type: "skill", artifact_name: "older", content_hash: "h" };
    expect(await call("POST", path, { items: [legacy] })).toEqual({ roundTrips: 2, read: 2, write: 1 });
    expect(await call("POST", path, { items: [deployment("x", { deployment_profile_id: "no" })] })).toMatchObject({
      write: 0,
    });
  });

  it("A report reads each record and each observation once, and writes what is newer: 500 observations cost 1.5 read units each", async () => {
    const path = "/projects/p/observations";
    const id = (i: number) => `c:skill:batch-${i}`;
    const seen = (state: string, at: string, count = 500) => ({
      observed_at: `2026-03-10T05:16:${at}Z`,
      items: Array.from({ length: count }, (_, i) => ({ deployment_id: id(i), state, hash: "a".repeat(64) })),
    });
    // The project, and again for each further 100; the records, and the observations at half price.
    const read = 1 + 1.5 * 500 + 4;
    expect(await call("POST", path, seen("synced", "01"))).toMatchObject({ read, write: 500 });
    expect(await call("POST", path, seen("synced", "01"))).toMatchObject({ read, write: 0 });
    expect(await call("POST", path, seen("modified", "00"))).toMatchObject({ read, write: 0 });
    // An equal state moves its time, with an update that is no transaction.
    expect(await call("POST", path, seen("synced", "02", 1))).toEqual({ roundTrips: 2, read: 2.5, write: 1 });
    expect(await call("POST", path, seen("modified", "03", 1))).toEqual({ roundTrips: 2, read: 2.5, write: 1 });
    const unknown = { deployment_id: "c:skill:none", state: "synced" };
    const one = { observed_at: "2026-03-10T05:16:23Z", items: [unknown] };
    expect(await call("POST", path, one)).toEqual({ roundTrips: 1, read: 2.5, write: 0 });
    expect(await call("POST", path, { ...one, items: [], untracked: 3 })).toEqual({ roundTrips: 2, read: 1, write: 1 });
  });

  it("A page of records with observations costs half the units of those, in one round trip, and their records' deletes one read more", async () => {
    await service.drain();
    const at = "/projects/p/deployments?profile_id=c&artifact_type=skill&limit=50";
    const page = await call("GET", at);
    const { rows } = await service.table.query({ pk: "T#acme#P#p", prefix: "N#OBSERVED#", limit: 51 });
    const bytes = rows.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
    // JSON is a little larger than what storage counts.
    expect(bytes).toBeLessThan(51 * 700);
    expect(page.roundTrips).toBe(1);
    const records = (await service.table.query({ pk: "T#acme#P#p", prefix: "N#DEPLOYMENT#c:skill:", limit: 51 })).rows;
    const size = records.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
    expect(page.read).toBeLessThanOrEqual(1 + Math.ceil(size / 4_096) + Math.ceil(bytes / 4_096) / 2);
    await service.call("DELETE", "/projects/p/deployments/c:skill:batch-0");
    uses = [];
    await service.drain();
    // The recorder reads the head of the feed and the observation, and removes it and the tombstone.
    const used = Object.groupBy(uses, ({ operation }) => operation);
    expect(used.GetItem?.map(({ read }) => read)).toEqual([1, 1]);
    expect(used.DeleteItem?.map(({ write }) => write)).toEqual([1, 1]);
  });

  it("A delete costs 1 write unit in the request, and 1 more when the recorder removes the tombstone", async () => {
    await service.drain();
    expect(await call("DELETE", "/artifacts/skill:a")).toEqual({ roundTrips: 1, read: 0, write: 1 });
    expect(await call("DELETE", "/projects/p/profiles/c")).toEqual({ roundTrips: 2, read: 1, write: 1 });
    expect(await call("DELETE", "/projects/p/deployments/c:skill:s")).toEqual({ roundTrips: 2, read: 1, write: 1 });
    expect(await call("DELETE", "/projects/new")).toEqual({ roundTrips: 1, read: 0, write: 1 });
    uses = [];
    await service.drain();
    expect(uses.filter((u) => u.operation === "DeleteItem").map((u) => u.write)).toEqual([1, 1, 1, 1]);
  });

  it("A page of a feed costs half a read unit, and 1 read unit for the head", async () => {
    expect(await call("GET", "/events?limit=1")).toEqual({ roundTrips: 1, read: 0.5 + 1, write: 0 });
    expect(await call("GET", "/events?limit=1&type=skillmeat.*")).toEqual({ roundTrips: 1, read: 0.5 + 1, write: 0 });
    const none = await call("GET", "/events?limit=100&subject=/projects/none");
    expect(none).toEqual(await call("GET", "/events?limit=100"));
    // A project's feed is stored under the project's uid, so the project row is read first.
    expect(await call("GET", "/projects/p/events?limit=1")).toEqual({ roundTrips: 2, read: 1 + 0.5 + 1, write: 0 });
  });

  it("Authentication costs nothing while key and tenant are cached, else half a read unit for each, and one in a key's first minute", async () => {
    expect(await call("GET", "/me")).toEqual({ roundTrips: 0, read: 0, write: 0 });
    const [key, next] = [await service.newTenant("cold"), await service.newTenant("colder")];
    // The write unit records the hour of the first use. The request does not wait for it.
    const used = { roundTrips: 2, write: 1 };
    expect(await cost(() => service.call("GET", "/me", { key }))).toEqual({ ...used, read: 1 + 0.5 });
    const at = service.clock.now;
    service.clock.now = new Date(Date.now() + 61_000);
    expect(await cost(() => service.call("GET", "/me", { key: next }))).toEqual({ ...used, read: 0.5 + 0.5 });
    const made = await service.call("POST", "/keys", { key: next, body: { name: "2", scopes: ["projects:read"] } });
    const other = (made.json as { key: string }).key;
    expect((await cost(() => service.call("GET", "/me", { key: other }))).roundTrips).toBe(2);
    service.clock.now = at;
  });

  it("Recording an event costs 4 write units, plus 1 read unit and 2 write units a transaction", async () => {
    await service.drain();
    const small = { type: "agent", content_hash: "h" };
    for (const n of [1, 10]) {
      for (let i = 0; i < n; i++) await service.call("POST", "/artifacts", { body: { ...small, name: `${n}-${i}` } });
      expect(await cost(() => service.drain())).toMatchObject({ read: 1, write: 4 * n + 2 });
    }
  });

  it("Webhooks: a read costs 1 unit for each of its rows, a write 2 for each row of its transaction", async () => {
    const created = await service.call("POST", "/webhooks", { body: { url: "https://example.com/hook" } });
    const at = `/webhooks/${(created.json as { webhook_id: string }).webhook_id}`;
    const test = await service.call("POST", `${at}/test`);
    const delivery = `${at}/deliveries/${(test.json as { delivery_id: string }).delivery_id}`;
    const costs = {
      create: await call("POST", "/webhooks", { url: "https://example.com/hook" }),
      read: await call("GET", at),
      patch: await call("PATCH", at, { description: "x" }),
      pause: await call("PATCH", at, { status: "paused" }),
      activate: await call("PATCH", at, { status: "active" }),
      rotate: await call("POST", `${at}/rotate`, {}),
      test: await call("POST", `${at}/test`),
      deliveries: await call("GET", `${at}/deliveries`),
      delivery: await call("GET", delivery),
      redeliver: await call("POST", `${delivery}/redeliver`),
      delete: await call("DELETE", at),
    };
    expect(costs).toEqual({
      // The webhook, its secrets, its health and its lease.
      create: { roundTrips: 2, read: 1, write: 8 },
      read: { roundTrips: 2, read: 2.5, write: 0 },
      patch: { roundTrips: 2, read: 1, write: 1 },
      pause: { roundTrips: 2, read: 1, write: 1 },
      // With a timer, a fresh health, and the end of the rest.
      activate: { roundTrips: 2, read: 1, write: 8 },
      rotate: { roundTrips: 2, read: 2, write: 4 },
      // The delivery, its place in the queue, and a timer.
      test: { roundTrips: 2, read: 1, write: 6 },
      deliveries: { roundTrips: 1, read: 2, write: 0 },
      delivery: { roundTrips: 1, read: 3, write: 0 },
      redeliver: { roundTrips: 2, read: 2, write: 6 },
      delete: { roundTrips: 2, read: 1, write: 8 },
    });
  });

  it("An operation costs the same when 300 neighbours are stored beside its resource", async () => {
    const path = "/projects/p/profiles";
    const costsOf = async (i: string) => [
      await call("POST", path, small(`near${i}`)),
      await call("GET", `${path}/near${i}`),
      await call("PATCH", `${path}/near${i}`, { root_dir: "x" }),
      await call("GET", `${path}?limit=1`),
    ];
    const few = await costsOf("a");
    for (let i = 0; i < 300; i++) await service.call("POST", path, { body: small(`n${i}`) });
    expect(await costsOf("b")).toEqual(few);
  });
});
