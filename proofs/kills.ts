/**
 * Kills the real server, its engine, or both at any moment: no acknowledged write is lost, and no event is lost or
 * duplicated.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { type Call, callerOf, endServer, startServer, walk } from "./local-server.ts";
import type { Proof } from "./proof.ts";

const TARGETS = ["server", "engine", "both"] as const;

export const kills: Proof = {
  promise: "kill -9 of server, engine or both loses no acknowledged write and no event, and leaves one engine",
  async prove({ scale, random, progress }) {
    const wanted = scale === "long" ? 200 : 6;
    const dataDir = mkdtempSync(join(tmpdir(), "kills-"));
    const database = join(dataDir, "table.db");
    const killed = { server: 0, engine: 0, both: 0 };
    const acknowledged = new Map<string, number>();
    let child = await startServer(dataDir);
    const call = callerOf(dataDir);
    try {
      for (let n = 0; n < wanted; n++) {
        const target = TARGETS[n % TARGETS.length] as (typeof TARGETS)[number];
        const project = `k${n % 10}`;
        await call("POST", "/projects", { project_id: project });
        let stop = false;
        const writers = Array.from({ length: 3 }, async (_, w) => {
          for (let i = 0; !stop; i++) {
            const body = { artifact_type: "skill", artifact_name: `n${n}-${w}-${i}`, content_hash: "h" };
            const made = await call("POST", `/projects/${project}/deployments`, body).catch(() => undefined);
            if (made?.status === 201) acknowledged.set(`${project}/${made.json.deployment_id}`, n);
            if (!made || made.status >= 500) await new Promise((done) => setTimeout(done, 20));
          }
        });
        await new Promise((done) => setTimeout(done, 20 + random.below(150)));
        const exit = new Promise((done) => child.once("exit", done));
        if (target !== "engine") child.kill("SIGKILL");
        if (target !== "server") for (const pid of enginesOn(database)) process.kill(pid, "SIGKILL");
        killed[target]++;
        if (target === "engine") await new Promise((done) => setTimeout(done, 500));
        stop = true;
        await Promise.all(writers);
        if (target !== "engine") {
          await exit;
          child = await startServer(dataDir);
        }
        assert.equal(enginesOn(database).length, 1, "exactly one engine runs");
        progress(n + 1, wanted);
      }
      const events = await compare(call, acknowledged);
      assert.equal(await endServer(child, "SIGTERM"), 0, "SIGTERM ends the server with 0");
      assert.deepEqual(enginesOn(database), []);
      return `${killed.server} kills of the server, ${killed.engine} of the engine, ${killed.both} of both; ${acknowledged.size} writes acknowledged, 0 lost; ${events} events, 0 lost, 0 duplicates, 0 holes; one engine each time, exit 0 on SIGTERM`;
    } finally {
      child.kill("SIGKILL");
      for (const pid of enginesOn(database)) process.kill(pid, "SIGKILL");
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

/** Checks that every acknowledged write is stored, and that the feeds hold exactly the events of what is stored. */
async function compare(call: Call, acknowledged: ReadonlyMap<string, number>): Promise<number> {
  let total = 0;
  const stored = new Set<string>();
  for (const { project_id } of await walk(call, "/projects?limit=100")) {
    const records = await walk(call, `/projects/${project_id}/deployments?limit=100`);
    for (const record of records) stored.add(`${project_id}/${record.deployment_id}`);
    let events: Record<string, unknown>[] = [];
    for (const until = Date.now() + 30_000; Date.now() < until && events.length < records.length; ) {
      events = await walk(call, `/projects/${project_id}/events?limit=100`);
      if (events.length < records.length) await new Promise((done) => setTimeout(done, 50));
    }
    assert.deepEqual(
      events.map((e) => Number(e.sequence)),
      records.map((_, i) => i + 1),
    );
    assert.equal(new Set(events.map((e) => e.subject)).size, records.length);
    total += events.length;
  }
  for (const [id, n] of acknowledged) assert.ok(stored.has(id), `${id}, acknowledged before kill ${n}, is lost`);
  return total;
}
