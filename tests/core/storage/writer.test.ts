/** The writer: what it commits, it commits once, and a repeated request writes nothing more. */
import { Replay } from "@skillmeat-deployments/core/storage/idempotency.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const put = (sk: string, value: number) => ({
  put: { pk: "T#acme#I#writer", sk, value },
  when: { is: "unused", at: 0 } as const,
});

describe("A writer whose request has an Idempotency-Key", () => {
  it("A part of a request that was committed before is not written again", async () => {
    const request = { rowKey: { pk: "T#acme#I#parts", sk: "Z#IDEM" }, hash: "h" };
    const writer = () => createWriter(service.table, service.ctx.now, request);
    const first = writer();
    await first.commitPart([put("part", 1)]);
    await first.commit([], { done: true });
    // What the part wrote has changed since.
    await service.table.remove({ pk: "T#acme#I#writer", sk: "part" }, { is: "live" });
    await expect(writer().commitPart([put("part", 1)])).rejects.toThrow(Replay);
    expect(await service.table.get({ pk: "T#acme#I#writer", sk: "part" })).toBeUndefined();
  });

  it("A request commits once: a second commit is a programming error", async () => {
    const writer = createWriter(service.table, service.ctx.now);
    await writer.commit([put("once", 1)], {});
    await expect(writer.commit([], {})).rejects.toThrow("commits once");
  });
});
