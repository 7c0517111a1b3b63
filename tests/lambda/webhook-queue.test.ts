/**
 * Webhooks as they run on AWS: the publisher's function queues, SQS carries, the worker's handler sends to a receiver on
 * this machine. The queue is an SQS-compatible server. What it loses or repeats changes nothing.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createWakeQueue } from "@skillmeat-deployments/core/model/webhooks/wake-message.ts";
import { createLog } from "@skillmeat-deployments/core/runtime/log.ts";
import { createClient, noRefusals } from "@skillmeat-deployments/core/storage/client.ts";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import { createKmsKeys } from "@skillmeat-deployments/core/storage/kms-keys.ts";
import { createSqs } from "@skillmeat-deployments/core/storage/sqs.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { createSecretBox } from "@skillmeat-deployments/core/values/secret-box.ts";
import { createDrain, type DrainDeps } from "@skillmeat-deployments/events/deliver/drain.ts";
import { createGuardedClient } from "@skillmeat-deployments/events/deliver/guarded-client.ts";
import {
  appendAndLog,
  createWorker,
  type MessageHandler,
  WORKER_METRICS,
} from "@skillmeat-deployments/events/deliver/worker.ts";
import { appendToFeed } from "@skillmeat-deployments/events/record/append.ts";
import { LOCAL_AWS } from "@skillmeat-deployments/local/provision.ts";
import { type FakeBus, startFakeBus } from "@skillmeat-deployments/testing/aws/eventbridge.ts";
import { type FakeKms, KMS_KEY, startFakeKms } from "@skillmeat-deployments/testing/aws/kms.ts";
import { type Lambda, startLambda } from "@skillmeat-deployments/testing/aws/lambda.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { MAX_RECEIVES, startQueue, type TestQueue } from "@skillmeat-deployments/testing/aws/sqs.ts";
import { createLogScanner } from "@skillmeat-deployments/testing/logs.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, PUBLIC_URL, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DELIVER_ACTIONS, PUBLISHER_ACTIONS, SWEEP_ACTIONS } from "../../infra/actions.ts";

const FIXED = join(import.meta.dirname, "../../packages/testing/fixed.mjs");
/** Longer than the second for which the tests hide messages. */
const WAIT = { timeout: 60_000, interval: 100 };
const identity = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

let service: Service;
let bus: FakeBus;
let kms: FakeKms;
let queue: TestQueue;
let publish: Lambda;
let deliver: Lambda;
let sweep: Lambda;
let handler: MessageHandler;
const proxies = {} as Record<"publish" | "deliver" | "sweep", FaultProxy>;
const lines: Record<string, unknown>[] = [];
/** The time of the worker in this process: what the test adds to the clock. */
let ahead = 0;
const now = () => new Date(Date.now() + ahead);

const receiver = { url: "", got: [] as { headers: IncomingMessage["headers"]; body: string }[], answer: 204 };
const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
  receiver.got.push({ headers: request.headers, body: await text(request) });
  response.writeHead(receiver.answer).end();
});

const secretsUnder = ({ endpoint }: FakeKms) =>
  createSecretBox(createKmsKeys({ ...identity, keyId: KMS_KEY, endpoint, elapsed: () => performance.now() }));

/** The worker as packages/events/lambda/deliver.ts composes it, except that it may send to this machine. */
function workerWith(deps: Partial<DrainDeps> = {}): MessageHandler {
  const log = createLog({
    write: (line) => lines.push(JSON.parse(line)),
    now,
    dimensions: { stage: "test", service: "deliver" },
    metrics: WORKER_METRICS,
  });
  const refusals = noRefusals();
  const client = createClient({ ...LOCAL_AWS, endpoint: proxies.deliver.endpoint }, refusals);
  const table = createTable(client, service.table.name);
  const drain = createDrain({
    table,
    now,
    newId,
    log,
    queue: createWakeQueue(createSqs({ ...identity, queueUrl: queue.url, log })),
    secrets: secretsUnder(kms),
    send: createGuardedClient({ allowLoopback: true }),
    publicUrl: PUBLIC_URL,
    appendEvents: appendAndLog((events) => appendToFeed(events, { table, now }), log),
    ...deps,
  });
  return createWorker({ drain, log, refusals });
}

beforeAll(async () => {
  kms = await startFakeKms();
  bus = await startFakeBus();
  queue = await startQueue();
  receiver.url = await listen(server);
  const send = createWakeQueue(createSqs({ ...identity, queueUrl: queue.url, log: () => {} }));
  const webhooks = async () => ({
    secrets: secretsUnder(kms),
    allowLoopback: true,
    wake: (wakes: Parameters<typeof send>[0][number]["wake"][]) =>
      send(wakes.map((wake) => ({ wake, delaySeconds: 0 }))),
  });
  service = await createService({ app: { webhooks } });
  const Table = { name: service.table.name };
  const WebhookQueue = { url: queue.url };
  const start = async (name: keyof typeof proxies, links: Record<string, Record<string, string>>, preload?: string) => {
    proxies[name] = await createProxy(service.endpoint);
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: proxies[name].endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      PUBLIC_URL,
    };
    const all = { Table, WebhookQueue, ...links };
    return startLambda(name, { env, links: all, ...(preload === undefined ? {} : { preload }) });
  };
  publish = await start("publish", { Bus: { name: "bus" }, Failures: { name: "f", domain: "f.s3.test" } });
  deliver = await start("deliver", { WebhookKey: { arn: KMS_KEY } });
  sweep = await start("sweep", {}, FIXED);
  handler = workerWith();
});
afterAll(async () => {
  for (const lambda of [publish, deliver, sweep]) lambda?.close();
  for (const proxy of Object.values(proxies)) await proxy.close();
  for (const fake of [kms, bus, queue]) await fake.close();
  await close(server);
  await service.close();
});
afterEach(async () => {
  receiver.answer = 204;
  for (const { webhook_id } of (await service.call("GET", "/webhooks")).json as { webhook_id: string }[])
    await service.call("DELETE", `/webhooks/${webhook_id}`);
  await queue.handleAll(handler);
  receiver.got.length = 0;
  lines.length = 0;
});

type Created = { webhook_id: string; secret: string };
const createWebhook = async (events = ["skillmeat.project.created"]) =>
  (await service.call("POST", "/webhooks", { body: { url: receiver.url, events } })).json as Created;

/** Creates a project, records its event, and gives the event to the publisher's function. @returns the event's id */
async function publishEvent(): Promise<string> {
  const known = (await service.records(PREFIX.event)).length;
  await service.call("POST", "/projects", { body: { project_id: newId().toLowerCase() } });
  await service.drain();
  const Records = (await service.records(PREFIX.event)).slice(known);
  expect(await publish.invoke<DynamoDBBatchResponse>({ Records })).toEqual({ batchItemFailures: [] });
  return Records.at(-1)?.dynamodb?.NewImage?.id?.S as string;
}

/** Runs the sweep's function as in `ms` milliseconds. */
async function sweepIn(ms: number): Promise<Record<string, unknown>> {
  const before = sweep.lines.length;
  sweep.child.send({ now: Date.now() + ms, seed: before });
  await sweep.invoke({});
  await vi.waitFor(() => expect(sweep.lines.length).toBeGreaterThan(before), WAIT);
  return JSON.parse(sweep.lines.at(-1) as string);
}
const deliveryOf = async (webhook: string, id: string) =>
  (await service.call("GET", `/webhooks/${webhook}/deliveries/${id}`)).json as { status: string; log: object[] };

describe("An event on its way through the queue", () => {
  it("It comes to the receiver, signed, and then neither a message nor a timer is left", async () => {
    const { webhook_id, secret } = await createWebhook();
    const id = await publishEvent();
    const groups: (string | undefined)[] = [];
    await queue.handle((event) => {
      groups.push(...event.Records.map(({ attributes }) => attributes.MessageGroupId));
      return handler(event);
    });
    expect(groups).toEqual([`acme#${webhook_id}`]);
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.got;
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ id });
    expect(await deliveryOf(webhook_id, id)).toMatchObject({ status: "delivered" });
    expect(await sweepIn(120_000)).toMatchObject({ woken: 0, overdue: 0 });
    expect(receiver.got).toHaveLength(1);
  });

  it("Messages that the queue loses are sent again by the sweep, which counts the minutes of delay as a metric", async () => {
    const { webhook_id } = await createWebhook();
    const id = await publishEvent();
    await queue.purge();
    await queue.handleAll(handler);
    expect(receiver.got).toEqual([]);
    const line = await sweepIn(5 * 60_000);
    expect(line).toMatchObject({ service: "sweep", woken: 1 });
    expect([4, 5]).toContain(line.overdue);
    expect(JSON.stringify(line._aws)).toContain('"overdue"');
    await queue.handleAll(handler);
    expect(await deliveryOf(webhook_id, id)).toMatchObject({ status: "delivered" });
    expect(await sweepIn(6 * 60_000)).toMatchObject({ woken: 0, overdue: 0 });
    expect(receiver.got).toHaveLength(1);
  });

  it("A message that comes twice, one after the other or to two workers at once, is one request", async () => {
    await createWebhook();
    await publishEvent();
    const Records = await queue.receive(1);
    const answers = await Promise.all([handler({ Records }), workerWith()({ Records })]);
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    await queue.handleNext(handler);
    expect(receiver.got).toHaveLength(1);
  });

  it("A worker that dies after it received a message leaves it to the next one, which sends once", async () => {
    const { webhook_id } = await createWebhook();
    const id = await publishEvent();
    // The message comes again when its visibility timeout is over.
    expect(await queue.receive(1)).toHaveLength(1);
    await queue.handleNext(handler);
    expect(await deliveryOf(webhook_id, id)).toMatchObject({ status: "delivered" });
    expect(receiver.got).toHaveLength(1);
  });

  it("A worker that dies with a request in flight, or before it deletes the message, is replaced when its lease ends", async () => {
    const { webhook_id } = await createWebhook();
    const id = await publishEvent();
    const Records = await queue.receive(1);
    let isSending = false;
    const dying = workerWith({
      send: () => {
        isSending = true;
        return new Promise<never>(() => {});
      },
    });
    void dying({ Records });
    await vi.waitFor(() => expect(isSending).toBe(true), WAIT);
    // The lease of the dead worker is a minute long.
    await queue.handleNext(handler);
    expect(receiver.got).toEqual([]);
    ahead = 61_000;
    expect(await sweepIn(180_000)).toMatchObject({ woken: 1 });
    await queue.handleAll(handler);
    ahead = 0;
    expect(await deliveryOf(webhook_id, id)).toMatchObject({ status: "delivered" });
    // Handled, but not deleted: the message comes again.
    expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
    expect(receiver.got).toHaveLength(1);
  });
});

describe("The handler of the worker", () => {
  it("A message that fails is reported alone, and goes to the dead letters after its last receive", async () => {
    const { webhook_id } = await createWebhook();
    const id = await publishEvent();
    const bad = ["no JSON", "{}", '{"tenant":"acme","webhook":"w","timers":[{"pk":"T#acme","sk":"N#PROJECT#p"}]}'];
    for (const body of bad) await queue.send(body);
    const failed: string[] = [];
    const recording: MessageHandler = async (event) => {
      const answer = await handler(event);
      for (const { itemIdentifier } of answer.batchItemFailures)
        failed.push(event.Records.find(({ messageId }) => messageId === itemIdentifier)?.body as string);
      return answer;
    };
    await vi.waitFor(async () => {
      await queue.handle(recording, 1);
      expect(failed).toHaveLength(MAX_RECEIVES * bad.length);
    }, WAIT);
    expect(failed.toSorted()).toEqual([...bad, ...bad].toSorted());
    expect(await deliveryOf(webhook_id, id)).toMatchObject({ status: "delivered" });
    const dead: string[] = [];
    await vi.waitFor(async () => {
      await queue.receive(1);
      dead.push(...(await queue.deadLetters()));
      expect(dead.sort()).toEqual([...bad].sort());
    }, WAIT);
    expect(lines.reduce((sum, { unhandled = 0 }) => sum + (unhandled as number), 0)).toBe(failed.length);
  });

  it("A message whose storage calls fail is reported, and handled when it comes again", async () => {
    await createWebhook();
    await publishEvent();
    const Records = await queue.receive(1);
    proxies.deliver.plan = () => "500";
    const failing = workerWith();
    expect(await failing({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: Records[0]?.messageId }] });
    proxies.deliver.plan = () => undefined;
    await queue.handleNext(handler);
    expect(receiver.got).toHaveLength(1);
  });

  it("A webhook that is disabled is a metric of the log, and its tenant's feed has the event", async () => {
    const { webhook_id } = await createWebhook();
    receiver.answer = 410;
    await publishEvent();
    await queue.handleAll(handler);
    const line = lines.find(({ disabled }) => disabled !== undefined);
    expect(line).toMatchObject({ service: "deliver", tenant: "acme", webhook: webhook_id, disabled: 1, level: "WARN" });
    expect(JSON.stringify(line?._aws)).toContain('"disabled"');
    const feed = (await service.call("GET", "/events?type=skillmeat.webhook.*")).json as { type: string }[];
    expect(feed.at(-1)?.type).toBe("skillmeat.webhook.disabled");
  });
});

describe("The function of the worker", () => {
  it("It opens the secret by KMS, sends to no address of this machine, and logs nothing of a secret", async () => {
    const { webhook_id, secret } = await createWebhook();
    const id = await publishEvent();
    kms.calls.length = 0;
    await queue.handle((event) => deliver.invoke(event));
    expect(kms.calls).toEqual(["Decrypt"]);
    expect(receiver.got).toEqual([]);
    const { status, log } = await deliveryOf(webhook_id, id);
    expect(status).toBe("pending");
    expect(log).toMatchObject([{ status: null, error: expect.stringMatching(/not allowed|not public|https/) }]);
    // The next attempt waits in the queue.
    expect(await queue.receive()).toEqual([]);
    await vi.waitFor(() => expect(deliver.lines.join()).toContain("webhook messages"), WAIT);
    const scanner = createLogScanner();
    scanner.sent(secret, JSON.stringify({ url: receiver.url }));
    for (const lambda of [deliver, sweep, publish]) {
      for (const line of lambda.lines.filter(Boolean)) scanner.line(JSON.parse(line));
      expect(lambda.errors).toBe("");
    }
    expect(() => scanner.check()).not.toThrow();
  });
});

describe("The permissions of the functions", () => {
  it("The functions of webhooks call what their roles allow, and nothing that these allow is idle", async () => {
    expect([...proxies.publish.actions].sort()).toEqual(PUBLISHER_ACTIONS);
    expect([...proxies.deliver.actions].sort()).toEqual(DELIVER_ACTIONS);
    expect([...proxies.sweep.actions].sort()).toEqual(SWEEP_ACTIONS);
  });
});
