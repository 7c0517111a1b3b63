import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import {
  exampleRequest,
  NO_IDS,
  prerequisites,
  type Renames,
  renamesAfter,
  successes,
  WRITES,
} from "@skillmeat-deployments/testing/examples.ts";
import {
  createService,
  OPERATOR,
  problemOf,
  type Reply,
  type Service,
} from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let uses: { operation: string; read: number; write: number }[] = [];
beforeAll(async () => {
  service = await createService({ meter: (use) => uses.push(use) });
});
afterAll(() => service.close());

let n = 0;
let project: string;
beforeEach(async () => {
  project = `p${++n}`;
  await service.call("POST", "/projects", { body: { project_id: project } });
  await service.call("POST", `/projects/${project}/profiles`, { body: { profile_id: "c", platform: "codex" } });
});

const post = (path: string, key: string, body: object | string, more: { key?: string } = {}) =>
  service.call("POST", path, {
    ...more,
    headers: { "idempotency-key": key, ...(typeof body === "string" ? { "content-type": "application/toml" } : {}) },
    ...(typeof body === "string" ? { text: body } : { body }),
  });
const replayed = (reply: Reply) => reply.headers.get("idempotent-replayed");
const TRACKER =
  '[[deployed]]\nartifact_name = "t"\nartifact_type = "skill"\nartifact_path = "s/t"\ncontent_hash = "h"\n';
const skill = { artifact_type: "skill", artifact_name: "s", content_hash: "h" };

/** Every POST that writes, under a path of this test's own. */
const requests = (): [path: string, body: object | string, status: number, key?: string][] => [
  ["/projects", {}, 201],
  ["/projects", { project_id: `${project}-new` }, 201],
  [`/projects/${project}/profiles`, { profile_id: "x", platform: "gemini" }, 201],
  ["/artifacts", { type: "skill", name: `a-${project}` }, 201],
  [`/projects/${project}/deployments`, skill, 201],
  [`/projects/${project}/deployments`, { ...skill, content_hash: "h2" }, 200],
  [`/projects/${project}/deployments`, { ...skill, content_hash: "h2" }, 200],
  [`/projects/${project}/deployments`, { ...skill, artifact_name: "e", all_profiles: true }, 201],
  [`/projects/${project}/deployments/batch`, { items: [skill, { ...skill, artifact_name: "batch" }] }, 200],
  [`/projects/${project}/deployments/import`, TRACKER, 200],
  ["/keys", { name: "k", scopes: ["projects:read"] }, 201],
  ["/tenants", { tenant_id: `t-${project}`, name: "t" }, 201, OPERATOR],
];
const state = async () => {
  await service.drain();
  const read = async (path: string, key?: string) => (await service.call("GET", path, key ? { key } : {})).json;
  return [
    await read("/projects?limit=100"),
    await read("/artifacts?limit=100"),
    // The hour can change at any time.
    ((await read("/keys?limit=100")) as object[]).map((key) => ({ ...key, last_used_at: null })),
    await read("/tenants?limit=100", OPERATOR),
    await read(`/projects/${project}/profiles`),
    await read(`/projects/${project}/deployments`),
    await read(`/projects/${project}/events`),
  ];
};

describe("an Idempotency-Key", () => {
  it("has one effect on every POST that writes, and one answer", async () => {
    for (const [i, [path, body, status, key]] of requests().entries()) {
      const more = key ? { key } : {};
      const first = await post(path, `k${project}-${i}`, body, more);
      expect([path, first.status, replayed(first)]).toEqual([path, status, null]);
      const before = await state();
      const again = await post(path, `"k${project}-${i}"`, body, more);
      expect([path, again.status, replayed(again)]).toEqual([path, status, "true"]);
      for (const header of ["location", "etag"]) expect(again.headers.get(header)).toBe(first.headers.get(header));
      if (path === "/keys" || path === "/tenants") {
        const { key: _k, api_key: _a, ...rest } = first.json as Record<string, unknown>;
        expect(again.json).toEqual({ ...rest, secret_shown: true });
      } else {
        expect(again.text).toBe(first.text);
      }
      expect(await state()).toEqual(before);
    }
  });

  it("answers what it did, though the world has moved on", async () => {
    const made = await post(`/projects/${project}/profiles`, "moved", { profile_id: "x", platform: "gemini" });
    const recorded = await post(`/projects/${project}/deployments`, "moved-2", {
      ...skill,
      deployment_profile_id: "x",
    });
    await service.call("DELETE", `/projects/${project}/profiles/x`);
    await service.call("PATCH", `/projects/${project}/deployments/x:skill:s`, { body: { content_hash: "later" } });
    const same = await post(`/projects/${project}/deployments`, "moved-2", { ...skill, deployment_profile_id: "x" });
    expect([same.text, replayed(same)]).toEqual([recorded.text, "true"]);
    expect((await service.call("GET", `/projects/${project}/deployments/x:skill:s`)).json).toMatchObject({
      content_hash: "later",
    });
    await projects.remove(service.ctx, { project_id: project }, undefined);
    const again = await post(`/projects/${project}/profiles`, "moved", { profile_id: "x", platform: "gemini" });
    expect([again.status, again.text, replayed(again)]).toEqual([201, made.text, "true"]);
  });

  it("of an import does not bring back what was changed since", async () => {
    const path = `/projects/${project}/deployments`;
    const first = await post(`${path}/import`, "import", TRACKER);
    await service.call("PATCH", `${path}/claude_code:skill:t`, { body: { content_hash: "later" } });
    const again = await post(`${path}/import`, "import", TRACKER);
    expect([again.text, replayed(again)]).toEqual([first.text, "true"]);
    expect((await service.call("GET", `${path}/claude_code:skill:t`)).json).toMatchObject({ content_hash: "later" });
  });

  it("under another body, method or path is refused, and nothing happens", async () => {
    const path = `/projects/${project}/profiles`;
    await post(path, "reuse", { profile_id: "x", platform: "gemini" });
    const before = await state();
    for (const [at, body] of [
      [path, { profile_id: "y", platform: "gemini" }],
      [path, { profile_id: "x", platform: "gemini", description: "d" }],
      [path, { profile_id: "x", platform: "nonsense" }],
      ["/projects", { profile_id: "x", platform: "gemini" }],
      ["/projects/ghost/profiles", { profile_id: "x", platform: "gemini" }],
      ["/artifacts", { type: "skill", name: "n" }],
    ] as const) {
      expect(problemOf(await post(at, "reuse", body))).toEqual({
        status: 422,
        code: "idempotency-key-reused",
        places: [],
      });
    }
    expect(await state()).toEqual(before);
    expect(replayed(await post(`/api/v1${path}`, "reuse", { profile_id: "x", platform: "gemini" }))).toBe("true");
  });

  it("is of its caller alone, and checked after credential and scope", async () => {
    const other = await service.newTenant(`other${n}`);
    const body = { type: "skill", name: `mine-${project}` };
    const mine = await post("/artifacts", "shared", body);
    expect(replayed(await post("/artifacts", "shared", body, { key: other }))).toBeNull();
    const { key } = (await service.call("POST", "/keys", { body: { name: "k", scopes: ["artifacts:read"] } })).json as {
      key: string;
    };
    expect(problemOf(await post("/artifacts", "shared", body, { key })).status).toBe(403);
    expect(problemOf(await post("/artifacts", "shared", body, { key: `${key}x` })).status).toBe(401);
    const second = (await service.call("POST", "/keys", { body: { name: "k", scopes: ["artifacts:write"] } })).json as {
      key: string;
    };
    expect(problemOf(await post("/artifacts", "shared", body, second)).status).toBe(409);
    expect((await post("/artifacts", "shared", body)).text).toBe(mine.text);
  });

  it("keeps no refusal: the corrected state lets the same request through", async () => {
    const path = `/projects/later-${project}/profiles`;
    const body = { profile_id: "x", platform: "codex" };
    expect((await post(path, "refused", body)).status).toBe(404);
    await service.call("POST", "/projects", { body: { project_id: `later-${project}` } });
    const through = await post(path, "refused", body);
    expect([through.status, replayed(through)]).toEqual([201, null]);
    expect(replayed(await post(path, "refused", body))).toBe("true");
  });

  it("runs one of many twins, and gives the rest its answer", async () => {
    for (const [i, [path, body, , key]] of requests().entries()) {
      const twins = await Promise.all(
        Array.from({ length: 6 }, () => post(path, `twin${project}-${i}`, body, key ? { key } : {})),
      );
      const fresh = twins.filter((t) => replayed(t) === null);
      expect([path, fresh.length]).toEqual([path, 1]);
      for (const twin of twins) {
        expect(twin.status).toBe(fresh[0]?.status);
        if (path !== "/keys" && path !== "/tenants") expect(twin.text).toBe(fresh[0]?.text);
      }
    }
  });

  it("is forgotten after 24 hours, by the clock", async () => {
    const at = Date.now();
    const body = { type: "skill", name: `brief-${project}` };
    try {
      service.clock.now = new Date(at);
      await post("/artifacts", "brief", body);
      service.clock.now = new Date(at + 24 * 3_600_000 - 1_000);
      expect(replayed(await post("/artifacts", "brief", body))).toBe("true");
      service.clock.now = new Date(at + 24 * 3_600_000);
      expect(problemOf(await post("/artifacts", "brief", body)).status).toBe(409);
      const other = await post("/artifacts", "brief", { ...body, name: `other-${project}` });
      expect([other.status, replayed(other)]).toEqual([201, null]);
    } finally {
      service.clock.now = undefined;
    }
  });

  it("must be 1 to 255 printable ASCII characters", async () => {
    for (const key of ["", "x".repeat(256), "ü", '"', '""'].filter((k) => k !== '"')) {
      const reply = await post("/projects", key, {});
      expect(problemOf(reply)).toEqual({ status: 400, code: "malformed-header", places: ["?Idempotency-Key"] });
    }
    expect((await post("/projects", "x".repeat(255), {})).status).toBe(201);
    expect(replayed(await post("/projects", `"${"x".repeat(255)}"`, {}))).toBe("true");
    const quoted = await post("/projects", '"a\\"b"', {});
    expect(replayed(await post("/projects", 'a"b', {}))).toBe("true");
    expect(quoted.status).toBe(201);
  });

  it("is ignored by requests that write nothing", async () => {
    const headers = { "idempotency-key": "any" };
    const body = { artifacts: [{ type: "skill", name: "s" }] };
    for (const [method, path, request] of [
      ["GET", `/projects/${project}`, { headers }],
      ["POST", `/projects/${project}/plan`, { headers, body }],
    ] as const) {
      for (let i = 0; i < 2; i++) {
        const reply = await service.call(method, path, request);
        expect([reply.status, replayed(reply)]).toEqual([200, null]);
      }
    }
  });

  it("lets a PATCH with If-Match be retried, though its ETag is stale by then", async () => {
    const path = `/projects/${project}`;
    const etag = (await service.call("GET", path)).headers.get("etag") as string;
    const request = { body: { name: "Once" }, headers: { "if-match": etag, "idempotency-key": "retried" } };
    const first = await service.call("PATCH", path, request);
    const again = await service.call("PATCH", path, request);
    expect([first.status, again.status, again.text, replayed(again)]).toEqual([200, 200, first.text, "true"]);
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
    const without = { body: request.body, headers: { "if-match": etag } };
    expect(problemOf(await service.call("PATCH", path, without))).toMatchObject({ status: 412 });
  });

  it("adds no round trip: the effect's item again, and twice the answer's", async () => {
    const cost = async (work: () => Promise<unknown>) => {
      uses = [];
      await work();
      return uses.map((u) => [u.operation, u.read + u.write]);
    };
    const body = (i: number) => ({ type: "agent", name: `cost-${project}-${i}` });
    expect(await cost(() => service.call("POST", "/artifacts", { body: body(1) }))).toEqual([["PutItem", 1]]);
    expect(await cost(() => post("/artifacts", "cost", body(2)))).toEqual([["TransactWriteItems", 4]]);
    const profile = { profile_id: "cost", platform: "other", root_dir: "r" };
    expect(await cost(() => post(`/projects/${project}/profiles`, "cost-2", profile))).toEqual([
      ["GetItem", 1],
      ["TransactWriteItems", 4],
    ]);
  });

  it("is refused where its answer could not be kept", async () => {
    const lineage = Array.from({ length: 64 }, (_, i) => String(i).padEnd(1_000, "x"));
    for (let i = 0; i < 8; i++)
      await service.call("POST", `/projects/${project}/profiles`, { body: { profile_id: `m${i}`, platform: "codex" } });
    const body = { ...skill, all_profiles: true, version_lineage: lineage };
    expect(problemOf(await post(`/projects/${project}/deployments`, "large", body)).status).toBe(413);
    expect((await service.call("GET", `/projects/${project}/deployments`)).json).toEqual([]);
  });
});

describe.each(WRITES.map((route) => [route.id, route] as const))("an Idempotency-Key on %s", (_id, route) => {
  /** The route's example on ids of this test's own, behind all that it needs. */
  const prepared = async (suffix: string) => {
    const own = `w${suffix}-${project}`;
    const renames: Record<string, string> = { "web-shop": own, "code-review": own, globex: own.toLowerCase() };
    for (const before of prerequisites(route)) {
      const reply = await sendExample(before, renames);
      Object.assign(renames, renamesAfter(before, reply.json));
    }
    return renames;
  };
  const sendExample = (one: DescribedRoute, renames: Renames, key?: string, text?: string) => {
    const { method, path, headers, ...body } = exampleRequest(one, renames);
    return service.call(method, path, {
      ...body,
      ...(text === undefined ? {} : { text }),
      headers: { ...headers, ...(key === undefined ? {} : { "idempotency-key": key }) },
      ...(one.access === "operator" ? { key: OPERATOR } : {}),
    });
  };
  /** The created ids become ids that nothing has. */
  const ghostsOf = (renames: Renames) =>
    Object.fromEntries(Object.keys(NO_IDS).flatMap((id) => (id in renames ? [[id, NO_IDS[id] as string]] : [])));
  /** An answer without what is shown once. */
  const shown = ({ text }: Reply) => text.replace(/,?"(key|api_key|secret)":"[^"]*"|,?"secret_shown":true/g, "");

  it("has one effect and one answer, and refuses another request", async () => {
    const renames = await prepared("one");
    const key = `${route.id}-${project}`;
    const first = await sendExample(route, renames, key);
    expect([successes(route).includes(first.status), replayed(first)]).toEqual([true, null]);
    const before = await state();
    const again = await sendExample(route, renames, key);
    expect([again.status, shown(again), replayed(again)]).toEqual([first.status, shown(first), "true"]);
    for (const header of ["location", "etag"]) expect(again.headers.get(header)).toBe(first.headers.get(header));
    // Another body where there is one, else another path.
    const other = route.body
      ? await sendExample(route, renames, key, "{}")
      : await sendExample(
          route,
          { ...renames, "web-shop": "ghost", "code-review": "ghost", ...ghostsOf(renames) },
          key,
        );
    expect(problemOf(other)).toMatchObject({ status: 422, code: "idempotency-key-reused" });
    expect(await state()).toEqual(before);
  });

  it("lets one of several twins through, and gives the others its answer", async () => {
    const renames = await prepared("twins");
    const twins = await Promise.all(
      Array.from({ length: 4 }, () => sendExample(route, renames, `twins-${route.id}-${project}`)),
    );
    expect(twins.filter((twin) => replayed(twin) === null)).toHaveLength(1);
    expect(new Set(twins.map((twin) => `${twin.status} ${shown(twin)}`)).size).toBe(1);
  });
});
