/** The bundles as they ship: their size, and their answers in a bare process to the events that Lambda sends. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type FakeBucket, startFakeBucket } from "@skillmeat-deployments/testing/aws/bucket.ts";
import { type FakeBus, startFakeBus } from "@skillmeat-deployments/testing/aws/eventbridge.ts";
import { answerOf, eventOf } from "@skillmeat-deployments/testing/aws/gateway.ts";
import { KMS_KEY } from "@skillmeat-deployments/testing/aws/kms.ts";
import { type Lambda, startLambda } from "@skillmeat-deployments/testing/aws/lambda.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { createLogScanner } from "@skillmeat-deployments/testing/logs.ts";
import { createService, OPERATOR, PUBLIC_URL, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, DynamoDBBatchResponse } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

let service: Service;
let proxy: FaultProxy;
let bus: FakeBus;
let bucket: FakeBucket;
let api: Lambda;
let record: Lambda;
let publish: Lambda;
let deliver: Lambda;
let sweep: Lambda;

beforeAll(async () => {
  service = await createService();
  proxy = await createProxy(service.endpoint);
  bus = await startFakeBus();
  bucket = await startFakeBucket();
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    AWS_ENDPOINT_URL_S3: bucket.endpoint,
    PUBLIC_URL,
  };
  const Table = { name: service.table.name };
  const Failures = { name: "failures", domain: "failures.s3.test" };
  api = await startLambda("api", { env, links: { Table, OperatorKey: { value: OPERATOR } } });
  record = await startLambda("record", { env, links: { Table, Failures } });
  const WebhookQueue = { url: "https://sqs.test/1/webhooks" };
  publish = await startLambda("publish", { env, links: { Bus: { name: "bus" }, Failures, Table, WebhookQueue } });
  deliver = await startLambda("deliver", { env, links: { Table, WebhookQueue, WebhookKey: { arn: KMS_KEY } } });
  sweep = await startLambda("sweep", { env, links: { Table, WebhookQueue } });
});
afterAll(async () => {
  for (const lambda of [api, record, publish, deliver, sweep]) lambda?.close();
  await bus.close();
  await bucket.close();
  await proxy.close();
  await service.close();
});

const answerTo = async (event: APIGatewayProxyEventV2) =>
  answerOf(await api.invoke<APIGatewayProxyStructuredResultV2>(event));
const request = (method: string, path: string, body?: unknown, headers: [string, string][] = []) =>
  answerTo(
    eventOf({
      method,
      path,
      headers: [["authorization", `Bearer ${service.key}`], ["content-type", "application/json"], ...headers],
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
const linesOf = (lambda: Lambda) => lambda.lines.filter(Boolean).map((line) => JSON.parse(line));

describe("The size of a bundle", () => {
  it("Every bundle is within its size budget", () => {
    expect(api.bundle.bytes).toBeLessThanOrEqual(750_000);
    expect(record.bundle.bytes).toBeLessThanOrEqual(500_000);
    expect(publish.bundle.bytes).toBeLessThanOrEqual(500_000);
    expect(deliver.bundle.bytes).toBeLessThanOrEqual(500_000);
    expect(sweep.bundle.bytes).toBeLessThanOrEqual(400_000);
  });

  it("The bundles hold no reference page, OpenAPI document, build tool or code of another package", () => {
    const foreign = (bundle: Lambda["bundle"], pattern: RegExp) => bundle.inputs.filter((file) => pattern.test(file));
    for (const { bundle } of [api, record, publish, deliver, sweep]) {
      expect(
        foreign(bundle, /swagger-ui|openapi|zod-openapi|packages\/local|hono\/dist\/router\/(reg|smart|trie)/),
      ).toEqual([]);
      expect(foreign(bundle, /zod\/v4\/locales\/(?!en)/)).toEqual([]);
    }
    expect(foreign(api.bundle, /packages\/events/)).toEqual([]);
    expect(foreign(record.bundle, /packages\/api|node_modules\/hono|client-s3/)).toEqual([]);
    for (const { bundle } of [publish, deliver, sweep])
      expect(foreign(bundle, /packages\/api|node_modules\/(hono|zod)|\.schema\.ts|client-(s3|sqs|kms)/)).toEqual([]);
    expect(foreign(sweep.bundle, /guarded-client|publish\//)).toEqual([]);
  });
});

describe("The API bundle", () => {
  const directory = join(import.meta.dirname, "events");
  it.each(readdirSync(directory))("The API bundle answers the event in %s as expected", async (file) => {
    const { event, status, holds } = JSON.parse(readFileSync(join(directory, file), "utf8"));
    const text = JSON.stringify(event).replaceAll("$KEY", service.key);
    const answer = await answerTo(JSON.parse(text));
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringContaining(holds)]);
  });

  it("The API bundle serves the files that lie beside it", async () => {
    const page = await request("GET", "/docs");
    expect(page.body.toString()).toContain("docs/swagger-ui-bundle.js");
    const script = await request("GET", "/docs/swagger-ui-bundle.js");
    expect([script.status, script.body.length > 500_000]).toEqual([200, true]);
    expect(JSON.parse((await request("GET", "/openapi.json")).body.toString()).openapi).toBe("3.1.0");
  });

  it("The API bundle answers 503 with a problem when storage does not answer", async () => {
    proxy.plan = () => "throttle";
    const answer = await request("GET", "/projects");
    proxy.plan = () => undefined;
    expect(answer.status).toBe(503);
    expect(answer.headers).toContainEqual(["retry-after", "1"]);
    expect(answer.headers).toContainEqual(["content-type", "application/problem+json"]);
  });

  it("The API bundle logs one line a request, whose numbers CloudWatch reads as metrics", async () => {
    api.lines.length = 0;
    await request("POST", "/projects", { project_id: "metrics" }, [["idempotency-key", "m"]]);
    await request("POST", "/projects", { project_id: "metrics" }, [["idempotency-key", "m"]]);
    await request("POST", "/projects", { project_id: "metrics" });
    let throttled = 0;
    proxy.plan = () => (throttled++ < 2 ? "throttle" : undefined);
    await request("GET", "/projects/metrics");
    proxy.plan = () => "500";
    await request("GET", "/projects/metrics");
    proxy.plan = () => undefined;
    await vi.waitFor(() => expect(linesOf(api)).toHaveLength(5), { timeout: 60_000 });
    const lines = linesOf(api);
    const numbers = (line: Record<string, unknown>) =>
      [line.status, line.replays, line.conditional_failures, line.throttles, line.server_errors] as const;
    expect(lines.map(numbers)).toEqual([
      [201, 0, 0, 0, 0],
      [201, 1, 1, 0, 0],
      [409, 0, 1, 0, 0],
      [200, 0, 0, 2, 0],
      [503, 0, 0, 0, 1],
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({ stage: "test", service: "api", invocation: expect.stringMatching(/^invocation-/) });
      expect(line.level).toBe(line.status >= 500 ? "ERROR" : "INFO");
      expect(Date.parse(line.timestamp)).toBe(line._aws.Timestamp);
      expect(line._aws.CloudWatchMetrics).toEqual([
        {
          Namespace: "SkillMeat",
          Dimensions: [["stage", "service"]],
          Metrics: [
            { Name: "latency_ms", Unit: "Milliseconds" },
            { Name: "server_errors", Unit: "Count" },
            { Name: "conditional_failures", Unit: "Count" },
            { Name: "throttles", Unit: "Count" },
            { Name: "replays", Unit: "Count" },
            { Name: "unauthenticated", Unit: "Count" },
            { Name: "rate_limited", Unit: "Count" },
          ],
        },
      ]);
      for (const { Name } of line._aws.CloudWatchMetrics[0].Metrics) expect(typeof line[Name]).toBe("number");
    }
  });

  it("KEY_MODE=live makes the API bundle mint live keys, and the OIDC settings make it verify tokens", async () => {
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
      PUBLIC_URL,
      KEY_MODE: "live",
      OIDC_ISSUER: "https://issuer.test",
      OIDC_AUDIENCE: "skillmeat",
      OIDC_JWKS_URI: "https://issuer.test/jwks",
    };
    const links = { Table: { name: service.table.name }, OperatorKey: { value: OPERATOR } };
    const live = await startLambda("api", { env, links });
    const send = async (method: string, path: string, token: string, body?: string) => {
      const headers: [string, string][] = [
        ["authorization", `Bearer ${token}`],
        ["content-type", "application/json"],
      ];
      const event = eventOf({ method, path, headers, ...(body === undefined ? {} : { body }) });
      return answerOf(await live.invoke<APIGatewayProxyStructuredResultV2>(event));
    };
    const created = await send("POST", "/tenants", OPERATOR, '{"tenant_id":"live","name":"Live"}');
    expect(JSON.parse(created.body.toString()).api_key).toMatch(/^smk_live_/);
    expect((await send("GET", "/me", "no.access.token")).status).toBe(401);
    live.close();
  });

  it("Only the first request of a process is logged as a cold start", async () => {
    const links = { Table: { name: "none" }, OperatorKey: { value: OPERATOR } };
    const fresh = await startLambda("api", { env: { PUBLIC_URL }, links });
    for (let i = 0; i < 2; i++) await fresh.invoke(eventOf({ method: "GET", path: "/healthz" }));
    await vi.waitFor(() => expect(linesOf(fresh)).toHaveLength(2), { timeout: 60_000 });
    expect(linesOf(fresh).map((line) => line.cold_start)).toEqual([true, undefined]);
    fresh.close();
  });
});

describe("The consumer bundles", () => {
  const recordsOf = async (prefix: string, since: number) => (await service.records(prefix)).slice(since);

  it("The consumers record changes and publish their events on the real engine", async () => {
    const resourceRecords = (await service.records()).length;
    await service.call("POST", "/projects", { body: { project_id: "shipped" } });
    await service.call("POST", "/projects/shipped/profiles", { body: { profile_id: "c", platform: "codex" } });
    await service.call("DELETE", "/projects/shipped");
    record.lines.length = 0;
    expect(await record.invoke<DynamoDBBatchResponse>({ Records: await recordsOf("N#", 0) })).toEqual({
      batchItemFailures: [],
    });
    // The writes of the purge bring the stream records of its next slices.
    for (let from = resourceRecords + 3; ; ) {
      const more = await recordsOf("N#", from);
      if (more.length === 0) break;
      from += more.length;
      await record.invoke({ Records: more });
    }
    const feed = (await service.call("GET", "/events?limit=100")).json as { id: string; type: string }[];
    expect(feed.slice(-2).map((e) => e.type)).toEqual(["skillmeat.project.created", "skillmeat.project.deleted"]);
    expect((await service.call("POST", "/projects", { body: { project_id: "shipped" } })).status).toBe(201);

    const events = await service.records("E#");
    expect(await publish.invoke<DynamoDBBatchResponse>({ Records: events })).toEqual({ batchItemFailures: [] });
    expect(bus.accepted.map((e) => JSON.parse(e.Detail).id)).toEqual(expect.arrayContaining(feed.map((e) => e.id)));
    expect(new Set(bus.accepted.map((e) => e.EventBusName))).toEqual(new Set(["bus"]));

    await vi.waitFor(() => expect([record.lines.length > 0, publish.lines.length > 0]).toEqual([true, true]), {
      timeout: 60_000,
    });
    const counts = ["events", "retried", "set_aside"].map((Name) => ({ Name, Unit: "Count" }));
    for (const [service, lambda, more] of [
      ["record", record, [{ Name: "throttles", Unit: "Count" }]],
      ["publish", publish, [{ Name: "throttles", Unit: "Count" }]],
    ] as const) {
      const [line] = linesOf(lambda);
      expect(line).toMatchObject({ stage: "test", service, level: "INFO", retried: 0, set_aside: 0 });
      expect(line.lag_ms).toBeGreaterThan(0);
      expect(line._aws.CloudWatchMetrics).toEqual([
        {
          Namespace: "SkillMeat",
          Dimensions: [["stage", "service"]],
          Metrics: [{ Name: "lag_ms", Unit: "Milliseconds" }, ...counts, ...more],
        },
      ]);
    }
  });

  it("The recorder counts the storage calls that were throttled", async () => {
    await service.call("POST", "/projects", { body: { project_id: "throttled" } });
    const Records = await recordsOf("N#", -1);
    record.lines.length = 0;
    let refused = 0;
    proxy.plan = () => (refused++ < 2 ? "throttle" : undefined);
    await record.invoke({ Records: Records.slice(-1) });
    proxy.plan = () => undefined;
    await vi.waitFor(
      () => expect(linesOf(record)).toContainEqual(expect.objectContaining({ throttles: 2, retried: 0 })),
      { timeout: 60_000 },
    );
  });

  it("A record that can never be handled is written to the failure bucket, whole and signed, or reported as failed", async () => {
    const damaged = (sk: string, SequenceNumber: string) =>
      ({
        eventName: "INSERT",
        dynamodb: {
          Keys: { sk: { S: sk } },
          NewImage: { pk: { S: "?" }, sk: { S: sk }, change: { S: "x" } },
          ApproximateCreationDateTime: Date.UTC(2026, 10, 22) / 1000,
          SequenceNumber,
        },
      }) as StreamRecord;
    for (const [name, lambda, sk] of [
      ["record", record, "N#WHAT#1"],
      ["publish", publish, "E#1"],
    ] as const) {
      bucket.objects.clear();
      const unreadable = damaged(sk, "4711");
      bucket.down = true;
      expect(await lambda.invoke({ Records: [unreadable] })).toEqual({
        batchItemFailures: [{ itemIdentifier: "4711" }],
      });
      bucket.down = false;
      expect(await lambda.invoke({ Records: [unreadable] })).toEqual({ batchItemFailures: [] });
      const [[path, text] = ["", ""]] = [...bucket.objects];
      expect(path).toBe(`/failures/${name}/2026-11-22/4711.json`);
      const error = expect.stringMatching(
        name === "record" ? /is not the sort key of a resource/ : /is not the key of an event row/,
      );
      const kept = { consumer: name, error, set_aside_at: expect.any(String), record: unreadable };
      expect(JSON.parse(text)).toEqual(kept);
      expect(bucket.authorizations.at(-1)).toContain("/us-east-1/s3/aws4_request");
      // A function's credentials are temporary: S3 refuses what they sign without their session token.
      expect(bucket.authorizations.at(-1)).toContain("x-amz-security-token");
      expect(bucket.tokens.at(-1)).toBe("local-session");
    }
  });

  it("The functions log no key, no secret and no body, and write nothing to stderr", async () => {
    const scanner = createLogScanner();
    const fields = { name: "a name that was sent", description: "and what it is" };
    scanner.sent(service.key, JSON.stringify(fields));
    await request("POST", "/projects", { ...fields, project_id: "scanned" });
    await request("POST", "/keys", { name: fields.name, scopes: ["projects:read"] });
    await request("POST", "/projects", { ...fields, description: 7 });
    const Records = await recordsOf("N#", 0);
    await record.invoke({ Records });
    const last = structuredClone(Records.at(-1)) as StreamRecord;
    // Damaged in a place that an error message would quote.
    (last.dynamodb?.NewImage as Record<string, object>).sk = { S: `N#WHAT#${fields.name}` };
    await record.invoke({ Records: [last] });
    const events = await recordsOf("E#", 0);
    await publish.invoke({ Records: events });
    const event = structuredClone(events.at(-1)) as StreamRecord;
    const image = event.dynamodb?.NewImage as Record<string, object>;
    Object.assign(image, { id: { S: "unknown" }, data: { S: `${fields.name} is no JSON` } });
    await publish.invoke({ Records: [event] });
    await vi.waitFor(() => expect(publish.lines.join()).toContain("dead letter"), { timeout: 60_000 });
    for (const lambda of [api, record, publish]) {
      for (const line of linesOf(lambda)) scanner.line(line);
      expect(lambda.errors).toBe("");
    }
    expect(() => scanner.check()).not.toThrow();
  });

  it("A request with an unknown method answers 400 with a problem", async () => {
    const answer = await answerTo(eventOf({ method: "TRACE", path: "/me" }));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "malformed-request" });
  });
});
