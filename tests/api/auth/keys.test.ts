/** The authentication of API keys: the clocks that it uses, what it caches, and what it reads from storage. */
import { mintKey } from "@skillmeat-deployments/core/model/access/api-key.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { checksum } from "@skillmeat-deployments/core/values/secret.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const HOUR = 3_600_000;
const START = Date.now();
let service: Service;
let proxy: FaultProxy;
/** The operations that reached the engine. */
const calls: string[] = [];
/** Whether eventually consistent reads of keys find nothing, as right after a write. */
let lagging = false;
beforeAll(async () => {
  service = await createService({
    through: async (engine) => {
      proxy = await createProxy(engine);
      proxy.plan = (operation) => void calls.push(operation);
      return proxy.endpoint;
    },
    wrap: (table) => ({
      ...table,
      get: async (key, consistent) =>
        lagging && consistent === false && key.pk.startsWith("SYS#KEY#") ? undefined : table.get(key, consistent),
    }),
  });
});
afterAll(async () => {
  await service.close();
  await proxy.close();
});

const mint = async (body: object = {}) =>
  (await service.call("POST", "/keys", { body: { name: "k", scopes: ["projects:read"], ...body } })).json as {
    key: string;
    key_id: string;
  };
const me = async (key: string) => (await service.call("GET", "/me", { key })).status;
/** A key that is not stored yet, and the writes that store it. */
const unstored = () => {
  const minted = mintKey({ ...service.ctx, newId }, "test", { name: "k", scopes: ["projects:read"] });
  return { key: minted.created.key, rows: minted.rows };
};
/** The answers to each key in turn, and how many calls of storage they cost. */
async function callsOf(work: () => Promise<unknown>) {
  calls.length = 0;
  await work();
  return [...calls];
}

/** Runs `work` while both clocks stand still. @param work sets them, in milliseconds after the start */
async function withClocks(work: (set: (clocks: { day?: number; elapsed?: number }) => void) => Promise<void>) {
  const set = ({ day, elapsed }: { day?: number; elapsed?: number }) => {
    if (day !== undefined) service.clock.now = new Date(START + day);
    if (elapsed !== undefined) service.clock.elapsed = START + elapsed;
  };
  set({ day: 0, elapsed: 0 });
  await work(set).finally(() => Object.assign(service.clock, { now: undefined, elapsed: undefined }));
}

describe("The clocks of authentication", () => {
  it("A revoked key is refused after 30 seconds, although the time of day was set back an hour", () =>
    withClocks(async (set) => {
      const { key, key_id } = await mint();
      expect(await me(key)).toBe(200);
      await service.call("DELETE", `/keys/${key_id}`);
      set({ day: -HOUR, elapsed: 30_000 });
      expect(await me(key)).toBe(401);
    }));

  it("A key expires by the time of day, however long it has been cached", () =>
    withClocks(async (set) => {
      const { key } = await mint({ expires_at: new Date(START + HOUR).toISOString() });
      expect(await me(key)).toBe(200);
      set({ day: HOUR - 1 });
      expect(await me(key)).toBe(200);
      set({ day: HOUR });
      expect(await me(key)).toBe(401);
      set({ day: 0, elapsed: 2 * HOUR });
      expect(await me(key)).toBe(200);
    }));
});

describe("A relabelled key", () => {
  it("A test key with the label of a live key is refused, whether the key is cached or not", async () => {
    const { key } = await mint();
    const relabelled = key.replace("smk_test_", "smk_live_");
    const withChecksum = relabelled.slice(0, -6) + checksum(relabelled.slice(0, -6));
    const refused = async () => {
      for (const forged of [relabelled, withChecksum]) {
        const reply = await service.call("GET", "/me", { key: forged });
        expect(problemOf(reply)).toEqual({ status: 401, code: "unauthenticated", places: [] });
      }
    };
    await refused();
    expect(await me(key)).toBe(200);
    await refused();
    expect(await me(key)).toBe(200);
  });
});

describe("The look-ups of keys", () => {
  it("50 concurrent first uses of one key cost one read, and are all answered", async () => {
    const { key } = await mint();
    let statuses: number[] = [];
    const used = await callsOf(async () => {
      statuses = await Promise.all(Array.from({ length: 50 }, () => me(key)));
    });
    // The update records the hour of the use.
    expect([statuses, used]).toEqual([Array(50).fill(200), ["GetItem", "UpdateItem"]]);
  });

  it("200 uses of one unknown key within a few seconds cost one read, whether they come at once or in turn", () =>
    withClocks(async (set) => {
      const { key } = unstored();
      const used = await callsOf(async () => {
        await Promise.all(Array.from({ length: 100 }, () => me(key)));
        set({ elapsed: 4_999 });
        for (let i = 0; i < 100; i++) expect(await me(key)).toBe(401);
      });
      expect(used).toEqual(["GetItem"]);
      set({ elapsed: 5_000 });
      expect(await callsOf(() => me(key))).toEqual(["GetItem"]);
    }));

  it("A key that another instance stores is accepted within 5 seconds, although it was unknown before", () =>
    withClocks(async (set) => {
      const { key, rows } = unstored();
      expect(await me(key)).toBe(401);
      await service.table.transact(rows);
      set({ elapsed: 5_000 });
      expect(await me(key)).toBe(200);
    }));

  it("A new key is accepted at once, although eventually consistent reads do not find it yet", async () => {
    lagging = true;
    try {
      expect(await me((await mint()).key)).toBe(200);
      expect(await me(await service.newTenant("lagging"))).toBe(200);
    } finally {
      lagging = false;
    }
  });

  it("More unknown keys than the cache has room for good ones push out no good one", async () => {
    const { key } = await mint();
    expect(await me(key)).toBe(200);
    // Older than a minute: the wrapper answers their reads instead of the engine.
    lagging = true;
    try {
      const secret = "0".repeat(30);
      for (let i = 0; i < 1_001; i++) {
        const forged = `smk_test_01ARZ3NDEKTSV4RRFFQ69G${String(i).padStart(4, "0")}_${secret}`;
        expect(await me(forged + checksum(forged))).toBe(401);
      }
    } finally {
      lagging = false;
    }
    expect(await callsOf(() => me(key))).toEqual([]);
    expect(await me(key)).toBe(200);
  });

  it("A revoked key costs one read when its time in the cache ends, and none for some seconds after that", () =>
    withClocks(async (set) => {
      const { key, key_id } = await mint();
      expect(await me(key)).toBe(200);
      await service.call("DELETE", `/keys/${key_id}`);
      set({ elapsed: 25_000 });
      expect(await callsOf(() => me(key))).toEqual(["GetItem"]);
      expect(await callsOf(() => me(key))).toEqual([]);
      expect(await me(key)).toBe(401);
    }));
});
