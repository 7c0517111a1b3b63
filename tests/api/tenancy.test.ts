import { createApp } from "@skillmeat-deployments/api/app.ts";
import { sourceAssets } from "@skillmeat-deployments/api/docs/assets.ts";
import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import type { Route } from "@skillmeat-deployments/api/routing/route.ts";
import type { Scope } from "@skillmeat-deployments/core/values/scope.schema.ts";
import { SCOPES } from "@skillmeat-deployments/core/values/scope.ts";
import { checksum } from "@skillmeat-deployments/core/values/secret.ts";
import {
  DESCRIBED_ROUTES,
  EXAMPLE_IDS,
  exampleRequest,
  NO_IDS,
  type Renames,
  renamesAfter,
  successes,
  WRITES,
} from "@skillmeat-deployments/testing/examples.ts";
import { createService, OPERATOR, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { TEST_WEBHOOKS } from "@skillmeat-deployments/testing/webhook-deps.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
let other: string;
/** What replaces the ids in the examples that the service chooses. */
const ids: Record<string, string> = {};
beforeAll(async () => {
  service = await createService();
  other = await service.newTenant("other");
  for (const key of [service.key, other]) {
    const call = (path: string, body: object) => service.call("POST", path, { key, body });
    await call("/projects", { project_id: "shared-name" });
    await call("/artifacts", { type: "skill", name: "shared-name" });
  }
  // What the examples of all routes name, in this tenant alone.
  for (const route of WRITES.filter(({ method, access }) => method === "POST" && access !== "operator")) {
    const reply = await send(route, service.key, ids);
    expect([route.id, successes(route).includes(reply.status)]).toEqual([route.id, true]);
    Object.assign(ids, renamesAfter(route, reply.json));
  }
  await service.drain();
});
afterAll(() => service.close());

/** The example of a route, sent with a credential. */
const send = (route: DescribedRoute, key: string | null, renames: Renames = {}) => {
  const { method, path, ...request } = exampleRequest(route, { globex: "acme", ...renames });
  return service.call(method, path, { ...request, key });
};
/** Ids of the examples that other tenants do not have, and ids that nobody has. */
const NOBODYS: Renames = { "web-shop": "no-such", "code-review": "no-such" };

const mintKey = async (body: object, key = service.key) =>
  (await service.call("POST", "/keys", { key, body: { name: "k", scopes: ["projects:read"], ...body } })).json as {
    key: string;
    key_id: string;
    last4: string;
  };

const open = DESCRIBED_ROUTES.filter((r) => r.access === "public");
const closed = DESCRIBED_ROUTES.filter((r) => r.access !== "public");
const NO_ID = "0".repeat(26);
const KEY_ID = EXAMPLE_IDS[0] as string;

describe("every operation", () => {
  it.each(closed.map((r) => [r.id, r] as const))(
    "%s refuses no, invalid, expired, revoked and narrow credentials",
    async (_id, r) => {
      const { key_id } = await mintKey({});
      const own = { ...ids, [KEY_ID]: key_id };
      const bad = service.key.replace(/.$/, (c) => (c === "a" ? "b" : "a"));
      const forged = service.key.slice(0, -36) + "0".repeat(30);
      const unknown = `smk_test_01ARZ3NDEKTSV4RRFFQ69G5FAV_${"0".repeat(30)}`;
      for (const credential of [null, "", "x", bad, forged + checksum(forged), unknown + checksum(unknown)]) {
        const reply = await send(r, credential, own);
        expect(problemOf(reply)).toEqual({ status: 401, code: "unauthenticated", places: [] });
        expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer realm=/);
      }
      if (r.access === "operator") {
        expect(problemOf(await send(r, service.key, own))).toMatchObject({ status: 403, code: "missing-scope" });
        return;
      }
      expect(problemOf(await send(r, OPERATOR, own))).toMatchObject({ status: 403, code: "missing-scope" });
      if (r.access === "authenticated") return;
      const narrow = await mintKey({ scopes: SCOPES.filter((s) => s !== r.access) });
      const reply = await send(r, narrow.key, own);
      expect(problemOf(reply)).toMatchObject({ status: 403, code: "missing-scope" });
      expect(reply.headers.get("www-authenticate")).toContain("insufficient_scope");
      const exact = await mintKey({ scopes: [r.access as Scope] });
      // On ids that nobody has, so that nothing is deleted that others need; a key can mint no wider scopes than its own.
      const renames = {
        ...NOBODYS,
        ...NO_IDS,
        "deployments:write": r.access,
        "deployments:read": r.access,
      };
      expect([401, 403]).not.toContain((await send(r, exact.key, renames)).status);
    },
  );

  it.each(closed.filter((r) => r.path.includes("{") && r.access !== "operator").map((r) => [r.id, r] as const))(
    "%s answers another tenant as if there were nothing",
    async (_id, r) => {
      const { key_id } = await mintKey({});
      const own: Renames = { ...ids, [KEY_ID]: key_id };
      const theirs = await send(r, other, own);
      const nothing = await send(r, other, { ...NOBODYS, ...NO_IDS });
      expect(theirs.status).toBe(404);
      const bare = (text: string) =>
        Object.values(own).reduce(
          (bared, id) => bared.replaceAll(id, NO_ID),
          text.replace(/"request_id":"[^"]*"/, "").replaceAll(/web-shop|code-review/g, "no-such"),
        );
      expect(bare(theirs.text)).toBe(bare(nothing.text));
    },
  );

  it.each(open.map((r) => [r.id, r] as const))("%s is open to everybody", async (_id, r) => {
    expect((await send(r, null)).status).toBe(200);
  });

  it("shows a tenant its own, under equal ids", async () => {
    for (const path of ["/projects", "/artifacts", "/events", "/keys"]) {
      const mine = (await service.call("GET", path)).text;
      const theirs = (await service.call("GET", path, { key: other })).text;
      expect(mine).not.toBe(theirs);
      expect(theirs).not.toContain("/acme");
    }
    const ids = (await service.call("GET", "/projects", { key: other })).json as { project_id: string }[];
    expect(ids.map((p) => p.project_id)).toEqual(["shared-name"]);
    await service.call("DELETE", "/projects/shared-name", { key: other });
    expect((await service.call("GET", "/projects/shared-name")).status).toBe(200);
  });

  it("that declares no scope cannot be registered", () => {
    const deps = {
      table: service.table,
      now: () => new Date(),
      newId: () => "x",
      mode: "test" as const,
      operatorKey: undefined,
      assets: sourceAssets(),
      webhooks: TEST_WEBHOOKS,
      publicUrl: "",
      log: () => {},
    };
    const bare: Route = { ...(ROUTES[0] as Route), access: undefined as never };
    expect(() => createApp(deps, [bare])).toThrow("declares no scope");
    const one = ROUTES[0] as Route;
    expect(() => createApp(deps, [one, one])).toThrow("Two routes");
  });
});

describe("an API key", () => {
  it("is shown once, and listed without its secret", async () => {
    const made = await service.call("POST", "/keys", {
      body: { name: "ci", scopes: ["projects:read", "projects:read"] },
    });
    expect(made.status).toBe(201);
    const { key, ...rest } = made.json as { key: string; key_id: string; last4: string };
    expect(key).toMatch(/^smk_test_[0-9A-Z]{26}_[0-9A-Za-z]{36}$/);
    expect(key.slice(-10, -6)).toBe(rest.last4);
    const read = await service.call("GET", made.headers.get("location") as string);
    expect(read.json).toEqual(rest);
    expect(rest).toMatchObject({
      scopes: ["projects:read"],
      expires_at: null,
      created_by: `key:${service.key.split("_")[2]}`,
    });
    const stored = await service.table.query({ pk: "T#acme", prefix: "Z#KEY#", limit: 100 });
    expect(JSON.stringify(stored.rows)).not.toContain(key.split("_")[3]?.slice(0, 30));
    expect((await service.call("GET", "/keys")).text).not.toContain(key.slice(-36));
    expect((await service.call("GET", "/me", { key })).json).toEqual({
      tenant_id: "acme",
      key_id: rest.key_id,
      scopes: ["projects:read"],
      expires_at: null,
      limits: expect.any(Object),
    });
  });

  it("cannot mint wider scopes than its own", async () => {
    const narrow = await mintKey({ scopes: ["keys:write", "keys:read"] });
    const wide = await service.call("POST", "/keys", {
      key: narrow.key,
      body: { name: "w", scopes: ["keys:read", "projects:write"] },
    });
    expect(problemOf(wide)).toMatchObject({ status: 403, code: "missing-scope" });
    expect((wide.json as { detail: string }).detail).toContain("projects:write");
    expect((await mintKey({ scopes: ["keys:read"] }, narrow.key)).key).toBeDefined();
    const end = new Date(Date.now() + 3_600_000).toISOString();
    const brief = await mintKey({ scopes: ["keys:write", "keys:read"], expires_at: end });
    const outliving = (expires_at: string | null) =>
      service.call("POST", "/keys", { key: brief.key, body: { name: "o", scopes: ["keys:read"], expires_at } });
    for (const later of [null, new Date(Date.now() + 7_200_000).toISOString()]) {
      expect(problemOf(await outliving(later))).toEqual({
        status: 422,
        code: "validation-failed",
        places: ["/expires_at"],
      });
    }
    const within = await outliving(end);
    expect([within.status, within.headers.get("cache-control")]).toEqual([201, "no-store"]);
  });

  it("expires, and is revoked within 30 seconds", async () => {
    const at = Date.now();
    service.clock.now = new Date(at);
    try {
      const brief = await mintKey({ expires_at: new Date(at + 60_000).toISOString() });
      const { key, key_id } = await mintKey({});
      const me = (k: string) => service.call("GET", "/me", { key: k });
      expect([(await me(brief.key)).status, (await me(key)).status]).toEqual([200, 200]);
      expect((await service.call("DELETE", `/keys/${key_id}`)).status).toBe(204);
      expect((await service.call("DELETE", `/keys/${key_id}`)).status).toBe(404);
      expect((await service.call("GET", `/keys/${key_id}`)).status).toBe(404);
      service.clock.now = new Date(at + 30_000);
      expect((await me(key)).status).toBe(401);
      service.clock.now = new Date(at + 60_000);
      expect((await me(brief.key)).status).toBe(401);
    } finally {
      service.clock.now = undefined;
    }
  });

  it("must have a name, known scopes and a future", async () => {
    const reply = await service.call("POST", "/keys", { body: { name: " ", scopes: ["all"], expires_at: "soon" } });
    expect(problemOf(reply).places).toEqual(["/name", "/scopes/0", "/expires_at"]);
    expect(problemOf(await service.call("POST", "/keys", { body: { name: "n", scopes: [] } })).places).toEqual([
      "/scopes",
    ]);
    const past = await service.call("POST", "/keys", {
      body: { name: "n", scopes: ["projects:read"], expires_at: "2020-01-01T00:00:00Z" },
    });
    expect(problemOf(past).places).toEqual(["/expires_at"]);
  });

  it("costs no read where it is ill-formed, and is remembered where it is good", async () => {
    const reads: unknown[] = [];
    const counting = await createService({ meter: ({ operation }) => reads.push(operation) });
    await counting.call("GET", "/me");
    reads.length = 0;
    await counting.call("GET", "/me");
    await counting.call("GET", "/me", { key: `${counting.key.slice(0, -1)}!` });
    expect(reads).toEqual([]);
    await counting.close();
  });
});

describe("a tenant", () => {
  it("is made by the operator, once, with a key of all scopes", async () => {
    const made = await service.call("POST", "/tenants", {
      key: OPERATOR,
      body: { tenant_id: "new", name: "New Inc." },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe("/tenants/new");
    const { api_key, ...tenant } = made.json as { api_key: string };
    expect((await service.call("GET", "/tenants/new", { key: OPERATOR })).json).toEqual(tenant);
    expect((await service.call("GET", "/me", { key: api_key })).json).toMatchObject({
      tenant_id: "new",
      scopes: SCOPES,
    });
    const again = await service.call("POST", "/tenants", { key: OPERATOR, body: { tenant_id: "new", name: "x" } });
    expect(problemOf(again)).toMatchObject({ status: 409, code: "already-exists" });
    const list = (await service.call("GET", "/tenants?limit=100", { key: OPERATOR })).json as { tenant_id: string }[];
    expect(list.map((t) => t.tenant_id)).toEqual(["acme", "new", "other"]);
    for (const id of ["A", "a_b", "x".repeat(64), ""]) {
      const bad = await service.call("POST", "/tenants", { key: OPERATOR, body: { tenant_id: id, name: "n" } });
      expect(problemOf(bad).places).toEqual(["/tenant_id"]);
    }
    expect((await service.call("GET", "/tenants/none", { key: OPERATOR })).status).toBe(404);
  });
});

describe("the logs", () => {
  // That they never hold a key, a secret or a body is looked for in every suite, when its service closes.
  it("tell who asked what, where from, and how it went", async () => {
    service.logs.length = 0;
    const trace = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    const asked = { "x-request-id": "r-1", traceparent: trace, "idempotency-key": "logged" };
    for (const headers of [asked, asked]) {
      await service.call("POST", "/projects", { body: { project_id: "logged" }, headers });
    }
    await service.call("POST", "/projects", { body: { project_id: "logged" }, headers: { traceparent: "00-0-0-00" } });
    const line = { level: "info", message: "request", request_id: "r-1", tenant: "acme", method: "POST", trace };
    expect(service.logs[0]).toMatchObject({ ...line, route: "/projects", status: 201, replays: 0, server_errors: 0 });
    expect(service.logs[0]?.latency_ms).toBeGreaterThan(0);
    expect(service.logs[1]).toMatchObject({ ...line, status: 201, replays: 1 });
    expect(service.logs[2]).toMatchObject({ status: 409, trace: undefined });
    expect(service.logs).toHaveLength(3);
  });
});
