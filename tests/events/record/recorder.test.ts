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
const mine = async () => (await service.records()).filter((r) => r.dynamodb?.Keys?.pk?.S?.startsWith(`T#${tenant}`));
const feed = async (path = "/events") =>
  ((await call("GET", `${path}?limit=100`)).json as { sequence: string; id: string; type: string }[]).map(
    (e) => [Number(e.sequence), e.id, e.type] as const,
  );
const sequences = async (path?: string) => (await feed(path)).map(([sequence]) => sequence);
const broken = (record: StreamRecord): StreamRecord => ({
  ...record,
  dynamodb: { ...record.dynamodb, NewImage: { sk: { S: "N#X" }, pk: { S: "?" }, change: { S: "c" } } },
});

describe("the recorder", () => {
  it("records each change once, whatever is delivered twice, split or replayed", async () => {
    await artifacts(5);
    const records = await mine();
    await service.recorder([...records.slice(0, 3), ...records.slice(0, 3)]);
    await service.recorder(records.slice(2));
    await service.recorder(records);
    await service.recorder([...records].reverse());
    const once = await feed();
    expect(once.map(([s]) => s)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(once.map(([, id]) => id)).size).toBe(5);
  });

  it("spends one transaction on a batch that holds its records twice", async () => {
    await artifacts(4);
    const records = await mine();
    let transactions = 0;
    const transact: Table["transact"] = (writes) => {
      transactions++;
      return service.table.transact(writes);
    };
    await service.recorder([...records, ...records], { table: { ...service.table, transact } });
    expect([transactions, await sequences()]).toEqual([1, [1, 2, 3, 4]]);
  });

  it("takes more changes than fit a transaction", async () => {
    await Promise.all(
      Array.from({ length: 120 }, (_, i) => call("POST", "/artifacts", { type: "agent", name: `n${i}` })),
    );
    await service.recorder(await mine());
    const all = [
      ...(await sequences()),
      ...((await call("GET", "/events?after=100")).json as { sequence: string }[]).map((e) => Number(e.sequence)),
    ];
    expect(all).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  });

  it("shares a feed with another recorder without a hole or a double", async () => {
    await artifacts(30);
    const records = await mine();
    await Promise.all([service.recorder(records), service.recorder(records), service.recorder(records.slice(10))]);
    expect(await sequences()).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it("reports what storage could not take for now, in order, and records it the next time", async () => {
    await artifacts(3);
    const records = await mine();
    const away: Table = { ...service.table, transact: () => Promise.reject(new Fault("unavailable", "away")) };
    const { batchItemFailures } = await service.recorder(records, { table: away });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual(records.map((r) => r.dynamodb?.SequenceNumber));
    expect(await feed()).toEqual([]);
    expect((await service.recorder(records)).batchItemFailures).toEqual([]);
    expect(await sequences()).toEqual([1, 2, 3]);
  });

  it("waits where a permission is missing, since no record is to blame", async () => {
    await artifacts(1);
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    const { batchItemFailures } = await service.recorder(await mine(), {
      table: { ...service.table, transact: () => Promise.reject(denied) },
    });
    expect(batchItemFailures).toHaveLength(1);
    expect(service.deadLetters).toEqual([]);
  });

  it("sets a record aside that it cannot read, whole, and records its neighbours", async () => {
    await artifacts(3);
    const records = await mine();
    const poison = broken(records[1] as StreamRecord);
    const kept: StreamRecord[] = [];
    const setAside = async (one: StreamRecord) => void kept.push(one);
    const { batchItemFailures } = await service.recorder([records[0], poison, records[2]] as StreamRecord[], {
      deadLetter: setAside,
    });
    expect(batchItemFailures).toEqual([]);
    expect(kept).toEqual([poison]);
    expect(await sequences()).toEqual([1, 2]);
    await service.recorder([records[1] as StreamRecord]);
    expect(await sequences()).toEqual([1, 2, 3]);
  });

  it("keeps a record in the stream that it can neither record nor set aside", async () => {
    await artifacts(1);
    const poison = broken((await mine())[0] as StreamRecord);
    const setAside = () => Promise.reject(new Error("bucket away"));
    expect((await service.recorder([poison], { deadLetter: setAside })).batchItemFailures).toHaveLength(1);
  });

  it("finds the one record that storage refuses among its neighbours", async () => {
    await artifacts(3);
    const records = await mine();
    const bad = (records[1] as StreamRecord).dynamodb?.NewImage?.change?.S as string;
    const refusing: Table = {
      ...service.table,
      transact: (writes) =>
        writes.some((w) => "put" in w && w.put.id === bad)
          ? Promise.reject(Object.assign(new Error("too large"), { name: "ValidationException" }))
          : service.table.transact(writes),
    };
    const kept: StreamRecord[] = [];
    const reply = await service.recorder(records, { table: refusing, deadLetter: async (one) => void kept.push(one) });
    expect(reply.batchItemFailures).toEqual([]);
    expect(kept).toEqual([records[1]]);
    expect((await feed()).map(([, id]) => id)).toEqual([0, 2].map((i) => records[i]?.dynamodb?.NewImage?.change?.S));
  });

  it("keeps the order of one item's changes, when one waits behind a record that was refused", async () => {
    await artifacts(1);
    await call("PATCH", "/artifacts/skill:a0", { source: "1" });
    await call("PATCH", "/artifacts/skill:a0", { source: "2" });
    const records = await mine();
    const ids = records.map((r) => r.dynamodb?.NewImage?.change?.S as string);
    let busy = true;
    const transact: Table["transact"] = (writes) => {
      const has = (id: string | undefined) => writes.some((w) => "put" in w && w.put.id === id);
      if (has(ids[0])) return Promise.reject(Object.assign(new Error("too large"), { name: "ValidationException" }));
      if (has(ids[1]) && busy) return Promise.reject(new Fault("unavailable", "away"));
      return service.table.transact(writes);
    };
    const table = { ...service.table, transact };
    const { batchItemFailures } = await service.recorder(records, { table, deadLetter: async () => {} });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual(
      records.slice(1).map((r) => r.dynamodb?.SequenceNumber),
    );
    busy = false;
    await service.recorder(records.slice(1), { table, deadLetter: async () => {} });
    expect((await feed()).map(([, id]) => id)).toEqual(ids.slice(1));
  });

  it("makes no event of a removal, of TTL, or of a change that is none", async () => {
    await artifacts(1);
    const [created] = await mine();
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

  it("gives up on a head that never stands still, for now", async () => {
    await artifacts(1);
    const moving: Table = {
      ...service.table,
      transact: async (w) => ({
        done: false,
        outcomes: w.map((_, i) => (i === 0 ? { done: false, row: undefined } : { done: true })),
      }),
    };
    expect((await service.recorder(await mine(), { table: moving })).batchItemFailures).toHaveLength(1);
  });
});

describe("behind a delete", () => {
  it("nothing is removed that is not recorded yet", async () => {
    await artifacts(1);
    await call("DELETE", "/artifacts/skill:a0");
    const away: Table = { ...service.table, transact: () => Promise.reject(new Fault("unavailable", "away")) };
    const records = await mine();
    expect((await service.recorder(records, { table: away })).batchItemFailures).toHaveLength(2);
    expect((await service.table.get(keys.artifact(tenant, "skill:a0")))?.deleted).toBe(true);
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
  });

  it("the removal is tried again, whatever stood in its way", async () => {
    await artifacts(1);
    await call("DELETE", "/artifacts/skill:a0");
    const records = await mine();
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    const table: Table = { ...service.table, remove: () => Promise.reject(denied) };
    const { batchItemFailures } = await service.recorder(records, { table });
    expect(batchItemFailures.map((f) => f.itemIdentifier)).toEqual([records[1]?.dynamodb?.SequenceNumber]);
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
    expect(await sequences()).toEqual([1, 2]);
  });

  it("the marked row is removed, unless it was made again", async () => {
    await artifacts(2);
    await call("DELETE", "/artifacts/skill:a0");
    await call("DELETE", "/artifacts/skill:a1");
    const records = await mine();
    await call("POST", "/artifacts", { type: "skill", name: "a1" });
    await service.recorder(records);
    expect(await service.table.get(keys.artifact(tenant, "skill:a0"))).toBeUndefined();
    expect((await call("GET", "/artifacts/skill:a1")).status).toBe(200);
  });
});

describe("the purge of a deleted project", () => {
  const children = async (project: string) =>
    (await service.table.query({ pk: keys.projectPartition(tenant, project), prefix: PREFIX.resource, limit: 1_000 }))
      .rows.length;

  it.each([0, 1, 26, 501])("leaves nothing of %i children, and its event in the tenant's feed", async (n) => {
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
  });

  it("takes a child that slipped in after it, and leaves a later project's alone", async () => {
    await call("POST", "/projects", { project_id: "p" });
    const old = await service.table.get(keys.project(tenant, "p"));
    await call("POST", "/projects/p/profiles", { profile_id: "kept", platform: "codex" });
    await call("DELETE", "/projects/p");
    await service.drain();
    const late = {
      ...keys.profile(tenant, "p", "late"),
      ...firstStamp(service.ctx, old?.uid as string),
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
    await service.recorder(await mine());
    await service.drain();
    const after = await call("GET", "/projects/p/profiles");
    expect(after.text).toBe(before.text);
    expect((after.json as object[]).length).toBe(1);
    expect(await sequences("/projects/p/events")).toEqual([1]);
  });
});
