/** The hour of a key's last use: that it is right, and that no request pays for it. */
import { keyAuthenticator } from "@skillmeat-deployments/core/model/access/authenticate-key.ts";
import { setLastUsed } from "@skillmeat-deployments/core/storage/directory.ts";
import type { Outcome } from "@skillmeat-deployments/core/storage/verbs.ts";
import { checksum } from "@skillmeat-deployments/core/values/secret.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

const HOUR = 3_600_000;
/** Ten minutes into an hour. */
const START = Math.floor(Date.now() / HOUR) * HOUR + 600_000;
const hourAt = (ms: number) => new Date(Math.floor((START + ms) / HOUR) * HOUR).toISOString();

let service: Service;
/** The storage calls of the app, in order. */
let calls: string[] = [];
/** Runs around each recording of a use. */
let around = (record: () => Promise<Outcome>): Promise<Outcome> => record();
/** Runs between the reads of a request and its transaction. */
let beforeCommit = async () => {};
beforeAll(async () => {
  service = await createService({
    wrap: (table) => ({
      ...table,
      get: (...args) => {
        calls.push("get");
        return table.get(...args);
      },
      setAttribute: (...args) => {
        calls.push("setAttribute");
        return around(() => table.setAttribute(...args));
      },
      transact: async (writes) => {
        await beforeCommit();
        return table.transact(writes);
      },
    }),
  });
});
afterEach(async () => {
  around = (record) => record();
  beforeCommit = async () => {};
  await service.background.settled();
});
afterAll(() => service.close());

/** Sets both clocks, in milliseconds after the start. */
const setClocks = (ms: number) => Object.assign(service.clock, { now: new Date(START + ms), elapsed: START + ms });
const mint = async (body: object = {}) => {
  setClocks(0);
  await service.call("GET", "/me");
  const reply = await service.call("POST", "/keys", { body: { name: "k", scopes: ["projects:read"], ...body } });
  return reply.json as { key: string; key_id: string };
};
const use = async (key: string) => (await service.call("GET", "/me", { key })).status;
/** Sends a request without waiting for what it starts in the background. */
const useOnly = async (key: string, path = "/me") =>
  (await service.app.request(path, { headers: { authorization: `Bearer ${key}` } })).status;
const lastUse = async (id: string) =>
  ((await service.call("GET", `/keys/${id}`)).json as { last_used_at: string | null }).last_used_at;
/** How many uses are recorded while `work` runs. */
const recorded = async (work: () => Promise<unknown>) => {
  calls = [];
  await work();
  return calls.filter((call) => call === "setAttribute").length;
};

describe("The last use of a key", () => {
  it("It is null until the key is used, then the hour of the use, in the key and in the list", async () => {
    const { key, key_id } = await mint();
    expect(await lastUse(key_id)).toBeNull();
    setClocks(1_000);
    expect(await use(key)).toBe(200);
    expect(await lastUse(key_id)).toBe(hourAt(0));
    setClocks(5 * HOUR);
    await use(key);
    expect(await lastUse(key_id)).toBe(hourAt(5 * HOUR));
    const list = (await service.call("GET", "/keys?limit=100")).json as { key_id: string; last_used_at: string }[];
    expect(list.find((one) => one.key_id === key_id)?.last_used_at).toBe(hourAt(5 * HOUR));
  });

  it("An instance writes it once an hour, however often the key is used and looked up again", async () => {
    const { key } = await mint();
    const useFor = (minutes: number, from: number) =>
      recorded(async () => {
        for (let i = 0; i < minutes; i++) {
          setClocks(from + i * 60_000);
          await use(key);
        }
      });
    expect(await useFor(50, 0)).toBe(1);
    expect(await recorded(() => Promise.all(Array.from({ length: 20 }, () => use(key))))).toBe(0);
    expect(await useFor(3, HOUR)).toBe(1);
  });

  it("A request does not wait for it, and sends its own read first", async () => {
    const { key } = await mint();
    let finish = () => {};
    const held = new Promise<void>((done) => {
      finish = done;
    });
    around = (record) => held.then(record);
    calls = [];
    const status = await useOnly(key, "/projects/none");
    finish();
    expect([status, calls]).toEqual([404, ["get", "get", "setAttribute"]]);
  });

  it("Its failure changes no answer, and the next hour is recorded again", async () => {
    const { key, key_id } = await mint();
    around = () => Promise.reject(new Error("storage is away"));
    expect(await use(key)).toBe(200);
    expect(await lastUse(key_id)).toBeNull();
    around = (record) => record();
    setClocks(HOUR);
    expect(await use(key)).toBe(200);
    expect(await lastUse(key_id)).toBe(hourAt(HOUR));
  });

  it("It does not bring back a key that is revoked in the meantime", async () => {
    const { key, key_id } = await mint();
    around = async (record) => {
      await service.app.request(`/keys/${key_id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${service.key}` },
      });
      return record();
    };
    expect(await use(key)).toBe(200);
    expect(await service.table.get({ pk: "T#acme", sk: `Z#KEY#${key_id}` })).toBeUndefined();
  });

  it("Uses that are recorded late, or by an instance whose clock is behind, do not set it back", async () => {
    const { key, key_id } = await mint();
    setClocks(3 * HOUR);
    await use(key);
    const behind = keyAuthenticator(
      service.table,
      () => new Date(START + HOUR),
      () => 0,
      (...late) => service.background.start(() => setLastUsed(service.table, ...late)),
    );
    expect(await behind(key, async () => {})).toBeDefined();
    await service.background.settled();
    expect(await lastUse(key_id)).toBe(hourAt(3 * HOUR));
  });

  it("A wrong secret and an expired key are no use", async () => {
    const { key, key_id } = await mint({ expires_at: new Date(START + HOUR).toISOString() });
    const forged = `${key.slice(0, -36)}${"0".repeat(30)}`;
    expect(await use(forged + checksum(forged))).toBe(401);
    setClocks(HOUR);
    expect(await use(key)).toBe(401);
    expect(await lastUse(key_id)).toBeNull();
  });

  it("A rename keeps a use that is recorded in the meantime, and a use the name", async () => {
    const { key, key_id } = await mint();
    beforeCommit = async () => {
      await useOnly(key);
      await service.background.settled();
    };
    const renamed = await service.call("PATCH", `/keys/${key_id}`, { body: { name: "renamed" } });
    expect(renamed.status).toBe(200);
    expect((await service.call("GET", `/keys/${key_id}`)).json).toMatchObject({
      name: "renamed",
      last_used_at: hourAt(0),
    });
  });

  it("It makes no event", async () => {
    const { key } = await mint();
    await service.drain();
    const before = (await service.records()).length;
    await use(key);
    expect((await service.records()).length).toBe(before);
  });
});
