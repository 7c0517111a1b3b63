/** Deleting a project: nothing of it is left, whatever fails meanwhile, and no other tenant waits for it. */
import assert from "node:assert/strict";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow, Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { around, deploymentRow } from "@skillmeat-deployments/testing/rows.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { Proof } from "./proof.ts";

/**
 * A table for a recorder that crashes at its n-th storage call: every call from there on fails, and its batch is
 * delivered again.
 */
function crashing(table: Table, at: number, crashes: { n: number }): Table {
  let calls = 0;
  return around(table, (call) => {
    calls++;
    if (calls === at) crashes.n++;
    if (calls >= at) throw new Fault("unavailable", "the recorder crashed");
    return call();
  });
}

const rowsOf = async (service: Service, pk: string, prefix: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let after: string | undefined; ; ) {
    const page = await service.table.query({ pk, prefix, limit: 1_000, after });
    rows.push(...page.rows);
    if (page.last === undefined) return rows;
    after = page.last;
  }
};

export const cascade: Proof = {
  promise: "deleting a project leaves nothing, resumes after a crash at any step, and delays no other tenant",
  async prove({ scale, random, progress }) {
    const sizes = scale === "long" ? [0, 1, 26, 501, 5_000] : [0, 1, 26, 501];
    const lines: string[] = [];
    for (const [at, n] of sizes.entries()) {
      const service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
      try {
        lines.push(await deleteProject(service, n, random));
      } finally {
        await service.close();
      }
      progress(at + 1, sizes.length);
    }
    return lines.join("; ");

    async function deleteProject(service: Service, n: number, { below }: typeof random): Promise<string> {
      const { tenant } = service;
      const other = await service.newTenant("other");
      await service.call("POST", "/projects", { body: { project_id: "p" } });
      const project = (await service.table.get(keys.project(tenant, "p"))) as ResourceRow;
      const child = (i: number) => deploymentRow(service.ctx, "p", project.uid, i);
      await inParallel(
        32,
        Array.from({ length: n }, (_, i) => i),
        (i) => service.table.put(child(i), { is: "absent" }),
      );
      await service.drain();

      // Creates that race with the delete: each is answered 201 or 404, and none of them is left.
      const racing = Array.from({ length: 20 }, (_, i) =>
        service.call("POST", "/projects/p/profiles", { body: { profile_id: `r${i}`, platform: "codex" } }),
      );
      await new Promise((done) => setTimeout(done, below(12)));
      const deleting = service.call("DELETE", "/projects/p");
      const [deleted, ...raced] = await Promise.all([deleting, ...racing]);
      assert.equal(deleted.status, 204);
      for (const reply of raced) assert.ok([201, 404].includes(reply.status), `${reply.status}`);
      const otherWrite = await service.call("POST", "/artifacts", {
        key: other,
        body: { type: "skill", name: "other" },
      });
      assert.equal(otherWrite.status, 201);

      // The recorder crashes at every step of the purge, one call later each time.
      const crashes = { n: 0 };
      let slices = 0;
      let slicesBefore: number | undefined;
      for (let step = 1; ; step += scale === "long" || step < 40 ? 1 : 1 + below(20)) {
        const done = await service
          .drain((batch) => {
            if (batch.some((r) => r.dynamodb?.NewImage?.deleted)) slices++;
            return service.recorder(batch, { table: crashing(service.table, step, crashes) });
          })
          .then(
            () => true,
            () => false,
          );
        if (
          slicesBefore === undefined &&
          ((await service.call("GET", "/events", { key: other })).json as unknown[]).length > 0
        )
          slicesBefore = slices;
        if (done) break;
        if (step > 60) {
          await service.drain();
          break;
        }
      }
      assert.deepEqual(await rowsOf(service, keys.projectPartition(tenant, "p"), PREFIX.resource), []);
      assert.equal(await service.table.get(keys.project(tenant, "p")), undefined);
      assert.equal(typeof (await service.table.get(keys.head(tenant, project.uid)))?.ttl, "number");

      // The project is created again at once: it has nothing of the old one, and a replay of the whole stream does not
      // change it.
      assert.equal((await service.call("POST", "/projects", { body: { project_id: "p" } })).status, 201);
      await service.call("POST", "/projects/p/profiles", { body: { profile_id: "r0", platform: "gemini" } });
      await service.drain();
      const seen = async () => [
        (await service.call("GET", "/projects/p")).json,
        (await service.call("GET", "/projects/p/profiles")).json,
        (await service.call("GET", "/projects/p/deployments")).json,
        (await service.call("GET", "/projects/p/events")).json,
        (await service.call("GET", "/events")).json,
      ];
      const before = await seen();
      assert.deepEqual(
        [(before[1] as unknown[]).length, (before[2] as unknown[]).length, (before[3] as unknown[]).length],
        [1, 0, 1],
      );
      const records = await service.records();
      for (let from = 0; from < records.length; from += 100) await service.recorder(records.slice(from, from + 100));
      await service.drain();
      assert.deepEqual(await seen(), before);
      const types = (before[4] as { type: string; subject: string }[])
        .filter((e) => e.subject === "/projects/p")
        .map((e) => e.type);
      assert.deepEqual(types, ["skillmeat.project.created", "skillmeat.project.deleted", "skillmeat.project.created"]);
      if (n > 0) assert.ok(crashes.n > 0, "the recorder never crashed");
      return `${n} children: ${raced.filter((r) => r.status === 201).length} of 20 concurrent creates accepted and removed, ${crashes.n} crashes, the other tenant's event recorded after ${slicesBefore} slices`;
    }
  },
};
