/** Endpoints that hang delay nobody: a healthy one gets every delivery while all their slots are taken. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { type Call, callerOf, endServer, startServer } from "./local-server.ts";
import type { Proof } from "./proof.ts";
import { type Receiver, startReceiver } from "./receivers.ts";

const HANGING = 4;
/** The most requests in flight to an endpoint. */
const SLOTS = 10;
const WRITERS = 5;
const EVENT = "skillmeat.artifact.created";

export const isolation: Proof = {
  promise: "no webhook delays another: a healthy one gets every delivery while four others hang",
  async prove({ scale, progress }) {
    const events = scale === "long" ? 200 : 50;
    const dataDir = mkdtempSync(join(tmpdir(), "isolation-"));
    const env = { WEBHOOK_ALLOW_LOOPBACK: "1", LIMIT_REQUESTS_PER_SECOND: "1000000" };
    const child = await startServer(dataDir, env);
    const call = callerOf(dataDir);
    const kills = { count: 0 };
    const healthy = await startReceiver(kills, () => 204);
    const hanging = await Promise.all(Array.from({ length: HANGING }, () => startReceiver(kills, () => undefined)));
    try {
      await subscribe(call, healthy);
      const send = async (phase: string) => {
        const from = healthy.requests.length;
        await write(call, phase, events);
        await until(() => healthy.requests.length >= from + events);
        const delays = healthy.requests.slice(from).map(({ at, event }) => at - Date.parse(event.time as string));
        progress(healthy.requests.length, 2 * events);
        return delays.sort((a, b) => a - b)[Math.ceil(delays.length * 0.99) - 1] as number;
      };
      const alone = await send("alone");
      // What there was before takes all their slots.
      for (const one of hanging) {
        const webhook = await subscribe(call, one);
        const { status, json } = await call("POST", `/webhooks/${webhook}/replay`, { after: 0 });
        assert.deepEqual([status, json.queued], [200, events]);
      }
      await until(() => hanging.every(({ open }) => open >= SLOTS));
      const beside = await send("beside");
      assert.deepEqual(
        hanging.map(({ open, mostOpen, givenUp }) => [open, mostOpen, givenUp]),
        hanging.map(() => [SLOTS, SLOTS, 0]),
        "every slot of those that hang is taken all the time, and there are ten",
      );
      assert.deepEqual(
        [healthy, ...hanging].flatMap(({ invalid }) => invalid),
        [],
      );
      const ids = new Set(healthy.requests.map(({ id }) => id));
      assert.equal(ids.size, healthy.requests.length, "nothing is sent twice");
      return `${events} deliveries to a healthy endpoint while ${HANGING} hang with ${SLOTS} requests each, none of which had ended; p99 from change to arrival ${beside} ms, alone ${alone} ms`;
    } finally {
      // Not by SIGTERM, which waits for the requests that hang.
      await endServer(child, "SIGKILL");
      for (const pid of enginesOn(join(dataDir, "table.db"))) process.kill(pid, "SIGKILL");
      for (const one of [healthy, ...hanging]) await one.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

async function subscribe(call: Call, receiver: Receiver): Promise<string> {
  const { status, json } = await call("POST", "/webhooks", { url: receiver.url, events: [EVENT] });
  assert.equal(status, 201, JSON.stringify(json));
  receiver.secret = json.secret as string;
  return json.webhook_id as string;
}

async function write(call: Call, phase: string, events: number): Promise<void> {
  await inParallel(WRITERS, [...Array(events).keys()], async (i) => {
    const { status, json } = await call("POST", "/artifacts", { type: "skill", name: `${phase}-${i}` });
    assert.equal(status, 201, JSON.stringify(json));
  });
}

/** Waits for what must come. */
async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    assert.ok(Date.now() < end, "not all was delivered within a minute");
    await sleep(5);
  }
}
