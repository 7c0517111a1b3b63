/** Asserts the rows about webhooks of the table "The cost of an operation": request units as the engine charges them. */
import { TENANT_FEED } from "@skillmeat-deployments/core/storage/keys.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { createDrain } from "@skillmeat-deployments/events/deliver/drain.ts";
import { createFanOut } from "@skillmeat-deployments/events/deliver/fan-out.ts";
import type { Queue } from "@skillmeat-deployments/events/deliver/queue.ts";
import { sweep } from "@skillmeat-deployments/events/deliver/sweep.ts";
import type { FeedEvent } from "@skillmeat-deployments/events/feed-event.ts";
import { createService, PUBLIC_URL, type Service } from "@skillmeat-deployments/testing/service.ts";
import { TEST_SECRETS } from "@skillmeat-deployments/testing/webhook-deps.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
let event: FeedEvent["event"];
let used = { read: 0, write: 0 };
const wakes: Parameters<Queue>[0][number]["wake"][] = [];
const queue: Queue = async (messages) => void wakes.push(...messages.map(({ wake }) => wake));
const now = () => new Date();

beforeAll(async () => {
  service = await createService({
    meter: ({ read, write }) => {
      used = { read: used.read + read, write: used.write + write };
    },
  });
  await service.call("POST", "/projects", { body: { project_id: "p" } });
  await service.drain();
  [event] = (await service.call("GET", "/events")).json as [FeedEvent["event"]];
});
afterAll(() => service.close());

async function cost(work: () => Promise<unknown>) {
  used = { read: 0, write: 0 };
  await work();
  return used;
}
/** Queues events, which differ by their ids. */
const fanOut = (count: number) => {
  const events = Array.from({ length: count }, () => ({ feed: TENANT_FEED, event: { ...event, id: newId() } }));
  return cost(() => createFanOut({ table: service.table, now, newId, queue })(service.tenant, events));
};
/** Sends what is queued. */
const deliver = () => {
  const answer = { kind: "answer", status: 204, header: () => undefined, text: "", ms: 1 } as const;
  const deps = { table: service.table, now, newId, queue, secrets: TEST_SECRETS, publicUrl: PUBLIC_URL };
  const drain = createDrain({ ...deps, send: async () => answer, log: () => {}, appendEvents: async () => {} });
  return cost(() => drain(wakes.at(-1) as (typeof wakes)[number]));
};

// DynamoDB Local charges transactions differently from DynamoDB; dynoxide charges them the same.
describe.skipIf(process.env.DYNAMODB_ENDPOINT !== undefined)("The cost of webhooks", () => {
  it("A tenant without webhooks costs 1 read unit for all its events of a batch", async () => {
    expect(await fanOut(20)).toEqual({ read: 1, write: 0 });
  });

  it("A queued delivery costs 4 write units, and 2 for each transaction; a delivered one 4 read and 6 write units", async () => {
    await service.call("POST", "/webhooks", { body: { url: "https://example.com/hooks" } });
    expect(await fanOut(1)).toEqual({ read: 1, write: 4 + 2 });
    const one = await deliver();
    expect(await fanOut(20)).toEqual({ read: 1, write: 20 * 4 + 2 });
    const twenty = await deliver();
    expect({ read: twenty.read - one.read, write: twenty.write - one.write }).toEqual({ read: 19 * 4, write: 19 * 6 });
    // What a wake costs beside its deliveries.
    expect(one.read - 4).toBeLessThanOrEqual(9);
    expect(one.write - 6).toBeLessThanOrEqual(4);
  });

  it("A sweep that finds nothing costs 8 read units", async () => {
    expect(await cost(() => sweep(service.table, now, queue))).toEqual({ read: 8, write: 0 });
  });
});
