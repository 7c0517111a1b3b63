/** When the recorder says that it made events: a local run wakes the publisher by that. */
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.drain();
});
afterAll(() => service.close());

it("The publisher is woken by a batch that made events, and not by one that made none", async () => {
  let woken = 0;
  const lines: Record<string, unknown>[] = [];
  const recorder = createRecorder({
    table: service.table,
    now: () => new Date(),
    storeDeadLetter: async () => {},
    log: (line) => void lines.push(line),
    // What a local run passes: the wake of the publisher.
    onEvents: () => void woken++,
  });
  await service.call("POST", "/artifacts", { body: { type: "skill", name: "a" } });
  await service.call("DELETE", "/artifacts/skill:a");
  const changes = await service.records();
  await recorder({ Records: changes });
  expect([woken, lines.at(-1)?.events]).toEqual([1, 2]);
  // The recorder has removed the tombstone. The record of that has no event.
  const removals = (await service.records()).slice(changes.length);
  expect(removals.map(({ eventName }) => eventName)).toEqual(["REMOVE"]);
  await recorder({ Records: removals });
  expect([woken, lines.length]).toEqual([1, 2]);
});
