/** The limits of a tenant: requests, projects and records, and its suspension by the operator. */
import { DEFAULT_LIMITS, limitsFromEnv } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import {
  createService,
  OPERATOR,
  problemOf,
  type Reply,
  type Service,
} from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
/** The time of day and of durations, in milliseconds. */
let time = Date.parse("2026-01-01T00:00:00.000Z");
let tenant: string;
let key: string;
let count = 0;
/** How often a count was read. */
let reads = 0;

beforeAll(async () => {
  service = await createService({
    limits: { projects: 3, records_per_project: 4 },
    wrap: (table) => ({
      ...table,
      get: (key, ...more) => {
        if (key.sk === "Z#HEAD") reads++;
        return table.get(key, ...more);
      },
    }),
  });
});
beforeEach(async () => {
  tenant = `tenant-${++count}`;
  key = await service.newTenant(tenant);
  wait(30_000);
});
afterAll(() => service.close());

/** Lets time pass, so that what an instance remembers of tenants and counts is read again. */
function wait(ms: number) {
  time += ms;
  service.clock.now = new Date(time);
}

const call = (method: string, path: string, body?: object) =>
  service.call(method, path, { key, ...(body ? { body } : {}) });
const change = (body: object) => service.call("PATCH", `/tenants/${tenant}`, { key: OPERATOR, body });
const limits = async () => (await call("GET", "/me")).json as { limits: object };
const createProject = (project_id: string) => call("POST", "/projects", { project_id });
const record = (name: string) =>
  call("POST", "/projects/p/deployments", { artifact_type: "skill", artifact_name: name, content_hash: "h" });
/** The error code of an answer, and the name of the limit. */
const refusalOf = (reply: Reply) => [reply.status, problemOf(reply).code, (reply.json as { limit?: string }).limit];
const statuses = (replies: Reply[]) => replies.map(({ status }) => status);

describe("PATCH /tenants/{tenant_id}", () => {
  it("Changes name, limits and suspension one by one, and null brings the default back", async () => {
    const created = { tenant_id: tenant, name: tenant, limits: {}, suspended: false };
    expect((await service.call("GET", `/tenants/${tenant}`, { key: OPERATOR })).json).toMatchObject(created);
    expect((await change({ limits: { projects: 7, keys: 8 } })).json).toMatchObject({
      limits: { projects: 7, keys: 8 },
    });
    expect((await change({ limits: { keys: null } })).json).toMatchObject({ limits: { projects: 7 }, name: tenant });
    expect((await change({ name: "Seven" })).json).toMatchObject({ limits: { projects: 7 }, name: "Seven" });
    wait(30_000);
    expect((await limits()).limits).toEqual({
      ...DEFAULT_LIMITS,
      requests_per_second: 1_000_000,
      keys: 1_000_000,
      webhooks: 900,
      projects: 7,
      records_per_project: 4,
    });
    expect((await change({ limits: null, suspended: true })).json).toMatchObject({ limits: {}, suspended: true });
    expect((await service.call("GET", `/tenants/${tenant}`, { key: OPERATOR })).json).toEqual({
      ...created,
      name: "Seven",
      suspended: true,
      created_at: expect.any(String),
    });
  });

  it("Refuses what is no limit, a tenant that does not exist, and callers other than the operator", async () => {
    const places = async (body: object) => problemOf(await change(body)).places;
    expect(await places({ limits: { projects: 0 } })).toEqual(["/limits/projects"]);
    expect(await places({ limits: { projects: 1.5 } })).toEqual(["/limits/projects"]);
    expect(await places({ limits: { profiles: 1 } })).toEqual(["/limits/profiles"]);
    expect(await places({ suspended: null })).toEqual(["/suspended"]);
    expect(await places({ colour: "red" })).toEqual(["/colour"]);
    const nobody = await service.call("PATCH", "/tenants/nobody", { key: OPERATOR, body: {} });
    expect(problemOf(nobody).code).toBe("not-found");
    expect(problemOf(await call("PATCH", `/tenants/${tenant}`, { suspended: false })).code).toBe("missing-scope");
  });

  it("Of concurrent changes none is lost, also of a tenant from before tenants had change ids", async () => {
    const stored = (await service.table.get({ pk: "SYS#TENANTS", sk: `Z#TENANT#${tenant}` })) as Row;
    const { change: last, changes: _, ...old } = stored;
    await service.table.put(old as Row, { is: "live", changes: [last as string] });
    const names = ["keys", "projects", "records_per_project", "webhooks", "requests_per_second"];
    await Promise.all(names.map((name) => change({ limits: { [name]: 99 } })));
    const { json } = await service.call("GET", `/tenants/${tenant}`, { key: OPERATOR });
    expect(json).toMatchObject({ limits: Object.fromEntries(names.map((name) => [name, 99])) });
  });
});

describe("A suspended tenant", () => {
  it("is refused with 403 within 30 s, also where its key is cached, and admitted again within 30 s", async () => {
    expect((await call("GET", "/projects")).status).toBe(200);
    await change({ suspended: true });
    wait(29_000);
    const refused = await call("GET", "/projects");
    expect(problemOf(refused)).toEqual({ status: 403, code: "tenant-suspended", places: [] });
    expect((await call("GET", "/me")).status).toBe(403);
    await change({ suspended: false });
    wait(29_000);
    expect((await call("GET", "/projects")).status).toBe(200);
  });
});

describe("The number of projects", () => {
  it("A create beyond the limit answers 422 with its name; after a delete is recorded there is room again", async () => {
    expect(statuses([await createProject("a"), await createProject("b"), await createProject("c")])).toEqual([
      201, 201, 201,
    ]);
    expect(refusalOf(await createProject("d"))).toEqual([422, "limit-reached", "projects"]);
    await service.drain();
    wait(30_000);
    expect(refusalOf(await createProject("d"))).toEqual([422, "limit-reached", "projects"]);
    await call("DELETE", "/projects/b");
    await service.drain();
    wait(1_000);
    expect((await createProject("d")).status).toBe(201);
  });

  it("Counts are exact: a repeated delivery counts once, updates count nothing, and each tenant has its own", async () => {
    await createProject("a");
    await createProject("b");
    await call("PATCH", "/projects/a", { name: "A" });
    await service.drain();
    const records = await service.records();
    await service.recorder(records);
    wait(30_000);
    expect((await createProject("c")).status).toBe(201);
    expect((await createProject("d")).status).toBe(422);
    key = await service.newTenant(`o${count}`);
    expect((await createProject("d")).status).toBe(201);
  });

  it("At the limit, a project that exists is still a conflict, and what fails or is repeated takes no room", async () => {
    const headers = { "idempotency-key": "same" };
    for (let i = 0; i < 5; i++) {
      expect((await service.call("POST", "/projects", { key, body: { project_id: "a" }, headers })).status).toBe(201);
      expect((await createProject("a")).status).toBe(409);
    }
    expect(statuses([await createProject("b"), await createProject("c")])).toEqual([201, 201]);
    expect(refusalOf(await createProject("a"))[1]).toBe("already-exists");
    expect(refusalOf(await createProject("d"))[1]).toBe("limit-reached");
  });

  it("Creates at the same time share one read of the count, also when it has to be read again", async () => {
    await createProject("a");
    await service.drain();
    for (const ms of [0, 26_000]) {
      wait(ms);
      reads = 0;
      const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => createProject(`${ms}-${i}`)));
      expect(statuses(replies).filter((status) => status === 201)).toHaveLength(ms === 0 ? 2 : 0);
      expect(reads).toBeLessThanOrEqual(2);
      await service.drain();
    }
  });

  it("A raised limit applies within 30 s", async () => {
    for (const id of ["a", "b", "c"]) await createProject(id);
    await change({ limits: { projects: 4 } });
    wait(29_000);
    await service.drain();
    expect(statuses([await createProject("d"), await createProject("e")])).toEqual([201, 422]);
  });

  it("A create that is retried under its Idempotency-Key is answered as before, although the limit is reached", async () => {
    const create = (project_id: string) =>
      service.call("POST", "/projects", { key, body: { project_id }, headers: { "idempotency-key": project_id } });
    for (const id of ["a", "b", "c"]) expect((await create(id)).status).toBe(201);
    expect((await create("c")).status).toBe(201);
  });
});

describe("The number of records of a project", () => {
  it("Records, all_profiles, imports and batches are refused beyond it; updates and other projects are not", async () => {
    await createProject("p");
    for (const name of ["a", "b", "c"]) expect((await record(name)).status).toBe(201);
    for (const platform of ["codex", "gemini"])
      await call("POST", "/projects/p/profiles", { profile_id: platform, platform });
    const everywhere = { artifact_type: "skill", artifact_name: "e", content_hash: "h", all_profiles: true };
    expect(refusalOf(await call("POST", "/projects/p/deployments", everywhere))).toEqual([
      422,
      "limit-reached",
      "records_per_project",
    ]);
    const row = (name: string) =>
      `[[deployed]]\nartifact_name = "${name}"\nartifact_type = "skill"\nartifact_path = "skills/${name}"\ncontent_hash = "h"\n`;
    const importRows = (names: string[]) =>
      service.call("POST", "/projects/p/deployments/import", {
        key,
        text: names.map(row).join("\n"),
        headers: { "content-type": "application/toml" },
      });
    expect(refusalOf(await importRows(["d", "e"]))[2]).toBe("records_per_project");
    const batch = (names: string[], more: object = {}) =>
      call("POST", "/projects/p/deployments/batch", {
        items: names.map((artifact_name) => ({ artifact_type: "skill", artifact_name, content_hash: "h", ...more })),
      });
    expect(refusalOf(await batch(["d", "e"]))[2]).toBe("records_per_project");
    expect((await call("GET", "/projects/p/deployments")).json).toHaveLength(3);
    // What is refused anyway takes no room, and an identity that comes twice takes it once.
    expect((await batch(["x", "y"], { deployment_profile_id: "none" })).status).toBe(200);
    expect((await batch(["a", "b", "d", "d.md", "../d"])).json).toMatchObject({ counts: { created: 1, failed: 1 } });
    expect((await call("DELETE", "/projects/p/deployments/claude_code:skill:d")).status).toBe(204);
    await service.drain();
    wait(30_000);
    expect((await record("d")).status).toBe(201);
    expect(refusalOf(await record("f"))[2]).toBe("records_per_project");
    expect((await record("a")).status).toBe(200);
    await service.drain();
    wait(30_000);
    expect(refusalOf(await record("f"))[2]).toBe("records_per_project");
    await createProject("other");
    key = await service.newTenant(`o${count}`);
    await createProject("p");
    expect((await record("f")).status).toBe(201);
  });

  it("A project that is deleted and created again begins without records", async () => {
    await createProject("p");
    for (const name of ["a", "b", "c", "d"]) await record(name);
    await call("DELETE", "/projects/p");
    await service.drain();
    await createProject("p");
    expect((await record("e")).status).toBe(201);
  });
});

describe("The requests of a tenant", () => {
  it("All its keys share one rate, whose headers say what is left; another tenant has its own", async () => {
    await change({ limits: { requests_per_second: 1 } });
    wait(30_000);
    const second = ((await call("POST", "/keys", { name: "2", scopes: ["projects:read"] })).json as { key: string })
      .key;
    const replies: Reply[] = [];
    for (let i = 0; i < 10; i++) replies.push(await service.call("GET", "/projects", { key: i % 2 ? key : second }));
    expect(statuses(replies)).toEqual([...Array(9).fill(200), 429]);
    const last = replies[9] as Reply;
    expect(refusalOf(last)).toEqual([429, "rate-limited", "requests_per_second"]);
    expect(last.headers.get("retry-after")).toBe("1");
    expect(last.headers.get("ratelimit-policy")).toContain('"tenant";q=10;w=10');
    expect(last.headers.get("ratelimit")).toMatch(/"default";r=599\d;t=1, "tenant";r=0;t=1/);
    expect((await service.call("GET", "/projects")).status).toBe(200);
    wait(1_000);
    expect((await call("GET", "/projects")).status).toBe(200);
  });
});

describe("The number of keys", () => {
  const create = (name: string, more: object = {}) =>
    call("POST", "/keys", { name, scopes: ["projects:read"], ...more });
  const idOf = (reply: Reply) => (reply.json as { key_id: string }).key_id;

  it("A create beyond the limit answers 422; expired and revoked keys leave room, and the operator's keys need none", async () => {
    await change({ limits: { keys: 3 } });
    wait(30_000);
    const expiring = await create("a", { expires_at: new Date(time + 60_000).toISOString() });
    const revoked = await create("b");
    expect(statuses([expiring, revoked])).toEqual([201, 201]);
    expect(refusalOf(await create("c"))).toEqual([422, "limit-reached", "keys"]);
    await call("DELETE", `/keys/${idOf(revoked)}`);
    expect(statuses([await create("c"), await create("d")])).toEqual([201, 422]);
    wait(61_000);
    expect(statuses([await create("d"), await create("e")])).toEqual([201, 422]);
    const recovered = await service.call("POST", `/tenants/${tenant}/keys`, { key: OPERATOR, body: { name: "lost" } });
    expect(recovered.status).toBe(201);
  });

  it("Rotations may double the number of keys while the old ones live on, and no more", async () => {
    await change({ limits: { keys: 2 } });
    wait(30_000);
    const rotated: Reply[] = [await create("a")];
    for (let i = 0; i < 3; i++) rotated.push(await call("POST", `/keys/${idOf(rotated.at(-1) as Reply)}/rotate`, {}));
    expect(statuses(rotated)).toEqual([201, 201, 201, 422]);
    expect(refusalOf(rotated[3] as Reply)[2]).toBe("keys");
  });
});

describe("The defaults", () => {
  it("Come from the environment, and a wrong one is refused by its name", () => {
    expect(limitsFromEnv({})).toEqual(DEFAULT_LIMITS);
    expect(limitsFromEnv({ LIMIT_KEYS: "5", LIMIT_PROJECTS: "" })).toEqual({ ...DEFAULT_LIMITS, keys: 5 });
    for (const text of ["0", "-1", "1.5", "x", "1e10", "1e3", "0x10", "0b1", "+5", " 5", "5\n", "1000000001"])
      expect(() => limitsFromEnv({ LIMIT_WEBHOOKS: text })).toThrow("LIMIT_WEBHOOKS must be a whole number");
  });
});
