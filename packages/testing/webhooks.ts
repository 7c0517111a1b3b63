/**
 * Webhooks on a test service: the publisher, the worker and the sweep, on a clock that stands still unless it is moved. A
 * receiver is a function, so nothing leaves this process.
 */
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { TIMER_SHARDS, timerOf } from "@skillmeat-deployments/core/model/webhooks/delivery-row.ts";
import { enqueue, type Wake } from "@skillmeat-deployments/core/model/webhooks/enqueue.ts";
import { PREFIX, systemKeys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createDrain, type DrainDeps } from "@skillmeat-deployments/events/deliver/drain.ts";
import { createFanOut } from "@skillmeat-deployments/events/deliver/fan-out.ts";
import type { Result } from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import type { Queue } from "@skillmeat-deployments/events/deliver/queue.ts";
import { sweep } from "@skillmeat-deployments/events/deliver/sweep.ts";
import { type Bus, createPublisher, type PublisherDeps } from "@skillmeat-deployments/events/publish/publisher.ts";
import { appendToFeed } from "@skillmeat-deployments/events/record/append.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { ulid } from "ulid";
import { createService, PUBLIC_URL, type Reply, type Service, type ServiceOptions } from "./service.ts";
import { type Position, readStream } from "./stream.ts";
import { TEST_SECRETS } from "./webhook-deps.ts";

/** A request that a receiver got. `at`: milliseconds since 1970. */
export type Received = { at: number; url: string; id: string; headers: Record<string, string>; body: string };
type Receiver = (request: Received) => Result | Promise<Result>;

/** An answer of a receiver. Names of headers are in lower case. */
export const answers = (status: number, headers: Record<string, string> = {}, text = ""): Result => ({
  kind: "answer",
  status,
  header: (name) => headers[name.toLowerCase()],
  text,
  ms: 5,
});

/** No answer. */
export const fails = (more: { connected?: boolean; refused?: boolean; ms?: number } = {}): Result => ({
  kind: "failure",
  reason: "The connection was refused",
  refused: false,
  connected: false,
  ms: 5,
  ...more,
});

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export type WebhookTest = {
  service: Service;
  /** The tenant of the current test. */
  tenant: string;
  /** Requests that receivers got, oldest first. */
  received: Received[];
  /** What answers to a URL. Without one: 200. */
  receivers: Map<string, Receiver>;
  /** Messages in the queue. */
  queued: { at: number; wake: Wake }[];
  logs: Record<string, unknown>[];
  queue: Queue;
  /** What a test changes: whether the queue loses everything, and whether sweeps run. */
  settings: { loses: boolean; sweeps: boolean; random: () => number };
  deps: DrainDeps;
  /** Starts a test: another tenant, an empty queue, and no timers. */
  begin(): Promise<void>;
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
  /** Creates a webhook with a URL of its own. */
  create(body?: object): Promise<{ webhook_id: string; secret: string; url: string }>;
  /** Creates artifacts, and records their events. Nothing is published. */
  change(count: number): Promise<void>;
  /** Records of events that were not returned before. */
  events(): Promise<StreamRecord[]>;
  /** Publishes what is recorded. */
  publish(more?: Partial<PublisherDeps>): Promise<void>;
  /** Queues events that are in no feed. */
  enqueue(webhook: string, count: number): Promise<string[]>;
  /** Lets time pass: messages arrive and sweeps run when they are due. @param deps of the worker */
  pass(ms: number, deps?: Partial<DrainDeps>): Promise<void>;
  drain(wake: Wake, deps?: Partial<DrainDeps>): Promise<void>;
  sweep(): Promise<void>;
  now(): number;
  /** All timers. */
  timers(): Promise<Row[]>;
  /** The rows of a webhook, by a prefix of their sort keys. */
  rows(webhook: string, prefix: string): Promise<Row[]>;
  close(): Promise<void>;
};

const accepts: Bus = async (entries) => entries.map(() => ({ done: true }));

/** Creates a service with webhooks. */
export async function createWebhookTest(options: ServiceOptions = {}): Promise<WebhookTest> {
  const queued: WebhookTest["queued"] = [];
  const settings = { loses: false, sweeps: true, random: () => 0.5 };
  const queue: Queue = async (messages) => {
    if (settings.loses) return;
    for (const { wake, delaySeconds } of messages) queued.push({ at: now() + delaySeconds * 1_000, wake });
  };
  const wake = (wakes: readonly Wake[]) => queue(wakes.map((wake) => ({ wake, delaySeconds: 0 })));
  const webhooks = async () => ({ secrets: TEST_SECRETS, allowLoopback: false, wake });
  const service = await createService({ now: new Date(), ...options, app: { webhooks, ...options.app } });
  const now = () => (service.clock.now as Date).getTime();
  const clock = () => new Date(now());
  const streams = new DynamoDBStreamsClient({ ...LOCAL_AWS, endpoint: service.endpoint });
  const position: Position = new Map();
  const received: Received[] = [];
  const receivers = new Map<string, Receiver>();
  const logs: Record<string, unknown>[] = [];
  const log = (line: Record<string, unknown>) => void logs.push(line);
  const deps: DrainDeps = {
    table: service.table,
    now: clock,
    newId: () => ulid(),
    secrets: TEST_SECRETS,
    publicUrl: PUBLIC_URL,
    queue,
    random: () => settings.random(),
    sleep: async (ms) => {
      service.clock.now = new Date(now() + ms);
    },
    appendEvents: (events) => appendToFeed(events, { table: service.table, now: clock }),
    async send({ url, headers, body }) {
      const request = { at: now(), url, id: headers["webhook-id"] as string, headers, body };
      received.push(request);
      return (await receivers.get(url)?.(request)) ?? answers(200);
    },
    log,
  };
  const fanOut = createFanOut(deps);
  let key = service.key;
  let tests = 0;
  let lastSweep = 0;

  const test: WebhookTest = {
    service,
    tenant: service.tenant,
    received,
    receivers,
    queued,
    logs,
    queue,
    settings,
    deps,
    now,
    async begin() {
      test.tenant = `t${++tests}`;
      key = await service.newTenant(test.tenant);
      Object.assign(settings, { loses: false, sweeps: true, random: () => 0.5 });
      for (const { pk, sk } of await test.timers()) await service.table.remove({ pk, sk }, { is: "any" });
      await service.drain();
      await test.events();
      queued.length = 0;
      received.length = 0;
      logs.length = 0;
    },
    call: (method, path, body, headers) =>
      service.call(method, path, { key, ...(body ? { body } : {}), ...(headers ? { headers } : {}) }),
    async create(body = {}) {
      const url = `https://${ulid().toLowerCase()}.example.com/hook`;
      const reply = await test.call("POST", "/webhooks", { url, ...body });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.json as { webhook_id: string; secret: string; url: string };
    },
    async change(count) {
      for (let i = 0; i < count; i++) {
        const reply = await test.call("POST", "/artifacts", { type: "skill", name: ulid().toLowerCase() });
        if (reply.status !== 201) throw new Error(reply.text);
      }
      await service.drain();
    },
    async events() {
      const found: StreamRecord[] = [];
      while (
        await readStream(streams, service.streamArn, position, "E#", async (batch) => void found.push(...batch))
      ) {}
      return found;
    },
    async publish(more) {
      const records = await test.events();
      const storeDeadLetter = async () => {};
      const publisher = createPublisher({
        fanOut,
        now: clock,
        storeDeadLetter,
        log,
        bus: accepts,
        publicUrl: PUBLIC_URL,
        ...more,
      });
      const { batchItemFailures } = await publisher({ Records: records });
      if (batchItemFailures.length > 0) throw new Error("Not published");
    },
    async enqueue(webhook, count) {
      const deliveries = Array.from({ length: count }, () => {
        const id = ulid();
        const event = { id, type: "skillmeat.artifact.created", subject: "/artifacts/x" };
        return { ...event, time: clock().toISOString(), payload: JSON.stringify(event) };
      });
      await wake(await enqueue({ tenant: test.tenant, webhook }, deliveries, deps));
      return deliveries.map(({ id }) => id);
    },
    drain: (wake, more) => createDrain({ ...deps, ...more })(wake),
    async sweep() {
      lastSweep = now();
      await sweep(service.table, clock, queue);
    },
    async pass(ms, more) {
      const end = now() + ms;
      for (;;) {
        queued.sort((a, b) => a.at - b.at);
        const [message] = queued;
        const tick = settings.sweeps ? await nextSweep(message?.at ?? end) : Number.POSITIVE_INFINITY;
        const at = Math.min(message?.at ?? Number.POSITIVE_INFINITY, tick);
        if (at > end) break;
        service.clock.now = new Date(Math.max(at, now()));
        if (message && message.at <= tick) {
          queued.shift();
          await test.drain(message.wake, more);
        } else await test.sweep();
      }
      service.clock.now = new Date(Math.max(end, now()));
    },
    async timers() {
      const shards = Array.from({ length: TIMER_SHARDS }, (_, shard) => systemKeys.timers(shard));
      const query = (pk: string) => service.table.query({ pk, prefix: PREFIX.timer, limit: 1_000 });
      return (await Promise.all(shards.map(query))).flatMap(({ rows }) => rows);
    },
    async rows(webhook, prefix) {
      const pk = `T#${test.tenant}#W#${webhook}`;
      return (await service.table.query({ pk, prefix, limit: 2_000 })).rows;
    },
    async close() {
      streams.destroy();
      await service.close();
    },
  };

  /** The minute in which a sweep finds something. Sweeps that find nothing are left out. @param until when it matters */
  async function nextSweep(until: number): Promise<number> {
    const tickAfter = (time: number) => Math.ceil(Math.max(time, lastSweep + 1, now()) / MINUTE) * MINUTE;
    if (tickAfter(0) > until) return Number.POSITIVE_INFINITY;
    const times = (await test.timers()).map((row) => timerOf(row).due + (row.far === true ? -MINUTE : 10_000));
    return times.length === 0 ? Number.POSITIVE_INFINITY : tickAfter(Math.min(...times));
  }
  return test;
}
