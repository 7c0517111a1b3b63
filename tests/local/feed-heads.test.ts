/** The heads of feeds that the recorder of a local run remembers. */
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { rememberHeads } from "@skillmeat-deployments/local/feed-heads.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let key: string;
let tenant: string;
let count = 0;
/** The reads of heads that reached the table, and what its transactions do after they are committed. */
let headReads: number;
let afterCommit: () => void;
beforeAll(async () => {
  service = await createService();
});
beforeEach(async () => {
  tenant = `t${++count}`;
  key = await service.newTenant(tenant);
  headReads = 0;
  afterCommit = () => {};
});
afterAll(() => service.close());

const spied = (): Table => ({
  ...service.table,
  get: (rowKey, consistent) => {
    if (rowKey.sk === keys.head("t", "f").sk) headReads++;
    return service.table.get(rowKey, consistent);
  },
  transact: async (writes) => {
    const outcome = await service.table.transact(writes);
    afterCommit();
    return outcome;
  },
});
const recorderOn = (table: Table) => {
  const record = createRecorder({ table, now: () => new Date(), storeDeadLetter: async () => {}, log: () => {} });
  return async (Records: StreamRecord[]) => (await record({ Records })).batchItemFailures.length;
};
/** Creates artifacts. @returns their stream records */
async function create(...names: string[]): Promise<StreamRecord[]> {
  for (const name of names) await service.call("POST", "/artifacts", { key, body: { type: "skill", name } });
  const records = await service.records();
  return records.filter((r) => r.dynamodb?.Keys?.pk?.S === `T#${tenant}`).slice(-names.length);
}
const feed = async () =>
  ((await service.call("GET", "/events?limit=100", { key })).json as { sequence: string; subject: string }[]).map(
    ({ sequence, subject }) => [Number(sequence), subject.slice(-1)],
  );

describe("The remembered heads of feeds", () => {
  it("The head of a feed is read once, however many batches have changes of the feed", async () => {
    const record = recorderOn(rememberHeads(spied()));
    for (const name of ["a", "b", "c"]) expect(await record(await create(name))).toBe(0);
    expect([headReads, await feed()]).toEqual([
      1,
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ],
    ]);
  });

  it("When another recorder has advanced the feed, the head is read again, and the feed has no hole", async () => {
    const record = recorderOn(rememberHeads(spied()));
    await record(await create("a"));
    await recorderOn(service.table)(await create("b"));
    expect(await record(await create("c"))).toBe(0);
    expect([headReads, (await feed()).map(([sequence]) => sequence)]).toEqual([2, [1, 2, 3]]);
  });

  it("After a transaction without an answer the head is read, because it may be committed", async () => {
    const table = rememberHeads(spied());
    const record = recorderOn(table);
    await record(await create("a"));
    afterCommit = () => {
      throw new Error("no answer");
    };
    const batch = await create("b");
    expect(await record(batch)).toBe(1);
    afterCommit = () => {};
    expect(await table.get(keys.head(tenant, "TENANT"))).toMatchObject({ seq: 2 });
    expect(await record([...batch, ...(await create("c"))])).toBe(0);
    expect(await feed()).toEqual([
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ]);
  });

  it("Only the heads of the last 1,000 feeds are remembered", async () => {
    const table = rememberHeads({ ...spied(), transact: async () => ({ done: true }) });
    for (let i = 0; i <= 1_000; i++) {
      await table.transact([{ advance: keys.head(tenant, `f${i}`), seq: 1, expires: 0, when: { is: "head", seq: 0 } }]);
    }
    for (const feedName of ["f0", "f1", "f1000"]) await table.get(keys.head(tenant, feedName));
    expect(headReads).toBe(1);
  });
});
