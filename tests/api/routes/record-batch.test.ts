/** Batches of deployments: an outcome for each item, as if each was sent alone. */

import { Fault } from "@skillmeat-deployments/core/fault.ts";
import type { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import type { RecordBatchResult } from "@skillmeat-deployments/core/model/deployments/record-batch.schema.ts";
import { recordBatch } from "@skillmeat-deployments/core/model/deployments/record-batch.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createProject, type TestProject } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let proxy: FaultProxy;
let projects = 0;
let project: TestProject;
let id: string;
/** Changes what the app's table does, until the end of the test. */
let wrap: (table: Table) => Partial<Table> = () => ({});

/** Starts a service for the tests of one `describe`: what the others leave in the stream is not recorded again. */
function ownService() {
  beforeAll(async () => {
    service = await createService({
      through: async (endpoint) => {
        proxy = await createProxy(endpoint);
        return proxy.endpoint;
      },
      wrap: (table) => ({ ...table, ...wrap(table) }),
    });
    const artifact = { type: "skill", name: "only-codex", target_platforms: ["codex"] };
    await service.call("POST", "/artifacts", { body: artifact });
  });
  afterAll(async () => {
    await service.close();
    await proxy.close();
  });
}
beforeEach(async () => {
  id = `p${projects++}`;
  project = await createProject(service, id, [
    { profile_id: "claude", platform: "claude_code" },
    { profile_id: "codex", platform: "codex", supported_artifact_types: ["skill", "command"] },
  ]);
});
afterEach(() => {
  wrap = () => ({});
  proxy.plan = () => undefined;
  service.clock.now = undefined;
});

type Item = Record<string, unknown>;
const skill = (artifact_name: string, more: Item = {}): Item => ({
  artifact_type: "skill",
  artifact_name,
  content_hash: "h1",
  deployment_profile_id: "claude",
  ...more,
});
const skills = (count: number, more: Item = {}) => Array.from({ length: count }, (_, i) => skill(`s${i}`, more));
const send = (items: unknown, headers: Record<string, string> = {}) =>
  service.call("POST", `${project.at}/deployments/batch`, { body: { items }, headers });
const resultOf = (reply: Reply) => {
  expect([reply.status, reply.status === 200 ? "" : reply.text]).toEqual([200, ""]);
  return reply.json as RecordBatchResult;
};
const countsOf = (reply: Reply) => resultOf(reply).counts;
const NONE = { created: 0, updated: 0, unchanged: 0, failed: 0 };

/** Everything of a list or a feed. */
async function all<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  for (let next: string | undefined = `${path}?limit=100`; next; ) {
    const reply: Reply = await service.call("GET", next);
    const page = reply.json as T[];
    items.push(...page);
    next = page.length === 0 ? undefined : /<(.*)>/.exec(reply.headers.get("link") ?? "")?.[1];
  }
  return items;
}
const records = (at = project.at) => all<Deployment>(`${at}/deployments`);
async function deploymentEvents(): Promise<string[]> {
  await service.drain();
  const events = await all<{ type: string; subject: string }>(`${project.at}/events`);
  return events
    .filter(({ type }) => type.startsWith("skillmeat.deployment."))
    .map(({ type, subject }) => `${subject.slice(subject.lastIndexOf("/") + 1)} ${type.split(".")[2]}`)
    .sort();
}

describe("A batch", () => {
  ownService();

  it("has an outcome for each item in the order of the request, and a refused item does not stop the others", async () => {
    await project.record(skill("same"));
    await project.record(skill("changed"));
    await project.record(skill("other", { from_collection: "acme" }));
    const reply = await send([
      skill("new"),
      skill("same.md", { artifact_name: "same" }),
      skill("x", { deployment_profile_id: "ghost" }),
      skill("changed", { content_hash: "h2" }),
      skill("a", { deployment_profile_id: "codex", artifact_type: "agent" }),
      skill("only-codex"),
      skill("other", { from_collection: "default" }),
      skill("../x"),
      skill("large", { version_lineage: Array.from({ length: 64 }, () => "\u0001".repeat(1_000)) }),
      skill("plain", { deployment_profile_id: null }),
      skill("there", { artifact_path: "lib/there", artifact_path_base: "project" }),
    ]);
    const done = (deployment_id: string, outcome: string, artifact_path: string, artifact_path_base = "root") => ({
      deployment_id,
      outcome,
      artifact_path,
      artifact_path_base,
      error: null,
    });
    const failed = (deployment_id: string, status: number, code: string, pointer: string) => ({
      deployment_id,
      outcome: "failed",
      artifact_path: null,
      artifact_path_base: null,
      error: { code, status, pointer, detail: expect.any(String) },
    });
    expect(resultOf(reply)).toEqual({
      counts: { created: 3, updated: 1, unchanged: 1, failed: 6 },
      items: [
        done("claude:skill:new", "created", "skills/new"),
        done("claude:skill:same", "unchanged", "skills/same"),
        failed("ghost:skill:x", 404, "not-found", "/items/2/deployment_profile_id"),
        done("claude:skill:changed", "updated", "skills/changed"),
        failed("codex:agent:a", 422, "unsupported-artifact-type", "/items/4/artifact_type"),
        failed("claude:skill:only-codex", 422, "platform-mismatch", "/items/5/artifact_name"),
        failed("claude:skill:other", 409, "other-collection", "/items/6/from_collection"),
        failed("claude:skill:..~2Fx", 422, "validation-failed", "/items/7/artifact_name"),
        failed("claude:skill:large", 413, "too-large", "/items/8"),
        done("claude_code:skill:plain", "created", "skills/plain"),
        done("claude:skill:there", "created", "lib/there", "project"),
      ],
    });
    expect((await records()).map(({ deployment_id }) => deployment_id)).toEqual([
      "claude:skill:changed",
      "claude:skill:new",
      "claude:skill:other",
      "claude:skill:same",
      "claude:skill:there",
      "claude_code:skill:plain",
    ]);
  });

  it("makes one event for each change, and none for what is unchanged or refused", async () => {
    await project.record(skill("s0"));
    await project.record(skill("s1"));
    const before = await deploymentEvents();
    const items = [...skills(5), skill("s1", { content_hash: "h2" }), skill("x", { deployment_profile_id: "ghost" })];
    expect(countsOf(await send(items))).toEqual({ created: 3, updated: 1, unchanged: 2, failed: 1 });
    const created = ["claude:skill:s2 created", "claude:skill:s3 created", "claude:skill:s4 created"];
    expect(await deploymentEvents()).toEqual([...before, ...created, "claude:skill:s1 updated"].sort());
    expect(countsOf(await send(skills(1)))).toEqual({ ...NONE, unchanged: 1 });
    expect(await deploymentEvents()).toHaveLength(before.length + 4);
  });

  it("applies the items of one record in their order, each with its own event, also across its parts", async () => {
    const hashes = Array.from({ length: 150 }, (_, i) => `h${i}`);
    const items = hashes.map((content_hash) => skill("s", { content_hash }));
    let attempts = 0;
    wrap = (table) => ({
      put: (...args) => {
        attempts++;
        return table.put(...args);
      },
    });
    const { counts, items: results } = resultOf(await send(items));
    expect(counts).toEqual({ ...NONE, created: 1, updated: 149 });
    // Each finds what the one before it wrote, so none is refused by a condition.
    expect([results[0]?.outcome, attempts]).toEqual(["created", 150]);
    const record = await project.read("claude:skill:s");
    expect([record.version, record.version_lineage]).toEqual([150, hashes.slice(-64)]);
    expect(await deploymentEvents()).toHaveLength(150);
  });

  it("stores and answers the same as its items sent one after another", async () => {
    const item = fc.record(
      {
        artifact_type: fc.constantFrom("skill", "skill", "command", "agent", "spec_file"),
        artifact_name: fc.constantFrom("a", "a.md", "b", "only-codex", "../x"),
        content_hash: fc.constantFrom("h1", "h2", "sha256:h1", "H1"),
        deployment_profile_id: fc.constantFrom("claude", "codex", "ghost", null),
        from_collection: fc.constantFrom("default", "acme"),
        replace: fc.boolean(),
        artifact_path: fc.constantFrom("x/y", "z"),
        local_modifications: fc.boolean(),
        written_hash: fc.constantFrom("w", null),
        deployed_at: fc.constantFrom("2026-01-01T00:00:00"),
      },
      { requiredKeys: ["artifact_type", "artifact_name", "content_hash"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 12 }), async (items) => {
        service.clock.now = new Date("2026-03-10T05:16:23.000Z");
        const profiles = [
          { profile_id: "claude", platform: "claude_code" },
          { profile_id: "codex", platform: "codex", supported_artifact_types: ["skill", "command"] },
        ];
        const alone = await createProject(service, `p${projects++}`, profiles);
        project = await createProject(service, `p${projects++}`, profiles);
        const tags = new Map<string, string | null>();
        const expected: unknown[] = [];
        for (const [i, body] of items.entries()) {
          const reply = await service.call("POST", `${alone.at}/deployments`, { body });
          if (reply.status >= 300) {
            const { code, status, detail, errors = [] } = reply.json as Problem;
            // Alone, a profile that is not found has no pointer, because it can only be that of the item.
            const at = code === "not-found" ? "/deployment_profile_id" : (errors[0]?.pointer ?? "");
            expected.push({ outcome: "failed", error: { code, status, detail, pointer: `/items/${i}${at}` } });
            continue;
          }
          const { deployment_id, artifact_path, artifact_path_base } = reply.json as Deployment;
          const tag = reply.headers.get("etag");
          const isUnchanged = tags.get(deployment_id) === tag;
          tags.set(deployment_id, tag);
          const outcome = reply.status === 201 ? "created" : isUnchanged ? "unchanged" : "updated";
          expected.push({ deployment_id, outcome, artifact_path, artifact_path_base, error: null });
        }
        const { items: results } = resultOf(await send(items));
        expect(results).toHaveLength(items.length);
        expect(results).toMatchObject(expected);
        expect(await records()).toEqual(await records(alone.at));
      }),
      { numRuns: 15 },
    );
  });

  it("takes 1 to 500 items", async () => {
    expect(problemOf(await send([]))).toEqual({ status: 422, code: "validation-failed", places: ["/items"] });
    expect(problemOf(await send(skills(501)))).toEqual({ status: 422, code: "validation-failed", places: ["/items"] });
    expect(await records()).toEqual([]);
    expect(countsOf(await send(skills(500)))).toEqual({ ...NONE, created: 500 });
    expect(await records()).toHaveLength(500);
  });

  it("is refused as a whole if an item is invalid, with a pointer for each error, and writes nothing", async () => {
    const reply = await send([
      skill("a"),
      skill("b", { artifact_path: "../b" }),
      skill("c", { all_profiles: true }),
      skill("d", { colour: "red", content_hash: undefined }),
      skill("e", { artifact_type: "orchestration" }),
      7,
    ]);
    const { places, ...refused } = problemOf(reply);
    expect(refused).toEqual({ status: 422, code: "validation-failed" });
    expect(places.sort()).toEqual([
      "/items/1/artifact_path",
      "/items/2/all_profiles",
      "/items/3/colour",
      "/items/3/content_hash",
      "/items/4/artifact_type",
      "/items/5",
    ]);
    const bases = await send([
      skill("a"),
      skill("b", { artifact_path_base: "project" }),
      skill("c"),
      skill("d", { artifact_path_base: "root" }),
    ]);
    expect(problemOf(bases).places).toEqual(["/items/1/artifact_path_base", "/items/3/artifact_path_base"]);
    for (const body of [undefined, {}, [], { items: {} }, { items: [skill("a")], more: 1 }]) {
      const text = JSON.stringify(body) ?? "";
      const headers = { "content-type": "application/json" };
      const { status } = await service.call("POST", `${project.at}/deployments/batch`, { text, headers });
      expect([text.slice(0, 12), status]).toEqual([text.slice(0, 12), body === undefined ? 400 : 422]);
    }
    expect(await records()).toEqual([]);
  });

  it("takes a body of 1 MiB, and refuses a larger one, and one whose result is too large, before it writes", async () => {
    const text = JSON.stringify({ items: skills(300) });
    const padded = (bytes: number) =>
      service.call("POST", `${project.at}/deployments/batch`, {
        text: text.padEnd(bytes),
        headers: { "content-type": "application/json" },
      });
    expect(problemOf(await padded(1024 * 1024 + 1))).toMatchObject({ status: 413, code: "too-large" });
    const long = skills(300).map((item, i) => ({ ...item, artifact_path: `${i}/${"x".repeat(1_000)}` }));
    expect(problemOf(await send(long))).toMatchObject({ status: 413, code: "too-large" });
    expect(await records()).toEqual([]);
    expect(countsOf(await padded(1024 * 1024))).toEqual({ ...NONE, created: 300 });
    // TOML has no place for it.
    const headers = { "content-type": "application/toml" };
    const toml = await service.call("POST", `${project.at}/deployments/batch`, { text: "items = []", headers });
    expect(problemOf(toml)).toMatchObject({ status: 415 });
  });

  it("answers 404 if the project does not exist", async () => {
    const reply = await service.call("POST", "/projects/nothing/deployments/batch", { body: { items: skills(1) } });
    expect(problemOf(reply)).toMatchObject({ status: 404, code: "not-found" });
  });

  it("builds on what others write between its reads and its writes, and says what it did", async () => {
    await project.record(skill("changed"));
    let isRead = false;
    wrap = (table) => ({
      getMany: async (keys) => {
        const rows = await table.getMany(keys);
        if (!isRead) {
          isRead = true;
          await project.record(skill("changed", { content_hash: "theirs" }));
          await project.record(skill("taken", { content_hash: "theirs" }));
          await project.record(skill("equal"));
          await project.record(skill("refused", { from_collection: "acme" }));
        }
        return rows;
      },
    });
    const { items } = resultOf(
      await send([
        skill("changed", { content_hash: "ours" }),
        skill("taken", { content_hash: "ours" }),
        skill("equal"),
        skill("refused", { from_collection: "default" }),
      ]),
    );
    expect(items.map(({ outcome }) => outcome)).toEqual(["updated", "updated", "unchanged", "failed"]);
    expect((await project.read("claude:skill:changed")).version_lineage).toEqual(["h1", "theirs", "ours"]);
    expect((await project.read("claude:skill:taken")).version_lineage).toEqual(["theirs", "ours"]);
  });
});

type Problem = { code: string; status: number; detail: string; errors?: { pointer: string }[] };

describe("A batch in a project that is deleted meanwhile", () => {
  ownService();

  it("stops with 404 after at most 100 records, which are purged", async () => {
    let written = 0;
    let writtenAfter = 0;
    let isDeleted = false;
    const put: Table["put"] = async (...args) => {
      written++;
      if (isDeleted) writtenAfter++;
      if (written === 250) {
        expect((await service.call("DELETE", project.at)).status).toBe(204);
        isDeleted = true;
      }
      return service.table.put(...args);
    };
    const { ctx } = service;
    const table = { ...service.table, put };
    const racing = { ...ctx, table, writer: createWriter(table, ctx.now) };
    const items = skills(500) as Parameters<typeof recordBatch>[2]["items"];
    await expect(recordBatch(racing, id, { items })).rejects.toMatchObject({
      code: "not-found",
      message: `Project '${id}' not found`,
    });
    expect(writtenAfter).toBeGreaterThan(0);
    expect(writtenAfter).toBeLessThanOrEqual(100);
    await service.drain();
    expect((await service.call("POST", "/projects", { body: { project_id: id } })).status).toBe(201);
    expect(await records()).toEqual([]);
  });
});

describe("A batch that is sent again", () => {
  ownService();

  const key = () => ({ "idempotency-key": id });
  const replayed = (reply: Reply) => reply.headers.get("idempotent-replayed");
  const isKeyRow = (row: { sk: string }) => row.sk === "Z#IDEM";
  /** Every record once, with one change and one event. */
  const expectEachOnce = async (count: number) => {
    const stored = await records();
    expect(stored.map(({ version }) => version)).toEqual(Array(count).fill(1));
    expect(await deploymentEvents()).toEqual(stored.map(({ deployment_id }) => `${deployment_id} created`).sort());
  };

  it("under its key gets the same answer, whatever was changed since, and another batch is refused", async () => {
    const items = [...skills(3), skill("x", { deployment_profile_id: "ghost" })];
    const first = await send(items, key());
    expect([countsOf(first), replayed(first)]).toEqual([{ ...NONE, created: 3, failed: 1 }, null]);
    await service.call("PATCH", `${project.at}/deployments/claude:skill:s0`, { body: { content_hash: "later" } });
    const again = await send(items, key());
    expect([again.text, replayed(again)]).toEqual([first.text, "true"]);
    expect(await project.read("claude:skill:s0")).toMatchObject({ content_hash: "later", version: 2 });
    expect(problemOf(await send(skills(4), key()))).toMatchObject({ status: 422, code: "idempotency-key-reused" });
    expect(await records()).toHaveLength(3);
  });

  it.each([
    [500, new Error("ended")],
    [503, new Fault("unavailable", "Storage did not answer in time")],
    [404, new Fault("not-found", "The project was deleted during the write")],
  ])(
    "after it ended in the middle with %i is completed: each record is made once, with one event",
    async (status, error) => {
      let left = 130;
      wrap = (table) => ({
        put: (row, when) => {
          // Records fail, and the key could be stored.
          if (!isKeyRow(row) && left-- <= 0) throw error;
          return table.put(row, when);
        },
      });
      expect((await send(skills(300), key())).status).toBe(status);
      wrap = () => ({});
      const made = (await records()).length;
      expect(made).toBe(130);
      const again = await send(skills(300), key());
      expect([countsOf(again), replayed(again)]).toEqual([{ ...NONE, created: 170, unchanged: 130 }, null]);
      await expectEachOnce(300);
      expect(replayed(await send(skills(300), key()))).toBe("true");
    },
  );

  it("after it ended before its key was stored says unchanged, and after that gets the stored answer", async () => {
    for (const isStored of [false, true]) {
      id = `${id}-${isStored}`;
      project = await createProject(service, id, [{ profile_id: "claude", platform: "claude_code" }]);
      wrap = (table) => ({
        put: async (row, when) => {
          if (!isKeyRow(row)) return table.put(row, when);
          if (isStored) await table.put(row, when);
          throw new Error("ended");
        },
      });
      expect((await send(skills(20), key())).status).toBe(500);
      wrap = () => ({});
      const again = await send(skills(20), key());
      expect([countsOf(again), replayed(again)]).toEqual(
        isStored ? [{ ...NONE, created: 20 }, "true"] : [{ ...NONE, unchanged: 20 }, null],
      );
      await expectEachOnce(20);
    }
  });

  it("at the same time as its twins makes each record once, and all get one answer", async () => {
    const twins = await Promise.all(Array.from({ length: 3 }, () => send(skills(60), key())));
    expect(twins.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(twins.filter((twin) => replayed(twin) === null)).toHaveLength(1);
    expect(new Set(twins.map(({ text }) => text)).size).toBe(1);
    await expectEachOnce(60);
  });

  it("by retries of storage, whose answers are lost, makes each record once", async () => {
    let calls = 0;
    proxy.plan = (operation) => {
      if (operation !== "PutItem" && operation !== "BatchGetItem") return undefined;
      return (["cut after", "cut before", "500", undefined, undefined] as const)[calls++ % 5];
    };
    expect(countsOf(await send(skills(60), key()))).toEqual({ ...NONE, created: 60 });
    proxy.plan = () => undefined;
    expect(proxy.hits.get("PutItem × cut after")).toBeGreaterThan(5);
    await expectEachOnce(60);
  });
});
