/** The example of each error code in docs/errors.md is the `detail` of a real response. */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { DEFAULT_RATE } from "@skillmeat-deployments/api/http/rate-limit.ts";
import { FAULTS, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import { RETENTION_DAYS } from "@skillmeat-deployments/core/model/events/event-row.ts";
import { type HttpServer, startHttpServer } from "@skillmeat-deployments/local/http-server.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createService, OPERATOR, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Problem = { code: string; status: number; detail: string };

const DAY_MS = 86_400_000;
let service: Service;
let server: HttpServer;

beforeAll(async () => {
  service = await createService();
  server = await startHttpServer(async (request) => service.app.fetch(request), { host: "127.0.0.1", port: 0 });
  await create("/projects", { project_id: "p" });
  await create("/projects/p/profiles", { profile_id: "claude", platform: "claude_code" });
});
afterAll(async () => {
  await server.close();
  await service.close();
});

async function create(path: string, body: object, key?: string): Promise<Reply> {
  const reply = await service.call("POST", path, { body, ...(key === undefined ? {} : { key }) });
  if (reply.status !== 201) throw new Error(`POST ${path} was refused: ${reply.text}`);
  return reply;
}

/** Sends a request that is refused. @returns the problem */
const refusal = async (...request: Parameters<Service["call"]>) => (await service.call(...request)).json as Problem;

/** Sends text to the local HTTP server that Node cannot parse. @returns the problem */
async function rawRefusal(text: string): Promise<Problem> {
  const { hostname, port } = new URL(server.url);
  const reply = await new Promise<string>((done, fail) => {
    let received = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", fail).on("close", () => done(received));
  });
  return JSON.parse(reply.split("\r\n\r\n")[1] ?? "");
}

/** Runs a step with a stopped clock. @param step may move the clock */
async function withStoppedClock<T>(now: Date, step: () => Promise<T>): Promise<T> {
  service.clock.now = now;
  try {
    return await step();
  } finally {
    service.clock.now = undefined;
  }
}

/** Creates a tenant and changes it `count` times. @returns its key */
async function tenantWithEvents(tenant: string, count: number): Promise<string> {
  const key = await service.newTenant(tenant);
  for (let i = 0; i < count; i++) await create("/artifacts", { type: "skill", name: `a${i}` }, key);
  await service.drain();
  return key;
}

/** For each code, a request that it refuses. */
const REFUSALS: Record<FaultCode, () => Promise<Problem>> = {
  "malformed-request": () => rawRefusal("nonsense\r\n\r\n"),

  "malformed-json": () => refusal("POST", "/projects", { text: "", headers: { "content-type": "application/json" } }),

  "malformed-toml": () =>
    refusal("POST", "/artifacts", { text: "a =", headers: { "content-type": "application/toml" } }),

  "malformed-yaml": () =>
    refusal("POST", "/projects/p/deployments/import", {
      text: "dependencies: []\ndependencies: []\n",
      headers: { "content-type": "application/yaml" },
    }),

  "malformed-header": () => refusal("PATCH", "/projects/p", { body: {}, headers: { "if-match": "x" } }),

  "invalid-cursor": () => refusal("GET", "/projects?cursor=x"),

  "beyond-head": async () => refusal("GET", "/events?after=99", { key: await tenantWithEvents("five-events", 5) }),

  unauthenticated: () => refusal("GET", "/projects", { key: `${service.key.slice(0, -1)}-` }),

  "missing-scope": async () => {
    const created = await create("/keys", { name: "reader", scopes: ["deployments:read"] });
    return refusal("POST", "/projects/p/deployments", { body: {}, key: (created.json as { key: string }).key });
  },

  "not-found": async () => {
    await create("/projects", { project_id: "without-profile" });
    return refusal("GET", "/projects/without-profile/profiles/claude");
  },

  "method-not-allowed": () => refusal("DELETE", "/projects"),

  "not-acceptable": () => refusal("GET", "/projects", { headers: { accept: "text/html" } }),

  "already-exists": async () => {
    await create("/projects", { project_id: "web-shop" });
    await service.call("DELETE", "/projects/web-shop");
    return refusal("POST", "/projects", { body: { project_id: "web-shop" } });
  },

  "other-collection": async () => {
    const record = {
      artifact_type: "skill",
      artifact_name: "review",
      content_hash: "h",
      deployment_profile_id: "claude",
    };
    await create("/projects/p/deployments", { ...record, from_collection: "acme" });
    return refusal("POST", "/projects/p/deployments", { body: { ...record, from_collection: "core" } });
  },

  "last-key": async () => {
    const key = await service.newTenant("one-key");
    const { key_id } = (await service.call("GET", "/me", { key })).json as { key_id: string };
    return refusal("DELETE", `/keys/${key_id}`, { key });
  },

  "key-expired": () =>
    withStoppedClock(new Date(), async () => {
      const now = service.clock.now as Date;
      const expires_at = new Date(now.getTime() + DAY_MS).toISOString();
      const brief = await create("/keys", { name: "brief", scopes: ["projects:read"], expires_at });
      service.clock.now = new Date(expires_at);
      return refusal("POST", `/keys/${(brief.json as { key_id: string }).key_id}/rotate`, { body: {} });
    }),

  expired: () =>
    withStoppedClock(new Date("2026-01-01T00:00:00.000Z"), async () => {
      const key = await tenantWithEvents("old-events", 13);
      service.clock.now = new Date(Date.parse("2026-01-01T00:00:00.000Z") + (RETENTION_DAYS + 1) * DAY_MS);
      return refusal("GET", "/events?after=12", { key });
    }),

  "precondition-failed": () =>
    refusal("PATCH", "/projects/p/profiles/claude", {
      body: { description: "changed" },
      headers: { "if-match": '"an-earlier-change"' },
    }),

  "too-large": () => refusal("POST", "/projects", { body: { project_id: "x".repeat(128 * 1024) } }),

  "query-too-long": () => refusal("GET", `/projects?${"limit=1&".repeat(40)}`),

  "unsupported-media-type": () =>
    refusal("POST", "/projects", { text: "{}", headers: { "content-type": "text/plain" } }),

  "validation-failed": () =>
    refusal("POST", "/projects/p/profiles", {
      body: { profile_id: "absolute", platform: "codex", root_dir: "/etc", colour: "red" },
    }),

  "idempotency-key-reused": async () => {
    const headers = { "idempotency-key": "k" };
    await service.call("POST", "/projects", { body: { project_id: "first" }, headers });
    return refusal("POST", "/projects", { body: { project_id: "second" }, headers });
  },

  "unsupported-artifact-type": () =>
    refusal("POST", "/projects/p/deployments", {
      body: { artifact_type: "composite", artifact_name: "a", content_hash: "h", deployment_profile_id: "claude" },
    }),

  "platform-mismatch": async () => {
    await create("/artifacts", { type: "skill", name: "only-gemini", target_platforms: ["gemini"] });
    return refusal("POST", "/projects/p/deployments", {
      body: {
        artifact_type: "skill",
        artifact_name: "only-gemini",
        content_hash: "h",
        deployment_profile_id: "claude",
      },
    });
  },

  "tenant-suspended": async () => {
    const key = await service.newTenant("unpaid");
    await service.call("PATCH", "/tenants/unpaid", { key: OPERATOR, body: { suspended: true } });
    return refusal("GET", "/projects", { key });
  },

  "limit-reached": async () => {
    const key = await service.newTenant("small");
    await service.call("PATCH", "/tenants/small", { key: OPERATOR, body: { limits: { projects: 1 } } });
    await create("/projects", { project_id: "first" }, key);
    return refusal("POST", "/projects", { body: { project_id: "second" }, key });
  },

  "headers-too-large": () => rawRefusal(`GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),

  "rate-limited": () =>
    withStoppedClock(new Date(), async () => {
      const key = await service.newTenant("busy");
      const me = () => service.call("GET", "/me", { key });
      for (let i = 0; i < DEFAULT_RATE.quota; i++) await me();
      return (await me()).json as Problem;
    }),

  internal: async () => {
    const get = () => Promise.reject(new TypeError("a bug"));
    const broken = await createService({ wrap: (table) => ({ ...table, get }) });
    const reply = await broken.call("GET", "/me");
    await broken.close();
    return reply.json as Problem;
  },

  unavailable: async () => {
    const proxies: FaultProxy[] = [];
    const throttled = await createService({
      through: async (endpoint) => {
        const proxy = await createProxy(endpoint);
        proxies.push(proxy);
        return proxy.endpoint;
      },
    });
    for (const proxy of proxies) proxy.plan = () => "throttle";
    const reply = await throttled.call("GET", "/projects");
    await throttled.close();
    for (const proxy of proxies) await proxy.close();
    return reply.json as Problem;
  },
};

/** The example of each code in docs/errors.md. */
const examples = new Map(
  readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8")
    .split("\n## ")
    .slice(1)
    .map((section) => [section.split("\n")[0], /^Example: `(.*)`$/m.exec(section)?.[1]]),
);

describe("The example in docs/errors.md", () => {
  it.each(Object.keys(REFUSALS) as FaultCode[])(
    "The example of %s is the detail that the service sends",
    async (code) => {
      const { status, detail, ...problem } = await REFUSALS[code]();
      expect([problem.code, status, detail]).toEqual([code, FAULTS[code][0], examples.get(code)]);
    },
  );
});
