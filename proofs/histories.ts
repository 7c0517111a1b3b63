/** Concurrent requests for a few resources: histories, ETags and events tell one story. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createProxy, type Fault, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { idByClock } from "@skillmeat-deployments/testing/ids.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { createService, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { type Operation, type State, unexplained } from "./linearizable.ts";
import { hitFigures, mustHit, type Proof } from "./proof.ts";

const CLIENTS = 6;
const NAMES = ["a", "b", "c"];
/** How far clocks are apart, in milliseconds. */
const CLOCKS_MS = 100;
const FAULTS = ["cut before", "cut after", "throttle", "500"] as const;

type Item = { source: string | null };
type Event = { id: string; type: string; subject: string; data: { before: Item | null; after: Item | null } };
/** A request and its answer. `value` is what a POST or PATCH writes, and no other does. */
type Exchange = {
  readonly client: number;
  readonly call: number;
  readonly end: number;
  readonly method: string;
  readonly name: string;
  readonly value: string;
  readonly ifMatch: string | undefined;
  readonly reply: Reply;
};

/** The answers that a request can get. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  GET: [200, 404],
  POST: [201, 409, 503],
  PATCH: [200, 404, 412, 503],
  DELETE: [204, 404, 503],
};

const tagOf = (reply: Reply) => reply.headers.get("etag") ?? undefined;
const isSame = (state: State, other: State) => state?.etag === other?.etag && state?.value === other?.value;

/**
 * What an answer says of the states before and after.
 * @param written the ETag that the event of this write has; undefined if there is no such event
 * @param lostDeletes whether storage calls of deletes got no response: such a delete that then finds nothing answers 204
 */
function stepOf(
  { method, reply, value, ifMatch }: Exchange,
  written: string | undefined,
  lostDeletes: boolean,
): Operation["step"] {
  const { status } = reply;
  if (status === 404) return (state) => (state ? [] : [undefined]);
  if (status === 409) return (state) => (state ? [state] : []);
  if (status === 412) return (state) => (state && state.etag !== ifMatch ? [state] : []);
  if (status === 503 && method === "DELETE") return (state) => [state, undefined];
  if (status === 503 && written === undefined) return (state) => [state];
  if (method === "DELETE") return (state) => (state || lostDeletes ? [undefined] : []);
  if (method === "GET") {
    const seen = { etag: tagOf(reply) as string, value: String((reply.json as Item).source) };
    return (state) => (isSame(state, seen) ? [state] : []);
  }
  const after = { etag: written as string, value };
  if (method === "POST") return (state) => (state ? [] : [after]);
  return (state) => (state && (ifMatch === undefined || state.etag === ifMatch) ? [after] : []);
}

/** A client that sends random requests, one after another. */
async function play(service: Service, random: Random, client: number, requests: number): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  let tag: string | undefined;
  for (let i = 0; i < requests; i++) {
    const name = random.pick(NAMES);
    const value = `${client}.${i}`;
    const method = random.pick(["POST", "GET", "GET", "PATCH", "PATCH", "DELETE"]);
    const ifMatch = method === "PATCH" && random.oneIn(2) ? tag : undefined;
    const call = performance.now();
    const reply = await service.call(method, method === "POST" ? "/artifacts" : `/artifacts/skill:${name}`, {
      ...(method === "POST" ? { body: { type: "skill", name, source: value } } : {}),
      ...(method === "PATCH" ? { body: { source: value } } : {}),
      headers: ifMatch === undefined ? {} : { "if-match": ifMatch },
    });
    // The tag of any of the resources: some are stale when they are used.
    tag = tagOf(reply) ?? tag;
    exchanges.push({ client, call, end: performance.now(), method, name, value, ifMatch, reply });
  }
  return exchanges;
}

/** Reads the events after those that were read before. */
async function readEvents(service: Service, next: string): Promise<{ events: Event[]; next: string }> {
  await service.drain();
  const events: Event[] = [];
  for (let at = next; ; ) {
    const page = await service.call("GET", at);
    const more = page.json as Event[];
    if (more.length === 0) return { events, next: at };
    events.push(...more);
    at = /^<([^>]*)>/.exec(page.headers.get("link") ?? "")?.[1] as string;
  }
}

/** Checks that the events of one resource lead from nothing to its state. */
async function checkEvents(service: Service, name: string, events: readonly Event[]): Promise<void> {
  let state: Item | null = null;
  for (const event of events) {
    assert.deepEqual(event.data.before, state, `${event.type} ${event.subject} follows another state`);
    state = event.data.after;
  }
  const reply = await service.call("GET", `/artifacts/skill:${name}`);
  assert.deepEqual(reply.status === 404 ? null : reply.json, state, "the events lead to another state than GET");
}

/** Checks that each write has one event of its ETag, and returns the requests as operations of a history. */
function toHistory(exchanges: readonly Exchange[], events: readonly Event[], lostDeletes: boolean): Operation[] {
  const written = new Map<string | null, string>();
  for (const { id, type, data } of events) {
    if (data.after === null) continue;
    assert.ok(!written.has(data.after.source), `a second event of one write: ${type} ${id}`);
    written.set(data.after.source, `"${id}"`);
  }
  assert.equal(new Set(written.values()).size, written.size, "two writes of one ETag");
  return exchanges.map((exchange) => {
    assert.ok(EXPECTED[exchange.method]?.includes(exchange.reply.status), `${exchange.method}: ${exchange.reply.text}`);
    const { client, call, end, method, value, ifMatch = "", reply } = exchange;
    const isLost = reply.status === 503;
    if (method !== "GET" && reply.status < 300 && reply.status !== 204)
      assert.equal(written.get(value), tagOf(reply), `the event of ${method} ${value}`);
    const text = `${client}: ${method} ${value} ${ifMatch} → ${reply.status} ${tagOf(reply) ?? ""}`;
    const step = stepOf(exchange, written.get(value), lostDeletes);
    return { client, call, answer: isLost ? undefined : end, text, step };
  });
}

export const histories: Proof = {
  promise:
    "concurrent requests are linearizable by resource, each write has its own ETag and event, and the events lead to what GET answers",
  async prove({ scale, random, progress }) {
    const rounds = scale === "long" ? 60 : 4;
    const requests = scale === "long" ? 60 : 40;
    let proxy: FaultProxy | undefined;
    const service = await createService({
      through: async (endpoint) => {
        proxy = await createProxy(endpoint);
        return proxy.endpoint;
      },
      app: { rate: { quota: 1e9, window: 1 } },
      // As if each request ran on a machine with another clock.
      newId: () => idByClock(-random.below(CLOCKS_MS)),
    });
    const faults = proxy as unknown as FaultProxy;
    let operations = 0;
    let overlapping = 0;
    let feed = { events: [] as Event[], next: "/events?limit=100" };
    let events = 0;
    try {
      for (let round = 0; round < rounds; round++) {
        const lostDeletes = round % 2 === 1;
        const faulty = lostDeletes ? ["UpdateItem", "PutItem"] : ["PutItem"];
        const forced: Fault[] = ["cut before", "cut after"];
        faults.plan = (operation) => {
          if (!faulty.includes(operation)) return undefined;
          if (operation === faulty[0] && forced.length > 0) return forced.pop();
          return random.oneIn(6) ? random.pick(FAULTS) : undefined;
        };
        const clients = Array.from({ length: CLIENTS }, (_, client) => play(service, random, client, requests));
        let playing = true;
        const recording = (async () => {
          for (; playing; await sleep(20)) await service.drain();
        })();
        const exchanges = (await Promise.all(clients)).flat();
        playing = false;
        await recording;
        faults.plan = () => undefined;
        feed = await readEvents(service, feed.next);
        events += feed.events.length;
        for (const name of NAMES) {
          const own = feed.events.filter(({ subject }) => subject === `/artifacts/skill:${name}`);
          await checkEvents(service, name, own);
          const history = toHistory(
            exchanges.filter((exchange) => exchange.name === name),
            own,
            lostDeletes,
          );
          const broken = unexplained(history);
          assert.deepEqual(
            broken.map(({ text }) => text),
            [],
            `the history of ${name}`,
          );
          operations += history.length;
          overlapping += history.filter((one) =>
            history.some((other) => other !== one && other.call < (one.answer ?? 0) && (other.answer ?? 0) > one.call),
          ).length;
          await service.call("DELETE", `/artifacts/skill:${name}`);
        }
        feed = { ...(await readEvents(service, feed.next)), events: [] };
        progress(round + 1, rounds);
      }
      mustHit(faults.hits, [
        "PutItem × cut after",
        "PutItem × cut before",
        "UpdateItem × cut after",
        "UpdateItem × cut before",
      ]);
      assert.ok(overlapping > operations / 4, "too few requests overlapped to prove anything");
      return `${operations} operations of ${CLIENTS} clients in ${rounds} rounds, ${overlapping} of them overlapping another of the same resource, all explained; ${events} events; ${hitFigures(faults.hits)}`;
    } finally {
      await service.close();
      await faults.close();
    }
  },
};
