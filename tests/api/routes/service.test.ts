/** The routes that need no credential: service information, health, docs and catalogue; and the rate limit. */
import { readFileSync } from "node:fs";
import { openApiDocument, type RecordedAnswers } from "@skillmeat-deployments/api/docs/openapi.ts";
import { createRateLimit } from "@skillmeat-deployments/api/http/rate-limit.ts";
import { SERVICE } from "@skillmeat-deployments/api/version.ts";
import { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { DESCRIBED_ROUTES } from "@skillmeat-deployments/testing/examples.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ANSWERS = JSON.parse(
  readFileSync(new URL("../../../packages/api/docs/answers.json", import.meta.url), "utf8"),
) as RecordedAnswers;
let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());
const get = (path: string, headers: Record<string, string> = {}) => service.call("GET", path, { key: null, headers });

describe("The service", () => {
  it("GET / answers the name and the version of the service, and its links work", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    const reply = await get("/");
    expect(reply.json).toEqual({ ...SERVICE, version });
    for (const link of Object.values(SERVICE.links)) expect((await service.call("GET", link)).status).toBe(200);
  });

  it("GET /healthz always answers 200; GET /readyz answers 503 while storage is unavailable", async () => {
    expect((await get("/healthz")).json).toEqual({ status: "ok" });
    expect((await get("/readyz")).json).toEqual({ status: "ok" });
    const unavailable = await createService({
      wrap: (table) => ({ ...table, get: () => Promise.reject(new Fault("unavailable", "x")) }),
    });
    const ready = await unavailable.call("GET", "/readyz", { key: null });
    expect([ready.status, ready.json, ready.headers.get("retry-after")]).toEqual([503, { status: "unavailable" }, "1"]);
    expect((await unavailable.call("GET", "/healthz", { key: null })).status).toBe(200);
    await unavailable.close();
  });

  it("GET /readyz reads storage once a second, however often and however many at once ask, and whatever the answer", async () => {
    let reads = 0;
    let down = false;
    const counted = await createService({
      now: new Date(),
      wrap: (table) => ({
        ...table,
        get: (...read) => {
          reads++;
          return down ? Promise.reject(new Fault("unavailable", "x")) : table.get(...read);
        },
      }),
    });
    const ready = async () => (await counted.call("GET", "/readyz", { key: null })).status;
    const many = () => Promise.all(Array.from({ length: 20 }, ready));
    const pass = (ms: number) => {
      counted.clock.elapsed = (counted.clock.elapsed ?? 0) + ms;
    };
    pass(0);
    expect([...(await many()), await ready()]).toEqual(Array(21).fill(200));
    pass(999);
    expect([await ready(), reads]).toEqual([200, 1]);
    down = true;
    pass(1);
    expect([...(await many()), await ready()]).toEqual(Array(21).fill(503));
    expect(reads).toBe(2);
    down = false;
    pass(1_000);
    expect([await ready(), reads]).toEqual([200, 3]);
    await counted.close();
  });

  it("An unexpected error answers 500 without the error's text, which is logged instead", async () => {
    const get = () => Promise.reject(new Error("secret table name"));
    const broken = await createService({ wrap: (table) => ({ ...table, get }) });
    const reply = await broken.call("GET", "/platforms/codex", { key: null });
    expect(reply.status).toBe(200);
    const failed = await broken.call("GET", "/me");
    expect(problemOf(failed)).toEqual({ status: 500, code: "internal", places: [] });
    expect(failed.text).not.toContain("secret");
    expect(broken.logs.at(-1)).toMatchObject({ level: "error", status: 500, error: "Error: secret table name" });
    await broken.close();
  });

  it("A stored row that cannot be parsed answers 500, not a client error", async () => {
    await service.table.put(
      { pk: "T#acme", sk: "N#PROJECT#damaged", change: "x", changes: [], uid: "x", project_id: 7 },
      { is: "absent" },
    );
    expect(problemOf(await service.call("GET", "/projects/damaged")).status).toBe(500);
    await service.table.remove({ pk: "T#acme", sk: "N#PROJECT#damaged" }, { is: "live" });
  });

  it("The API reference page leads to the document where there is no JavaScript", async () => {
    const page = await get("/docs");
    const [, path] = /<noscript>[^<]*<a href="([^"]+)"/.exec(page.text) ?? [];
    expect((await get(`/${path}`)).json).toMatchObject({ openapi: "3.1.0" });
  });

  it("The API reference page loads nothing from another host", async () => {
    const page = await get("/docs");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.text).not.toMatch(/https?:/);
    for (const [, path] of page.text.matchAll(/(?:href|src)="(docs[^"]+)"/g)) {
      const file = await get(`/${path}`);
      expect(file.status).toBe(200);
      expect(file.text.length).toBeGreaterThan(1_000);
    }
    expect((await get("/api/v1/docs/swagger-ui.css")).status).toBe(200);
  });
});

describe("GET /openapi.json", () => {
  it("The OpenAPI document is the one that the routes generate", async () => {
    const reply = await get("/openapi.json");
    expect(reply.json).toEqual(JSON.parse(JSON.stringify(openApiDocument(DESCRIBED_ROUTES, ANSWERS))));
    expect(reply.json).toMatchObject({ openapi: "3.1.0", info: { version: SERVICE.version } });
  });

  it("The OpenAPI document describes every field, and gives every operation a unique id, a summary and a description", async () => {
    const { paths, components } = (await get("/openapi.json")).json as {
      paths: Record<string, Record<string, { operationId: string; summary: string; description: string }>>;
      components: { schemas: Record<string, { properties?: Record<string, { description?: string; $ref?: string }> }> };
    };
    const operations = Object.values(paths).flatMap((item) => Object.values(item));
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(DESCRIBED_ROUTES.length);
    expect(operations.every((o) => o.summary && o.description)).toBe(true);
    for (const schemaName of [
      "Project",
      "DeploymentProfile",
      "Artifact",
      "Deployment",
      "ProfileCreatedEvent",
      "OtherEvent",
      "ApiKey",
      "Tenant",
      "Problem",
    ]) {
      for (const [field, schema] of Object.entries(components.schemas[schemaName]?.properties ?? {})) {
        expect([schemaName, field, Boolean(schema.description ?? schema.$ref)]).toEqual([schemaName, field, true]);
      }
    }
    // A generated client must know the type of every field that it sends.
    for (const [name, { properties = {} }] of Object.entries(components.schemas)) {
      if (!/(Create|Put|Patch)$/.test(name)) continue;
      for (const [field, schema] of Object.entries(properties))
        expect([name, field, Object.keys(schema)]).not.toEqual([name, field, []]);
    }
    expect(components.schemas.DeploymentProfilePatch?.properties?.root_dir).toMatchObject({ type: "string" });
  });
});

describe("The catalogue", () => {
  it("The catalogue is public and cacheable, and an unknown platform answers 404", async () => {
    const list = await get("/platforms");
    expect((list.json as { platform: string }[]).map((p) => p.platform)).toEqual(Platform.options);
    expect(list.headers.get("cache-control")).toContain("public");
    expect(list.headers.get("catalogue-version")).toMatch(/^[0-9a-f]{16}$/);
    expect((await get("/platforms", { "if-none-match": list.headers.get("etag") as string })).status).toBe(304);
    const codex = await get("/platforms/codex");
    expect(codex.json).toEqual((list.json as object[])[1]);
    expect(codex.headers.get("catalogue-version")).toBe(list.headers.get("catalogue-version"));
    expect(problemOf(await get("/platforms/claude"))).toEqual({ status: 404, code: "not-found", places: [] });
  });
});

describe("The rate limit", () => {
  it("A key that has used its quota is refused with a retry delay, and accepted again after the delay", async () => {
    let now = 0;
    const limit = createRateLimit(() => now);
    const take = (key: string) => limit([{ name: "default", key, policy: { quota: 2, window: 4 } }]);
    const left = (key: string) => take(key).headers.ratelimit;
    expect(take("a")).toEqual({
      headers: { "ratelimit-policy": '"default";q=2;w=4', ratelimit: '"default";r=1;t=2' },
      refused: undefined,
    });
    expect(left("a")).toBe('"default";r=0;t=2');
    expect(take("a").refused).toMatchObject({ code: "rate-limited", retryAfter: 2 });
    expect(left("b")).toBe('"default";r=1;t=2');
    now = 2_000;
    expect(left("a")).toBe('"default";r=0;t=2');
    for (let i = 0; i < 10_001; i++) take(`key-${i}`);
    expect(left("a")).toBe('"default";r=1;t=2');
  });

  it("A request over the quota answers 429 with Retry-After and the RateLimit headers", async () => {
    const limited = await createService({ app: { rate: { quota: 1, window: 60 } } });
    const first = (await limited.call("GET", "/me")).headers;
    expect(first.get("ratelimit")).toBe('"default";r=0;t=60, "tenant";r=9999999;t=1');
    expect(first.get("ratelimit-policy")).toBe('"default";q=1;w=60, "tenant";q=10000000;w=10');
    const over = await limited.call("GET", "/me");
    expect(problemOf(over)).toEqual({ status: 429, code: "rate-limited", places: [] });
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(over.headers.get("ratelimit")).toBe('"default";r=0;t=60');
    expect(over.headers.get("ratelimit-policy")).toBe('"default";q=1;w=60');
    await limited.close();
  });

  it("A key that has used its quota is accepted again after the delay, although the time of day was set back", async () => {
    const at = Date.now();
    const limited = await createService({ app: { rate: { quota: 1, window: 60 } }, now: new Date(at) });
    limited.clock.elapsed = at;
    const me = async () => (await limited.call("GET", "/me")).status;
    expect([await me(), await me()]).toEqual([200, 429]);
    limited.clock.now = new Date(at - 3_600_000);
    expect(await me()).toBe(429);
    limited.clock.elapsed = at + 60_000;
    expect(await me()).toBe(200);
    await limited.close();
  });
});
