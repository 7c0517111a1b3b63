/** Faults below the SDK's retries: what the storage verbs make of throttling, contention and lost answers. */
import { createServer } from "node:http";
import { createProfile } from "@skillmeat-deployments/core/model/create-profile.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { createProject, projects } from "@skillmeat-deployments/core/model/project.ts";
import { recordDeployment } from "@skillmeat-deployments/core/model/record-deployment.ts";
import type { ParsedUpdate } from "@skillmeat-deployments/core/resource/define.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

type Fault = "throttle" | "conflict" | "cancelled" | "500" | "lost before" | "lost after" | "hang" | "denied";
let service: Service;
/** What happens to the next storage attempts whose operation is named. */
let plan: { operation: string; faults: Fault[] };
let hits: string[];
/** What happens between a commit and the loss of its answer. */
let behind = async () => {};

const refusal = (name: string, status: number, more: object = {}) =>
  Object.assign(new Error(name), {
    name,
    $fault: "client",
    $metadata: { httpStatusCode: status },
    $response: {},
    ...more,
  });

beforeAll(async () => {
  service = await createService();
  service.client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String((context as { commandName?: string }).commandName).replace("Command", "");
      const fault = operation === plan.operation ? plan.faults.shift() : undefined;
      if (!fault) return next(args);
      hits.push(`${operation} ${fault}`);
      if (fault === "throttle") throw refusal("ProvisionedThroughputExceededException", 400);
      if (fault === "conflict") throw refusal("TransactionConflictException", 400);
      if (fault === "cancelled")
        throw refusal("TransactionCanceledException", 400, {
          CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }],
        });
      if (fault === "500") throw refusal("InternalServerError", 500);
      if (fault === "denied") throw refusal("AccessDeniedException", 400);
      if (fault === "lost after") {
        await next(args);
        await behind();
      }
      throw Object.assign(new Error("socket hang up"), {
        code: "ECONNRESET",
        name: fault === "hang" ? "TimeoutError" : "Error",
      });
    },
    // Right above the wire, below retries and below the memory of lost answers.
    { step: "deserialize", priority: "low", name: "faults" },
  );
});
beforeEach(() => {
  plan = { operation: "", faults: [] };
  hits = [];
});
afterAll(() => service.close());

const inject = (operation: string, ...faults: Fault[]) => {
  plan = { operation, faults };
};
let n = 0;
const freshProject = async () => {
  const project_id = `p${++n}`;
  return { project_id, ...(await createProject(service.ctx, { project_id })).result };
};
const patch = (body: object) => ({ mode: "patch", fields: body as ParsedUpdate }) as const;

describe("a write whose answer was lost after the commit", () => {
  it("of a create is a success, not a conflict with itself", async () => {
    inject("PutItem", "lost after", "lost after");
    const { value } = await freshProject();
    expect(value.version).toBe(1);
    expect(hits).toHaveLength(2);
    expect((await projects.read(service.ctx, { project_id: value.project_id })).value).toEqual(value);
  });

  it("of an update is a success, with and without If-Match, and happens once", async () => {
    const { project_id, change } = await freshProject();
    inject("PutItem", "lost after");
    const one = (await projects.update(service.ctx, { project_id }, patch({ name: "1" }), [change])).result;
    expect(one.value).toMatchObject({ name: "1", version: 2 });
    inject("PutItem", "lost after", "lost before", "500");
    const two = (await projects.update(service.ctx, { project_id }, patch({ name: "2" }), undefined)).result;
    expect(two.value.version).toBe(3);
    expect(hits).toHaveLength(4);
  });

  it("of an update is recognised though another writer came after it", async () => {
    const { project_id, change } = await freshProject();
    let first = true;
    const table = {
      ...service.table,
      put: async (...args: Parameters<typeof service.table.put>) => {
        const result = await service.table.put(...args);
        if (first) {
          first = false;
          await projects.update(service.ctx, { project_id }, patch({ description: "other" }), undefined);
          return service.table.put(...args);
        }
        return result;
      },
    };
    const racing = { ...service.ctx, table, writer: createWriter(table, service.ctx.now) };
    const mine = (await projects.update(racing, { project_id }, patch({ name: "mine" }), [change])).result;
    expect(mine.value.name).toBe("mine");
    expect((await projects.read(service.ctx, { project_id })).value).toMatchObject({
      name: "mine",
      description: "other",
      version: 3,
    });
  });

  it("of a delete is a success, also when the row was removed behind it", async () => {
    const { project_id } = await freshProject();
    inject("UpdateItem", "lost after");
    await projects.remove(service.ctx, { project_id }, undefined);
    await expect(projects.remove(service.ctx, { project_id }, undefined)).rejects.toMatchObject({
      code: "not-found",
    });

    const second = await freshProject();
    const key = keys.project(service.tenant, second.project_id);
    // The recorder removes the row before the answer's loss is noticed.
    behind = async () => {
      const row = await service.table.get(key);
      await service.table.remove(key, { is: "tombstone", change: row?.change as string });
    };
    inject("UpdateItem", "lost after");
    await projects.remove(service.ctx, { project_id: second.project_id }, undefined);
    behind = async () => {};
    expect(hits).toEqual(["UpdateItem lost after", "UpdateItem lost after"]);
    expect(await service.table.get(key)).toBeUndefined();
  });
});

describe("a write that comes late", () => {
  it("for a project that was replaced meanwhile leaves the new one's children alone", async () => {
    const { project_id } = await freshProject();
    const late = service.ctx.table.get(keys.project(service.tenant, project_id));
    const stalled = {
      ...service.ctx,
      table: { ...service.table, get: () => late, getMany: async () => [await late, undefined] },
    };
    await late;
    await projects.remove(service.ctx, { project_id }, undefined);
    await service.drain();
    await createProject(service.ctx, { project_id });
    const { value } = (await createProfile(service.ctx, project_id, { profile_id: "c", platform: "gemini" })).result;
    await recordDeployment(service.ctx, project_id, {
      artifact_type: "skill",
      artifact_name: "s",
      content_hash: "new",
    });
    const profile = createProfile(stalled, project_id, { profile_id: "c", platform: "codex" });
    await expect(profile).rejects.toMatchObject({ code: "not-found" });
    const record = recordDeployment(stalled, project_id, {
      artifact_type: "skill",
      artifact_name: "s",
      content_hash: "old",
    });
    await expect(record).rejects.toMatchObject({ code: "not-found" });
    await service.drain();
    expect((await profiles.read(service.ctx, { project_id, profile_id: "c" })).value).toEqual(value);
  });

  it("of a create does not bring back what was deleted meanwhile, before it was recorded or after", async () => {
    for (const recorded of [false, true]) {
      const { project_id } = await freshProject();
      await createProfile(service.ctx, project_id, { profile_id: "other", platform: "codex" });
      behind = async () => {
        behind = async () => {};
        await profiles.remove(service.ctx, { project_id, profile_id: "c" }, undefined);
        if (recorded) await service.drain();
      };
      inject("PutItem", "lost after");
      await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
      expect(hits.at(-1)).toBe("PutItem lost after");
      await expect(profiles.read(service.ctx, { project_id, profile_id: "c" })).rejects.toMatchObject({
        code: "not-found",
      });
    }
  });

  it("of a delete does not reach what was made after it", async () => {
    for (const recorded of [false, true]) {
      const { project_id } = await freshProject();
      await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
      behind = async () => {
        behind = async () => {};
        if (recorded) await service.drain();
        await new Promise((done) => setTimeout(done, 2));
        await createProfile(service.ctx, project_id, { profile_id: "c", platform: "gemini" });
      };
      inject("UpdateItem", "lost after");
      await profiles.remove(service.ctx, { project_id, profile_id: "c" }, undefined);
      expect((await profiles.read(service.ctx, { project_id, profile_id: "c" })).value.platform).toBe("gemini");
    }
  });

  it("is given up after the request's time, when storage says nothing at all", async () => {
    const silent = createServer(() => {});
    const endpoint = await listen(silent);
    let attempts = 0;
    silent.on("connection", () => attempts++);
    const client = createClient({
      ...LOCAL_AWS,
      endpoint,
      requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    const table = createTable(client, "silent").withDeadline(1_000);
    await expect(table.get({ pk: "a", sk: "b" })).rejects.toMatchObject({ code: "unavailable" });
    await expect(table.put({ pk: "a", sk: "b" }, { is: "absent" })).rejects.toMatchObject({ code: "unavailable" });
    expect(attempts).toBeGreaterThan(1);
    client.destroy();
    await close(silent);
  });
});

describe("a transaction that fails for more than one reason", () => {
  it("tells which conditions failed, also where an item was throttled beside", async () => {
    const CancellationReasons = [
      { Code: "ConditionalCheckFailed", Message: "failed" },
      { Code: "ThrottlingError", Message: "slow down" },
    ];
    const server = createServer((request, response) => {
      request.resume().on("end", () => {
        const __type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type, Message: "cancelled", CancellationReasons }));
      });
    });
    const client = createClient({ ...LOCAL_AWS, endpoint: await listen(server) });
    const put = { pk: "a", sk: "b" };
    const writes = [
      { put, when: { is: "absent" } },
      { put: { ...put, sk: "c" }, when: { is: "absent" } },
    ] as const;
    expect(await createTable(client, "cancelled").transact(writes)).toEqual({
      done: false,
      outcomes: [{ done: false, row: undefined }, { done: true }],
    });
    client.destroy();
    await close(server);
  });
});

describe("storage that is busy", () => {
  it("is tried again, through throttling, conflicts, errors and cut connections", async () => {
    inject("PutItem", "throttle", "conflict", "500", "lost before", "hang");
    expect((await freshProject()).value.version).toBe(1);
    expect(hits).toHaveLength(5);
    inject("GetItem", "throttle", "500");
    expect((await projects.read(service.ctx, { project_id: `p${n}` })).value.project_id).toBe(`p${n}`);
    inject("TransactWriteItems", "cancelled", "lost after", "throttle");
    expect(await service.newTenant(`busy${n}`)).toBeDefined();
    expect(hits).toHaveLength(10);
  });

  it("is 503 with Retry-After when it stays so, after eight attempts", async () => {
    for (const fault of ["throttle", "conflict", "500", "hang"] as const) {
      inject("PutItem", ...Array<Fault>(20).fill(fault));
      const reply = await service.call("POST", "/projects", { body: {} });
      expect([fault, problemOf(reply)]).toEqual([fault, { status: 503, code: "unavailable", places: [] }]);
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    // Eight attempts each, at most a second apart: well within the ten seconds of a request.
    expect(hits).toHaveLength(4 * 8);
    inject("TransactWriteItems", ...Array<Fault>(20).fill("cancelled"));
    const tenant = await service.call("POST", "/tenants", {
      key: "smo_test_operator",
      body: { tenant_id: "never", name: "n" },
    });
    expect(tenant.status).toBe(503);
  });

  it("is 500 where the fault is ours", async () => {
    inject("PutItem", "denied");
    expect(problemOf(await service.call("POST", "/projects", { body: {} })).status).toBe(500);
    inject("TransactWriteItems", "denied");
    expect(problemOf(await service.call("POST", "/keys", { body: { name: "k", scopes: ["keys:read"] } })).status).toBe(
      500,
    );
  });

  it("leaves no key of a batch unread", async () => {
    const { project_id } = await freshProject();
    await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
    let part = true;
    service.client.middlewareStack.add(
      (next) => async (args) => {
        const reply = await next(args);
        const output = reply.output as { Responses?: Record<string, unknown[]>; UnprocessedKeys?: object };
        if (part && output.Responses) {
          part = false;
          output.Responses = {};
          output.UnprocessedKeys = (args.input as { RequestItems: object }).RequestItems;
        }
        return reply;
      },
      { step: "initialize", priority: "low", name: "unprocessed" },
    );
    expect((await profiles.read(service.ctx, { project_id, profile_id: "c" })).value.profile_id).toBe("c");
    expect(part).toBe(false);
    service.client.middlewareStack.remove("unprocessed");
  });
});

describe("many writers at once", () => {
  it("of one project's profiles and deployments do not meet", async () => {
    const { project_id } = await freshProject();
    const writes = Array.from({ length: 50 }, (_, i) =>
      i % 2
        ? createProfile(service.ctx, project_id, { profile_id: `c${i}`, platform: "codex" })
        : recordDeployment(service.ctx, project_id, {
            artifact_type: "skill",
            artifact_name: `s${i}`,
            content_hash: "h",
          }),
    );
    expect(await Promise.all(writes)).toHaveLength(50);
    expect((await profiles.list(service.ctx, { project_id }, { limit: 100, after: undefined })).items).toHaveLength(25);
  });

  it("with one ETag: one wins; without, every change is kept", async () => {
    const { project_id } = await freshProject();
    const { change } = (await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" })).result;
    const tries = Array.from({ length: 20 }, (_, i) =>
      profiles.update(service.ctx, { project_id, profile_id: "c" }, patch({ description: `${i}` }), [change]),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of results)
      if (r.status === "rejected") expect(r.reason).toMatchObject({ code: "precondition-failed" });
    const types = ArtifactType.options.slice(0, 10);
    await Promise.all(
      types.map((type) =>
        profiles.update(
          service.ctx,
          { project_id, profile_id: "c" },
          patch({ artifact_path_map: { [type]: "here" } }),
          undefined,
        ),
      ),
    );
    const { artifact_path_map, version } = (await profiles.read(service.ctx, { project_id, profile_id: "c" })).value;
    expect(artifact_path_map).toEqual(Object.fromEntries(types.map((t) => [t, "here"])));
    expect(version).toBe(12);
  });

  it("of one new deployment record make it once, and the rest update it", async () => {
    const { project_id } = await freshProject();
    const input = (i: number) => ({ artifact_type: "skill" as const, artifact_name: "s", content_hash: `h${i}` });
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => recordDeployment(service.ctx, project_id, input(i))),
    );
    expect(results.filter(({ result }) => result.created)).toHaveLength(1);
    expect(new Set(results.at(-1)?.result.value.version_lineage).size).toBeGreaterThan(0);
    const last = await recordDeployment(service.ctx, project_id, input(99));
    expect(last.result.value.version_lineage).toHaveLength(11);
  });
});
