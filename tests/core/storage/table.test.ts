/** Storage faults below the SDK's retries: throttling, contention and lost answers. */
import { createServer } from "node:http";
import { createProfile } from "@skillmeat-deployments/core/model/create-profile.ts";
import { deployments } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import { recordDeployment } from "@skillmeat-deployments/core/model/deployments/record-deployment.ts";
import { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { createProject, projects } from "@skillmeat-deployments/core/model/project.ts";
import type { ParsedUpdate } from "@skillmeat-deployments/core/resource/define.schema.ts";
import type { Update } from "@skillmeat-deployments/core/resource/update.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { readFiltered } from "@skillmeat-deployments/core/storage/pages.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { idByClock } from "@skillmeat-deployments/testing/ids.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";

type Fault = "throttle" | "conflict" | "cancelled" | "500" | "lost before" | "lost after" | "hang" | "denied";
let service: Service;
/** The faults that the next calls of one storage operation meet. */
let plan: { operation: string; faults: Fault[] };
let hits: string[];
/** Runs between a commit and the loss of its answer. */
let beforeLoss = async () => {};
/** Runs after a look for a marker, with the number of looks so far. */
let afterLook = async (_looks: number) => {};
let looks = 0;

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
      const { Key } = args.input as { Key?: { sk?: { S?: string } } };
      if (operation === "GetItem" && Key?.sk?.S === "Z#MARK") {
        const result = await next(args);
        await afterLook(++looks);
        return result;
      }
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
        await beforeLoss();
      }
      throw Object.assign(new Error("socket hang up"), {
        code: "ECONNRESET",
        name: fault === "hang" ? "TimeoutError" : "Error",
      });
    },
    // Directly above the wire: below the retries and below the code that recognises lost answers.
    { step: "deserialize", priority: "low", name: "faults" },
  );
});
beforeEach(() => {
  plan = { operation: "", faults: [] };
  hits = [];
  looks = 0;
  afterLook = async () => {};
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
const patchOf =
  <R>(resource: R) =>
  (body: object): Update<R> => ({ resource, mode: "patch", fields: body as ParsedUpdate });
const patch = patchOf(Project);
const patchProfile = patchOf(Profile);

describe("A write whose answer was lost after the commit", () => {
  it("A create whose answer was lost succeeds and does not conflict with itself", async () => {
    inject("PutItem", "lost before", "lost after", "500");
    const { value } = await freshProject();
    expect(value.version).toBe(1);
    // The row has the change after the second attempt, so there is no third.
    expect(hits).toEqual(["PutItem lost before", "PutItem lost after"]);
    expect((await projects.read(service.ctx, { project_id: value.project_id })).value).toEqual(value);
  });

  it("An update whose answer was lost succeeds and happens once, with and without If-Match", async () => {
    const { project_id, change } = await freshProject();
    inject("PutItem", "lost after");
    const first = (await projects.update(service.ctx, { project_id }, patch({ name: "1" }), { match: [change] }))
      .result;
    expect(first.value).toMatchObject({ name: "1", version: 2 });
    inject("PutItem", "lost before", "500", "lost after");
    const second = (await projects.update(service.ctx, { project_id }, patch({ name: "2" }), undefined)).result;
    expect(second.value.version).toBe(3);
    expect(hits).toHaveLength(4);
  });

  it("An update whose answer was lost is recognised even though another writer came after it", async () => {
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
    const renamed = (await projects.update(racing, { project_id }, patch({ name: "renamed" }), { match: [change] }))
      .result;
    expect(renamed.value.name).toBe("renamed");
    expect((await projects.read(service.ctx, { project_id })).value).toMatchObject({
      name: "renamed",
      description: "other",
      version: 3,
    });
  });

  it("A delete whose answer was lost succeeds, even when the tombstone was removed meanwhile", async () => {
    const { project_id } = await freshProject();
    inject("UpdateItem", "lost after");
    await projects.remove(service.ctx, { project_id }, undefined);
    await expect(projects.remove(service.ctx, { project_id }, undefined)).rejects.toMatchObject({
      code: "not-found",
    });

    const second = await freshProject();
    const key = keys.project(service.tenant, second.project_id);
    // The recorder removes the tombstone before the client notices the loss.
    beforeLoss = async () => {
      const row = await service.table.get(key);
      await service.table.remove(key, { is: "tombstone", change: row?.change as string });
    };
    inject("UpdateItem", "lost after");
    await projects.remove(service.ctx, { project_id: second.project_id }, undefined);
    beforeLoss = async () => {};
    expect(hits).toEqual(["UpdateItem lost after", "UpdateItem lost after"]);
    expect(await service.table.get(key)).toBeUndefined();
  });
});

describe("A write that arrives late", () => {
  it("A late write for a replaced project does not touch the new project's children", async () => {
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

  it("A repeated create does not bring back a resource that was deleted meanwhile, recorded or not", async () => {
    for (const recorded of [false, true]) {
      const { project_id } = await freshProject();
      await createProfile(service.ctx, project_id, { profile_id: "other", platform: "codex" });
      beforeLoss = async () => {
        beforeLoss = async () => {};
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

  it("A repeated delete does not delete a resource that was created after it, recorded or not", async () => {
    for (const recordedAfterLooks of [0, 3]) {
      const { project_id } = await freshProject();
      await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
      beforeLoss = async () => {
        beforeLoss = async () => {};
        if (recordedAfterLooks === 0) await service.drain();
        await createProfile(service.ctx, project_id, { profile_id: "c", platform: "gemini" });
      };
      afterLook = async (n) => void (n === recordedAfterLooks && (await service.drain()));
      inject("UpdateItem", "lost after");
      await profiles.remove(service.ctx, { project_id, profile_id: "c" }, undefined);
      expect((await profiles.read(service.ctx, { project_id, profile_id: "c" })).value.platform).toBe("gemini");
    }
    expect(looks).toBe(1 + 3);
  });

  const profile = { platform: "codex", name: "of another" } as const;
  /** Others' requests between a commit and the loss of its answer. They leave no trace of the change in the row. */
  const afterwards = {
    create: async (project_id: string) => {
      await profiles.remove(service.ctx, { project_id, profile_id: "c" }, undefined);
      await createProfile(service.ctx, project_id, { profile_id: "c", ...profile });
    },
    update: async (project_id: string) => {
      for (const name of ["1", "2", "3", "4"])
        await profiles.update(service.ctx, { project_id, profile_id: "c" }, patchProfile({ name }), undefined);
    },
    delete: async (project_id: string) => {
      await createProfile(service.ctx, project_id, { profile_id: "c", ...profile });
    },
  };

  it.each(["create", "update", "delete"] as const)(
    "An unanswered %s that nothing can tell of waits for the recorder, and is not sent again",
    async (change) => {
      vi.spyOn(Math, "random").mockReturnValue(0);
      onTestFinished(() => void vi.restoreAllMocks());
      for (const isRecorded of [true, false]) {
        const { project_id } = await freshProject();
        const ids = { project_id, profile_id: "c" };
        if (change !== "create") await createProfile(service.ctx, project_id, { profile_id: "c", platform: "gemini" });
        let left: unknown;
        beforeLoss = async () => {
          beforeLoss = async () => {};
          await afterwards[change](project_id);
          left = await profiles.read(service.ctx, ids);
        };
        const end = looks + 3;
        afterLook = async (n) => void (isRecorded && n === end && (await service.drain()));
        inject(change === "delete" ? "UpdateItem" : "PutItem", "lost after");
        const calls = {
          create: () => createProfile(service.ctx, project_id, { profile_id: "c", platform: "gemini" }),
          update: () => profiles.update(service.ctx, ids, patchProfile({ name: "own" }), undefined),
          delete: () => profiles.remove(service.ctx, ids, undefined),
        };
        if (isRecorded) await calls[change]();
        else await expect(calls[change]()).rejects.toMatchObject({ code: "unavailable", retryAfter: 1 });
        expect(await profiles.read(service.ctx, ids)).toEqual(left);
      }
      expect(hits).toHaveLength(2);
    },
  );

  it("A delete and a create succeed when the clock of the change before is ahead, and their ids keep the order", async () => {
    const { project_id } = await freshProject();
    const ids = { project_id, profile_id: "c" };
    const key = keys.profile(service.tenant, project_id, "c");
    const changes: string[] = [];
    const changed = async () => void changes.push((await service.table.get(key))?.change as string);
    const create = async (ctx = service.ctx) => {
      await createProfile(ctx, project_id, { profile_id: "c", platform: "codex" });
      await changed();
    };
    const remove = async (ctx = service.ctx) => {
      await profiles.remove(ctx, ids, undefined);
      await changed();
    };
    const ahead = () => ({ ...service.ctx, newId: () => idByClock(60_000) });
    await create(ahead());
    await remove();
    await create();
    await remove(ahead());
    await create();
    expect(changes).toEqual([...changes].sort());

    const record = {
      artifact_type: "skill",
      artifact_name: "s",
      deployment_profile_id: "c",
      content_hash: "h",
    } as const;
    await recordDeployment(service.ctx, project_id, record);
    await deployments.remove(ahead(), { project_id, deployment_id: "c:skill:s" }, undefined);
    await recordDeployment(service.ctx, project_id, record);
    await service.drain();
    expect((await service.call("GET", `/projects/${project_id}/events?limit=100`)).json).toHaveLength(5 + 3);
  });

  it("A storage call that is never answered is given up after the request's deadline", async () => {
    const silent = createServer(() => {});
    const endpoint = await listen(silent);
    let attempts = 0;
    silent.on("connection", () => attempts++);
    const client = createClient({
      ...LOCAL_AWS,
      endpoint,
      requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    await createTable(client, "silent").withDeadline(1_000, async (table) => {
      await expect(table.get({ pk: "a", sk: "b" })).rejects.toMatchObject({ code: "unavailable" });
      await expect(table.put({ pk: "a", sk: "b" }, { is: "absent" })).rejects.toMatchObject({ code: "unavailable" });
    });
    expect(attempts).toBeGreaterThan(1);
    client.destroy();
    await close(silent);
  });
});

describe("The timers of deadlines", () => {
  it("Every timer is released when its request or call has ended, whether it succeeded or failed", async () => {
    const started = vi.spyOn(globalThis, "setTimeout");
    const released = vi.spyOn(globalThis, "clearTimeout");
    await service.call("POST", "/projects", { body: { project_id: "timers" } });
    await service.call("POST", "/projects", { body: { project_id: "timers" } });
    await service.call("PATCH", "/projects/timers", { body: { description: "d" } });
    await service.call("GET", "/projects/timers");
    await service.call("GET", "/projects/timers", { headers: { accept: "image/png" } });
    await service.call("DELETE", "/projects/none");
    await service.drain();
    const isDeadline = ([, ms]: Parameters<typeof setTimeout>) => (ms ?? 0) >= 5_000;
    const timers = started.mock.calls.flatMap((call, i) => (isDeadline(call) ? [started.mock.results[i]?.value] : []));
    const cleared = new Set(released.mock.calls.map(([timer]) => timer));
    vi.restoreAllMocks();
    expect(timers.length).toBeGreaterThan(5);
    expect(timers.filter((timer) => !cleared.has(timer))).toEqual([]);
  });
});

describe("The deadline of a request", () => {
  /** A server that takes requests and never answers, and a client that waits longer than any deadline here. */
  async function silence() {
    let requests = 0;
    const server = createServer(() => void requests++);
    const client = createClient({
      ...LOCAL_AWS,
      endpoint: await listen(server),
      requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true },
    });
    const end = async () => {
      client.destroy();
      server.closeAllConnections();
      await close(server);
    };
    return { table: createTable(client, "silent"), requests: () => requests, end };
  }

  it("It ends a call that storage does not answer, and the later calls of the request make no attempt", async () => {
    const { table, requests, end } = await silence();
    await table.withDeadline(200, async (limited) => {
      await expect(limited.get({ pk: "a", sk: "b" })).rejects.toMatchObject({ code: "unavailable" });
      expect(requests()).toBe(1);
      await expect(limited.get({ pk: "a", sk: "b" })).rejects.toMatchObject({ code: "unavailable" });
      await expect(limited.put({ pk: "a", sk: "b" }, { is: "absent" })).rejects.toMatchObject({ code: "unavailable" });
    });
    expect(requests()).toBe(1);
    await end();
  });

  it("When a request fails, the calls that still run are ended with it", async () => {
    const { table, requests, end } = await silence();
    let outcome: Promise<unknown> = Promise.resolve();
    const failed = table.withDeadline(60_000, async (limited) => {
      outcome = limited.get({ pk: "a", sk: "b" }).catch((error) => error);
      await vi.waitFor(() => expect(requests()).toBe(1), { timeout: 60_000 });
      throw new Error("another call failed");
    });
    await expect(failed).rejects.toThrow("another call failed");
    expect(await outcome).toMatchObject({ code: "unavailable" });
    await end();
  });
});

describe("A page", () => {
  it("It reads a range of keys, so that the local engine does not read what lies before the list", async () => {
    const inputs: unknown[] = [];
    const client = {
      send: async ({ input }: { input: object }) => {
        inputs.push(input);
        return {};
      },
    };
    const table = createTable(client as never, "table");
    await table.query({ pk: "p", prefix: "N#PROFILE#", limit: 1 });
    expect(inputs).toMatchObject([{ KeyConditionExpression: "pk = :pk AND sk BETWEEN :prefix AND :end" }]);
  });

  it("A filtered page of large rows ends with the query that storage ends at 1 MB, and the next one begins there", async () => {
    const pk = "large";
    const rows = Array.from({ length: 20 }, (_, i) => ({ pk, sk: `row${10 + i}`, text: "x".repeat(150_000) }));
    for (const row of rows) await service.table.put(row, { is: "absent" });
    const read: number[] = [];
    const query: Table["query"] = async (q) => {
      const step = await service.table.query(q);
      read.push(step.rows.length);
      return step;
    };
    const seen: string[] = [];
    const range = { pk, prefix: "row" };
    const pickAll = async (step: readonly Row[]) => {
      seen.push(...step.map(({ sk }) => sk));
      return step.map(() => undefined);
    };
    const page = await readFiltered({ table: { query } }, range, { limit: 2, after: undefined }, pickAll, 1_000);
    expect([read[0], read.length, (read[1] as number) < 12]).toEqual([3, 2, true]);
    expect(page).toEqual({ items: [], next: seen.at(-1)?.slice("row".length) });
  });

  it("It has the keys that begin with the prefix, with regard to case, and the one that equals it", async () => {
    const pk = "prefixes";
    const listed = ["ab", "ab\u{10ffff}", "ab_c", "abc", "abz"];
    for (const sk of [...listed, "AB", "Abc", "aBc", "aa", "ac", "acb"]) {
      await service.table.put({ pk, sk }, { is: "absent" });
    }
    const sorted = listed.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const limit of [1, 2, 5, 6, 100]) {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const { rows, last } = await service.table.query({ pk, prefix: "ab", after, limit });
        found.push(...rows.map(({ sk }) => sk));
        after = last;
      } while (after !== undefined);
      expect([limit, found]).toEqual([limit, sorted]);
    }
  });
});

describe("A transaction that fails for more than one reason", () => {
  it("A cancelled transaction names the failed conditions, even when another item was throttled", async () => {
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

describe("Busy storage", () => {
  it("Throttling, conflicts, server errors, cut connections and timeouts are retried", async () => {
    inject("PutItem", "throttle", "conflict", "500", "lost before", "hang");
    expect((await freshProject()).value.version).toBe(1);
    expect(hits).toHaveLength(5);
    inject("GetItem", "throttle", "500");
    expect((await projects.read(service.ctx, { project_id: `p${n}` })).value.project_id).toBe(`p${n}`);
    inject("TransactWriteItems", "cancelled", "lost after", "throttle");
    expect(await service.newTenant(`busy${n}`)).toBeDefined();
    expect(hits).toHaveLength(10);
  });

  it("Storage that stays busy answers 503 with Retry-After after eight attempts", async () => {
    for (const fault of ["throttle", "conflict", "500", "hang"] as const) {
      inject("PutItem", ...Array<Fault>(20).fill(fault));
      const reply = await service.call("POST", "/projects", { body: {} });
      expect([fault, problemOf(reply)]).toEqual([fault, { status: 503, code: "unavailable", places: [] }]);
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    // Eight attempts each, at most a second apart, fit into the ten seconds of a request.
    expect(hits).toHaveLength(4 * 8);
    inject("TransactWriteItems", ...Array<Fault>(20).fill("cancelled"));
    const tenant = await service.call("POST", "/tenants", {
      key: "smo_test_operator",
      body: { tenant_id: "never", name: "n" },
    });
    expect(tenant.status).toBe(503);
  });

  it("A storage error that is the service's fault answers 500", async () => {
    inject("PutItem", "denied");
    expect(problemOf(await service.call("POST", "/projects", { body: {} })).status).toBe(500);
    inject("TransactWriteItems", "denied");
    expect(problemOf(await service.call("POST", "/keys", { body: { name: "k", scopes: ["keys:read"] } })).status).toBe(
      500,
    );
  });

  it("Keys that a batch read leaves unprocessed are read again", async () => {
    const { project_id } = await freshProject();
    await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" });
    let partial = true;
    service.client.middlewareStack.add(
      (next) => async (args) => {
        const reply = await next(args);
        const output = reply.output as { Responses?: Record<string, unknown[]>; UnprocessedKeys?: object };
        if (partial && output.Responses) {
          partial = false;
          output.Responses = {};
          output.UnprocessedKeys = (args.input as { RequestItems: object }).RequestItems;
        }
        return reply;
      },
      { step: "initialize", priority: "low", name: "unprocessed" },
    );
    expect((await profiles.read(service.ctx, { project_id, profile_id: "c" })).value.profile_id).toBe("c");
    expect(partial).toBe(false);
    service.client.middlewareStack.remove("unprocessed");
  });
});

describe("Concurrent writers", () => {
  it("Concurrent creates of profiles and records in one project all succeed", async () => {
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

  it("Of concurrent updates with one ETag one succeeds; without an ETag every change is kept", async () => {
    const { project_id } = await freshProject();
    const { change } = (await createProfile(service.ctx, project_id, { profile_id: "c", platform: "codex" })).result;
    const tries = Array.from({ length: 20 }, (_, i) =>
      profiles.update(service.ctx, { project_id, profile_id: "c" }, patchProfile({ description: `${i}` }), {
        match: [change],
      }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of results)
      if (r.status === "rejected") expect(r.reason).toMatchObject({ code: "precondition-failed" });
    const types = ARTIFACT_TYPES.slice(0, 10);
    await Promise.all(
      types.map((type) =>
        profiles.update(
          service.ctx,
          { project_id, profile_id: "c" },
          patchProfile({ artifact_path_map: { [type]: "here" } }),
          undefined,
        ),
      ),
    );
    const { artifact_path_map, version } = (await profiles.read(service.ctx, { project_id, profile_id: "c" })).value;
    expect(artifact_path_map).toEqual(Object.fromEntries(types.map((t) => [t, "here"])));
    expect(version).toBe(12);
  });

  it("Concurrent records of one new deployment create it once and update it otherwise", async () => {
    const { project_id } = await freshProject();
    const input = (i: number) => ({ artifact_type: "skill" as const, artifact_name: "s", content_hash: `h${i}` });
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => recordDeployment(service.ctx, project_id, input(i))),
    );
    expect(results.filter(({ result }) => result.created)).toHaveLength(1);
    // Each is answered with its own hash as the newest of the lineage.
    for (const [i, { result }] of results.entries()) expect(result.value.version_lineage.at(-1)).toBe(`h${i}`);
    const last = await recordDeployment(service.ctx, project_id, input(99));
    expect(last.result.value.version_lineage).toHaveLength(11);
  });
});
