/** The recorder: makes events of stream records, removes tombstones and purges deleted projects. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { firstStamp } from "@skillmeat-deployments/core/resource/change.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { deploymentRow } from "@skillmeat-deployments/testing/rows.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let key: string;
let tenant: string;
let count = 0;
beforeAll(async () => {
  service = await createService();
});
beforeEach(async () => {
  tenant = `t${++count}`;
  key = await service.newTenant(tenant);
  await service.drain();
});
afterAll(() => service.close());

const call = (method: string, path: string, body?: object) =>
  service.call(method, path, { key, ...(body ? { body } : {}) });
const artifacts = async (n: number) => {
  for (let i = 0; i < n; i++) await call("POST", "/artifacts", { type: "skill", name: `a${i}` });
};
const tenantRecords = async () =>
  (await service.records()).filter((r) => r.dynamodb?.Keys?.pk?.S?.startsWith(`T#${tenant}`));
const feed = async (path = "/events") =>
  ((await call("GET", `${path}?limit=100`)).json as { sequence: string; id: string; type: string }[]).map(
    (e) => [Number(e.sequence), e.id, e.type] as const,
  );
const sequences = async (path?: string) => (await feed(path)).map(([sequence]) => sequence);
const unreadable = (record: StreamRecord): StreamRecord => ({
  ...record,
  dynamodb: { ...record.dynamodb, NewImage: { sk: { S: "N#X" }, pk: { S: "?" }, change: { S: "c" } } },
});

describe("The recorder", () => {
  it("Each change is recorded once when its record is duplicated, split, replayed or reordered", async () => {
    await artifacts(5);
    const records = await tenantRecords();
    await service.recorder([...records.slice(0, 3), ...records.slice(0, 3)]);
    await service.recorder(records.slice(2));
    await service.recorder(records);
    await service.recorder([...records].reverse());
    const recorded = await feed();
    expect(recorded.map(([s]) => s)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(recorded.map(([, id]) => id)).size).toBe(5);
  });

  it("A batch that holds each record twice takes one transaction", async () => {
    await artifacts(4);
    const records = await tenantRecords();
    let transactions = 0;
    const transact: Table["transact"] = (writes) => {
      transactions++;
      return service.table.transact(writes);
    };
    await service.recorder([...records, ...records], { table: { ...service.table, transact } });
    expect([transactions, await sequences()]).toEqual([1, [1, 2, 3, 4]]);
  });

  it("A batch of more changes than fit into a transaction is recorded completely", async () => {
    await Promise.all(
      Array.from({ length: 120 }, (_, i) => call("POST", "/artifacts", { type: "agent", name: `n${i}` })),
    );
    await service.recorder(await tenantRecords());
    const all = [
      ...(await sequences()),
      ...((await call("GET", "/events?after=100")).json as { sequence: string }[]).map((e) => Number(e.sequence)),
    ];
    expect(all).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  });

  it("The head of a feed is read once a batch, and again when another recorder has advanced the feed meanwhile", async () => {
    await artifacts(100);
    const records = await tenantRecords();
    let reads = 0;
    const get: Table["get"] = (rowKey, consistent) => {
      if (rowKey.sk === "Z#HEAD") reads++;
      return service.table.get(rowKey, consistent);
    };
    await service.recorder(records.slice(0, 60), { table: { ...service.table, get } });
    expect(reads).toBe(1);
    // After this recorder's first transaction, another one records a later change.
    let transactions = 0;
    const transact: Table["transact"] = async (writes) => {
      const outcome = await service.table.transact(writes);
      if (++transactions === 1) await service.recorder(records.slice(-1));
      return outcome;
    };
    await service.recorder(records.slice(0, 99), { table: { ...service.table, get, transact } });
    expect(await sequences()).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(new Set((await feed()).map(([, id]) => id)).size).toBe(100);
  });

  it("Concurrent recorders share a feed without a hole or a duplicate", async () => {
    await artifacts(30);
    const records = await tenantRecords();
    await Promise.all([service.recorder(records), service.recorder(records), service.recorder(records.slice(10))]);
    expect(await sequences()).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it("Records that storage cannot take are reported in order and recorded on the next delivery", async () => {
    await artifacts(3);
    const records = await tenantRecords();
    const unavailable: Table = {
      ...service.table,
      transact: () => Promise.reject(new Fault("unavailable", "unavailable")),
    };
    const { batchItemFailures } = await service.recorder(records, { table: unavailable });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual(records.map((r) => r.dynamodb?.SequenceNumber));
    expect(await feed()).toEqual([]);
    expect((await service.recorder(records)).batchItemFailures).toEqual([]);
    expect(await sequences()).toEqual([1, 2, 3]);
  });

  it("A missing permission is reported as a failure and makes no dead letter", async () => {
    await artifacts(1);
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    const { batchItemFailures } = await service.recorder(await tenantRecords(), {
      table: { ...service.table, transact: () => Promise.reject(denied) },
    });
    expect(batchItemFailures).toHaveLength(1);
    expect(service.deadLetters).toEqual([]);
  });

  it("A record that cannot be read becomes a dead letter, whole, and its neighbours are recorded", async () => {
    await artifacts(3);
    const records = await tenantRecords();
    const poison = unreadable(records[1] as StreamRecord);
    const deadLetters: StreamRecord[] = [];
    const writeDeadLetter = async (record: StreamRecord) => void deadLetters.push(record);
    const { batchItemFailures } = await service.recorder([records[0], poison, records[2]] as StreamRecord[], {
      storeDeadLetter: writeDeadLetter,
    });
    expect(batchItemFailures).toEqual([]);
    expect(deadLetters).toEqual([poison]);
    expect(await sequences()).toEqual([1, 2]);
    await service.recorder([records[1] as StreamRecord]);
    expect(await sequences()).toEqual([1, 2, 3]);
  });

  it("A record that can neither be recorded nor be written as a dead letter is reported as failed", async () => {
    await artifacts(1);
    const poison = unreadable((await tenantRecords())[0] as StreamRecord);
    const writeDeadLetter = () => Promise.reject(new Error("bucket away"));
    expect((await service.recorder([poison], { storeDeadLetter: writeDeadLetter })).batchItemFailures).toHaveLength(1);
  });

  it("When storage refuses a transaction, the recorder finds the one record that causes it", async () => {
    await artifacts(3);
    const records = await tenantRecords();
    const refusedId = (records[1] as StreamRecord).dynamodb?.NewImage?.change?.S as string;
    const refusing: Table = {
      ...service.table,
      transact: (writes) =>
        writes.some((w) => "put" in w && w.put.id === refusedId)
          ? Promise.reject(Object.assign(new Error("too large"), { name: "ValidationException" }))
          : service.table.transact(writes),
    };
    const deadLetters: StreamRecord[] = [];
    const reply = await service.recorder(records, {
      table: refusing,
      storeDeadLetter: async (record) => void deadLetters.push(record),
    });
    expect(reply.batchItemFailures).toEqual([]);
    expect(deadLetters).toEqual([records[1]]);
    expect((await feed()).map(([, id]) => id)).toEqual([0, 2].map((i) => records[i]?.dynamodb?.NewImage?.change?.S));
  });

  it("The changes of one item keep their order when one of them waits behind a refused record", async () => {
    await artifacts(1);
    await call("PATCH", "/artifacts/skill:a0", { source: "1" });
    await call("PATCH", "/artifacts/skill:a0", { source: "2" });
    const records = await tenantRecords();
    const ids = records.map((r) => r.dynamodb?.NewImage?.change?.S as string);
    let busy = true;
    const transact: Table["transact"] = (writes) => {
      const has = (id: string | undefined) => writes.some((w) => "put" in w && w.put.id === id);
      if (has(ids[0])) return Promise.reject(Object.assign(new Error("too large"), { name: "ValidationException" }));
      if (has(ids[1]) && busy) return Promise.reject(new Fault("unavailable", "away"));
      return service.table.transact(writes);
    };
    const table = { ...service.table, transact };
    const { batchItemFailures } = await service.recorder(records, { table, storeDeadLetter: async () => {} });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual(
      records.slice(1).map((r) => r.dynamodb?.SequenceNumber),
    );
    busy = false;
    await service.recorder(records.slice(1), { table, storeDeadLetter: async () => {} });
    expect((await feed()).map(([, id]) => id)).toEqual(ids.slice(1));
  });

  it("A removed row and a modification that keeps its change id make no event", async () => {
    await artifacts(1);
    const [created] = await tenantRecords();
    const image = created?.dynamodb?.NewImage;
    const record = created as StreamRecord;
    await service.recorder([
      {
        ...record,
        eventName: "REMOVE",
        dynamodb: { Keys: record.dynamodb?.Keys, OldImage: image, SequenceNumber: "x" },
      },
      { ...record, eventName: "MODIFY", dynamodb: { ...record.dynamodb, OldImage: image } },
    ] as StreamRecord[]);
    expect(await feed()).toEqual([]);
  });

  it("A record is reported as failed when the head of its feed keeps moving", async () => {
    await artifacts(1);
    const moving: Table = {
      ...service.table,
      transact: async (w) => ({
        done: false,
        outcomes: w.map((_, i) => (i === 0 ? { done: false, row: undefined } : { done: true })),
      }),
    };
    expect((await service.recorder(await tenantRecords(), { table: moving })).batchItemFailures).toHaveLength(1);
  });
});

describe("Cleaning up after a delete", () => {
  it("A tombstone is not removed before its delete is recorded", async () => {
    await artifacts(1);
    await call("DELETE", "/artifacts/skill:a0");
    const unavailable: Table = {
      ...service.table,
      transact: () => Promise.reject(new Fault("unavailable", "unavailable")),
    };
    const records = await tenantRecords();
    expect((await service.recorder(records, { table: unavailable })).batchItemFailures).toHaveLength(2);
    expect((await service.table.get(keys.artifact(tenant, "skill:a0")))?.deleted).toBe(true);
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
  });

  it("The removal of a tombstone is tried again after any failure", async () => {
    await artifacts(1);
    await call("DELETE", "/artifacts/skill:a0");
    const records = await tenantRecords();
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    const table: Table = { ...service.table, remove: () => Promise.reject(denied) };
    const { batchItemFailures } = await service.recorder(records, { table });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual([records[1]?.dynamodb?.SequenceNumber]);
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
    expect(await sequences()).toEqual([1, 2]);
  });

  it("A tombstone is removed unless its resource was created again", async () => {
    await artifacts(2);
    await call("DELETE", "/artifacts/skill:a0");
    await call("DELETE", "/artifacts/skill:a1");
    const records = await tenantRecords();
    await call("POST", "/artifacts", { type: "skill", name: "a1" });
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
    expect((await call("GET", "/artifacts/skill:a1")).status).toBe(200);
  });
});

describe("Purging a deleted project", () => {
  const children = async (project: string) =>
    (await service.table.query({ pk: keys.projectPartition(tenant, project), prefix: PREFIX.resource, limit: 1_000 }))
      .rows.length;

  it.each([0, 1, 26, 501])(
    "The purge of a project with %i children leaves none of them, and its delete is in the tenant's feed",
    async (n) => {
      await call("POST", "/projects", { project_id: "p" });
      const project = await service.table.get(keys.project(tenant, "p"));
      const ctx = { ...service.ctx, tenant };
      await Promise.all(
        Array.from({ length: n }, (_, i) =>
          service.table.put(deploymentRow(ctx, "p", project?.uid as string, i), { is: "absent" }),
        ),
      );
      await call("DELETE", "/projects/p");
      await service.drain();
      expect(await children("p")).toBe(0);
      expect(await service.table.get(keys.project(tenant, "p"))).toBeUndefined();
      expect((await feed()).map(([s, , type]) => [s, type])).toEqual([
        [1, "skillmeat.project.created"],
        [2, "skillmeat.project.deleted"],
      ]);
      const head = await service.table.get(keys.head(tenant, project?.uid as string));
      expect(head?.ttl).toBeGreaterThan(Date.now() / 1000);
      expect((await call("POST", "/projects", { project_id: "p" })).status).toBe(201);
    },
  );

  it("A child that is created while its project is being deleted is removed; a later project's child stays", async () => {
    await call("POST", "/projects", { project_id: "p" });
    const deletedProject = await service.table.get(keys.project(tenant, "p"));
    await call("POST", "/projects/p/profiles", { profile_id: "kept", platform: "codex" });
    await call("DELETE", "/projects/p");
    await service.drain();
    const late = {
      ...keys.profile(tenant, "p", "late"),
      ...firstStamp(service.ctx, deletedProject?.uid as string),
      id: "p:late",
      project_id: "p",
      profile_id: "late",
      platform: "codex",
      root_dir: "r",
      artifact_path_map: {},
      project_config_filenames: [],
      context_path_prefixes: [],
      supported_artifact_types: [],
    };
    await service.table.put(late, { is: "absent" });
    await call("POST", "/projects", { project_id: "p" });
    await call("POST", "/projects/p/profiles", { profile_id: "kept", platform: "gemini" });
    expect((await call("GET", "/projects/p/profiles/late")).status).toBe(404);
    await service.drain();
    expect(await service.table.get(keys.profile(tenant, "p", "late"))).toBeUndefined();
    const before = await call("GET", "/projects/p/profiles");
    await service.recorder(await tenantRecords());
    await service.drain();
    const after = await call("GET", "/projects/p/profiles");
    expect(after.text).toBe(before.text);
    expect((after.json as object[]).length).toBe(1);
    expect(await sequences("/projects/p/events")).toEqual([1]);
  });
});
