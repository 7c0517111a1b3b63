/** Kills the service while it sends webhooks: every delivery is made or in its schedule, and none is made again needlessly. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { type Endpoint, type Feed, figuresOf, judge } from "./delivery-judge.ts";
import { readDeliveries, type StoredDeliveries, withoutTimer } from "./delivery-rows.ts";
import { type Call, callerOf, endServer, startServer, walk } from "./local-server.ts";
import type { Proof } from "./proof.ts";
import { deadUrl, type Receiver, startReceiver } from "./receivers.ts";

/** A service whose processes can be killed. What it stores stays. */
type Running = {
  /** Kills the server, the worker and the queue, and with them every message. */
  kill(): Promise<void>;
  /** Ends it in order. @returns its exit code */
  end(): Promise<number | null>;
};

/** How a service is started on a data directory. A queue that outlives its workers is another one of these. */
type Carrier = { queue: string; start(dataDir: string): Promise<Running> };

/** `npm start`: server, worker and queue are one process, and the queue is in its memory. */
const inMemory: Carrier = {
  queue: "a queue in memory",
  async start(dataDir) {
    const child = await startServer(dataDir, { WEBHOOK_ALLOW_LOOPBACK: "1", LIMIT_REQUESTS_PER_SECOND: "1000000" });
    return {
      kill: async () => void (await endServer(child, "SIGKILL")),
      end: () => endServer(child, "SIGTERM"),
    };
  },
};

const SIZES = {
  long: { events: 2_000, kills: 10, slowMs: 2_000, goneAt: 100 },
  bounded: { events: 100, kills: 2, slowMs: 400, goneAt: 20 },
};
type Size = (typeof SIZES)["long"];

const PROJECTS = ["w0", "w1", "w2"];
const WRITERS = 3;

const deliveriesBy = (carrier: Carrier): Proof => ({
  promise: `kill -9 amid deliveries, with ${carrier.queue}: each webhook delivery is made or in its schedule, and none again`,
  async prove({ scale, random, progress }) {
    const size = SIZES[scale];
    const dataDir = mkdtempSync(join(tmpdir(), "deliveries-"));
    const run = new Run(dataDir, carrier, size, random);
    try {
      await run.start();
      await run.subscribe();
      const changing = async () => {
        await run.write((size.events * 3) / 4);
        return run.afterGone(() => run.write(size.events));
      };
      const late = await run.amidKills(changing, progress);
      await run.settle();
      const feed = await run.feed();
      const endpoints = await run.endpoints();
      const judged = judge(endpoints, feed, run.snapshots, late);
      assert.equal(withoutTimer(run.snapshots.at(-1) as StoredDeliveries).length, 0);
      const replayed = await run.replay(feed);
      assert.equal(await run.end((running) => running.end()), 0, "SIGTERM ends the server with 0");
      return `${feed.length} events of ${size.events} changes and of webhooks, ${run.kills.count} kills of server, worker and queue; ${figuresOf(judged)}; ${late.size} changes after an endpoint was gone, ${replayed} deliveries by a replay`;
    } finally {
      await run.close();
    }
  },
});

/** One run: a service, five endpoints and what they received. */
class Run {
  readonly kills = { count: 0 };
  /** What was stored at each kill. */
  readonly snapshots: StoredDeliveries[] = [];
  private readonly call: Call;
  private readonly receivers = new Map<string, Receiver>();
  private readonly webhooks = new Map<string, string>();
  private readonly acknowledged: string[] = [];
  private readonly started = new Date(Date.now() - 1_000).toISOString();
  private running: Running | undefined;
  private isOver = false;
  private readonly dataDir: string;
  private readonly carrier: Carrier;
  private readonly size: Size;
  private readonly random: Random;

  constructor(dataDir: string, carrier: Carrier, size: Size, random: Random) {
    this.dataDir = dataDir;
    this.carrier = carrier;
    this.size = size;
    this.random = random;
    this.call = callerOf(dataDir);
  }

  async start(): Promise<void> {
    this.running = await this.carrier.start(this.dataDir);
  }

  /** Creates the endpoints: healthy, slow, failing, dead, and one that is gone after some requests. */
  async subscribe(): Promise<void> {
    const { size, random, kills } = this;
    const accepted = new Set<string>();
    const answers = {
      healthy: () => 204,
      slow: () => sleep(size.slowMs, 200),
      // What it has accepted once it accepts again: else one whose 2xx was lost in a kill could end with a 500, and wait.
      flaky: ({ id }: { id: string }) => {
        if (!accepted.has(id) && random.below(10) < 3) return 500;
        accepted.add(id);
        return 200;
      },
      gone: (_: unknown, before: number) => (before >= size.goneAt - 1 ? 410 : 200),
    };
    for (const [name, answer] of Object.entries(answers)) {
      const receiver = await startReceiver(kills, answer);
      this.receivers.set(name, receiver);
      receiver.secret = await this.create(name, receiver.url);
    }
    await this.create("dead", await deadUrl());
    for (const project_id of PROJECTS) await this.call("POST", "/projects", { project_id });
  }

  private async create(name: string, url: string): Promise<string> {
    const { status, json } = await this.call("POST", "/webhooks", { url });
    assert.equal(status, 201, JSON.stringify(json));
    this.webhooks.set(name, json.webhook_id as string);
    return json.secret as string;
  }

  /** Makes changes until there are so many, whatever is killed meanwhile. */
  async write(changes: number): Promise<void> {
    const writers = Array.from({ length: WRITERS }, async (_, w) => {
      for (let i = this.acknowledged.length; this.acknowledged.length < changes && !this.isOver; i++) {
        const body = { artifact_type: "skill", artifact_name: `n${changes}-${w}-${i}`, content_hash: "h" };
        const made = await this.call("POST", `/projects/${PROJECTS[w]}/deployments`, body).catch(() => undefined);
        if (made?.status === 201)
          this.acknowledged.push(`/projects/${PROJECTS[w]}/deployments/${made.json.deployment_id}`);
        else await sleep(20);
      }
    });
    await Promise.all(writers);
  }

  /** Waits until the endpoint that is gone is disabled. @returns the subjects of what is changed after that */
  async afterGone(change: () => Promise<void>): Promise<Set<string>> {
    await this.until(async () => (await this.webhook("gone")).status === "disabled", "the endpoint is disabled");
    const gone = this.receivers.get("gone") as Receiver;
    const before = gone.requests.length;
    const changes = this.acknowledged.length;
    await change();
    assert.ok(gone.requests.length - before < 10, "only requests in flight come after an endpoint is disabled");
    return new Set(this.acknowledged.slice(changes));
  }

  private async webhook(name: string): Promise<Record<string, unknown>> {
    return (await this.call("GET", `/webhooks/${this.webhooks.get(name)}`)).json;
  }

  /** Makes changes while the service is killed again and again. */
  async amidKills<T>(change: () => Promise<T>, progress: (done: number, total: number) => void): Promise<T> {
    const work = [change(), this.killAll(progress)] as const;
    try {
      return (await Promise.all(work))[0];
    } catch (error) {
      this.isOver = true;
      await Promise.allSettled(work);
      throw error;
    }
  }

  /** Kills it, spread over the changes and the requests to the slow endpoint. */
  private async killAll(progress: (done: number, total: number) => void): Promise<void> {
    const { events, kills } = this.size;
    const slow = this.receivers.get("slow") as Receiver;
    for (let n = 1; n <= kills; n++) {
      const done = () => this.acknowledged.length + slow.requests.length;
      await this.until(async () => {
        progress(done(), 2 * events);
        return done() >= (n * 2 * events) / (kills + 1);
      }, `there is enough for kill ${n}`);
      await sleep(this.random.below(100));
      await this.kill();
      await this.start();
    }
  }

  private async kill(): Promise<void> {
    await this.end((running) => running.kill());
    // What the process has sent is received, and what it has written is stored.
    await sleep(200);
    const stored = await readDeliveries(this.dataDir);
    this.snapshots.push(stored);
    assert.deepEqual(withoutTimer(stored), [], `nothing would find these after kill ${this.snapshots.length}`);
    this.kills.count++;
  }

  /** Waits until nothing is due at the endpoints that answer, and every event is queued. */
  async settle(): Promise<void> {
    let left = "";
    const settled = async () => {
      const feed = await this.feed();
      for (const name of ["healthy", "slow", "flaky", "dead"]) {
        const rows = await this.deliveries(name);
        const due = dueAmong(name, rows);
        const wanted = feed.filter(({ subject }) => subject !== `/webhooks/${this.webhooks.get(name)}`).length;
        left = `${name}: ${rows.length} of ${wanted} queued, ${due} due`;
        if (due > 0 || rows.length < wanted) return false;
      }
      return true;
    };
    await this.until(settled, "nothing is due", () => left);
    await this.kill();
    await this.start();
  }

  private deliveries(name: string): Promise<Record<string, unknown>[]> {
    return walk(this.call, `/webhooks/${this.webhooks.get(name)}/deliveries?limit=100`);
  }

  /** Every event of every feed. */
  async feed(): Promise<Feed> {
    const paths = ["/events", ...PROJECTS.map((project) => `/projects/${project}/events`)];
    return (await Promise.all(paths.map((path) => walk(this.call, `${path}?limit=100`)))).flat() as never;
  }

  async endpoints(): Promise<Endpoint[]> {
    const found = [...this.webhooks].map(async ([name, webhook]): Promise<Endpoint> => {
      const receiver = this.receivers.get(name) ?? { requests: [], invalid: [], mostOpen: 0 };
      let received: Endpoint["requests"] = [];
      let rows: Record<string, unknown>[] = [];
      // What is stored belongs to what was received only if no attempt was under way meanwhile: its delivery is due.
      const atRest = async () => {
        received = [...receiver.requests];
        rows = await this.deliveries(name);
        return dueAmong(name, rows) === 0 && receiver.requests.length === received.length;
      };
      await this.until(atRest, `${name} is at rest`, () => `${dueAmong(name, rows)} due`);
      const { invalid, mostOpen } = receiver;
      return { name, webhook, requests: received, invalid, mostOpen, rows: rows as never };
    });
    return Promise.all(found);
  }

  /** Enables the endpoint that was gone, and replays what it missed. @returns the number of its deliveries */
  async replay(feed: Feed): Promise<number> {
    const gone = this.receivers.get("gone") as Receiver;
    const path = `/webhooks/${this.webhooks.get("gone")}`;
    gone.answer = () => 200;
    const from = gone.requests.length;
    assert.equal((await this.call("PATCH", path, { status: "active" })).status, 200);
    let cursor: unknown = null;
    do {
      const body = { since: this.started, ...(cursor === null ? {} : { cursor }) };
      const { status, json } = await this.call("POST", `${path}/replay`, body);
      assert.equal(status, 200, JSON.stringify(json));
      cursor = json.cursor;
    } while (cursor !== null);
    const wanted = feed.filter(({ subject }) => subject !== path).map(({ id }) => id);
    const missing = () => {
      const sent = new Set(gone.requests.filter(({ status }) => status === 200).map(({ id }) => id));
      return wanted.filter((id) => !sent.has(id)).length;
    };
    await this.until(
      async () => missing() === 0,
      "a replay brings all",
      () => `${missing()} are missing`,
    );
    return gone.requests.length - from;
  }

  /** Ends the service in some way, once. */
  async end<T>(by: (running: Running) => Promise<T>): Promise<T | undefined> {
    const { running } = this;
    this.running = undefined;
    return running && by(running);
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.end((running) => running.kill());
    for (const pid of enginesOn(join(this.dataDir, "table.db"))) process.kill(pid, "SIGKILL");
    for (const receiver of this.receivers.values()) await receiver.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Waits for what must come. It fails only if no request has come for two minutes. */
  private async until(isSo: () => Promise<boolean>, what: string, state = () => ""): Promise<void> {
    const total = () => [...this.receivers.values()].reduce((sum, { requests }) => sum + requests.length, 0);
    let last = { total: -1, at: 0 };
    while (!(await isSo().catch(() => false))) {
      if (this.isOver) throw new Error("The run has failed elsewhere");
      if (total() !== last.total) last = { total: total(), at: Date.now() };
      assert.ok(Date.now() - last.at < 120_000, `for two minutes there was no request, until ${what}; ${state()}`);
      await sleep(100);
    }
  }
}

/** The deliveries that are due, at an endpoint that answers. */
function dueAmong(name: string, rows: readonly Record<string, unknown>[]): number {
  if (name === "dead" || name === "gone") return 0;
  const now = new Date().toISOString();
  return rows.filter((row) => String(row.next_attempt_at ?? "~") <= now).length;
}

/** One proof for each carrier of messages. */
export const deliveries: readonly Proof[] = [inMemory].map(deliveriesBy);
