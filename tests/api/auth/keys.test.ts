/** The authentication of API keys: the clocks that it uses, what it caches, and what it reads from storage. */
import { checksum } from "@skillmeat-deployments/core/values/secret.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const HOUR = 3_600_000;
const START = Date.now();
let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const mint = async (body: object = {}) =>
  (await service.call("POST", "/keys", { body: { name: "k", scopes: ["projects:read"], ...body } })).json as {
    key: string;
    key_id: string;
  };
const me = async (key: string) => (await service.call("GET", "/me", { key })).status;

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
