/** What a start and a first request load. It is asserted in modules and bytes: times depend on the machine. */
import { join } from "node:path";
import type { FunctionName } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { eventOf } from "@skillmeat-deployments/testing/aws/gateway.ts";
import { type Lambda, type LambdaOptions, startLambda } from "@skillmeat-deployments/testing/aws/lambda.ts";
import { createService, OPERATOR, PUBLIC_URL, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** What only some requests need: schemas, the catalogue, trackers, lock files, TOML, YAML, tokens. */
const ON_DEMAND =
  /node_modules\/(zod|smol-toml|js-yaml|jose)\/|\.schema\.ts$|core\/(catalogue\/(entries|catalogue|platform|sources|(platforms|infer|detect)\/.*)|reports\/.*|lock-files\/.*|tracker\/(import|import-rows|parse|export)|values\/(toml|yaml).*)\.ts$/;
/** What no consumer of the stream needs: it reads rows and writes events. */
const NO_CONSUMERS =
  /node_modules\/(zod|smol-toml|js-yaml|hono|jose)\/|\.schema\.ts$|core\/(catalogue|reports|lock-files|tracker)\//;

const preload = join(import.meta.dirname, "../../packages/testing/aws/loaded.mjs");
let service: Service;
let api: Lambda;
let record: Lambda;
let publish: Lambda;
let deliver: Lambda;
let sweep: Lambda;

beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
  await service.call("POST", "/projects/p/profiles", { body: { profile_id: "c", platform: "claude_code" } });
  const env = { AWS_ENDPOINT_URL_DYNAMODB: service.endpoint, PUBLIC_URL };
  const start = (name: FunctionName, links: LambdaOptions["links"]) => startLambda(name, { env, links, preload });
  const Table = { name: service.table.name };
  const WebhookQueue = { url: "https://sqs.test/1/webhooks" };
  const Failures = { name: "failures", domain: "failures.s3.test" };
  api = await start("api", { Table, OperatorKey: { value: OPERATOR } });
  record = await start("record", { Table, Failures });
  publish = await start("publish", { Bus: { name: "bus" }, Failures, Table, WebhookQueue });
  deliver = await start("deliver", { Table, WebhookQueue, WebhookKey: { arn: "arn:aws:kms:us-east-1:1:key/test" } });
  sweep = await start("sweep", { Table, WebhookQueue });
});
afterAll(async () => {
  for (const lambda of [api, record, publish, deliver, sweep]) lambda?.close();
  await service.close();
});

type Line = { loaded?: string; modules?: string[] };
const linesOf = ({ lines }: Lambda) => lines.filter(Boolean).map((line) => JSON.parse(line) as Line);
/** The source files whose code the process has loaded. */
const loadedBy = (lambda: Lambda) =>
  linesOf(lambda).flatMap(({ loaded }) => (loaded === undefined ? [] : lambda.bundle.inputsOf(loaded)));
const atStart = ({ bundle }: Lambda) => bundle.startFiles.flatMap(bundle.inputsOf);
const matching = (files: string[], pattern: RegExp) => files.filter((file) => pattern.test(file));

const request = (method: string, path: string, body?: object) =>
  api.invoke<APIGatewayProxyStructuredResultV2>(
    eventOf({
      method,
      path,
      headers: [
        ["authorization", `Bearer ${service.key}`],
        ["content-type", "application/json"],
      ],
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );

describe("The start of the API", () => {
  it("A start reads at most 300 KB in few files, and no schema, platform, tracker or TOML library", () => {
    expect(matching(atStart(api), ON_DEMAND)).toEqual([]);
    expect(api.bundle.startBytes).toBeLessThanOrEqual(300_000);
    // Each file costs 0.3 ms. More of them: an on-demand module shares a module with the start that packages/api/start.ts
    // does not import, or does not import packages/api/start.ts.
    expect(api.bundle.startFiles.length).toBeLessThanOrEqual(4);
  });

  it("Node's classes of fetch are not loaded for a request that makes no storage call", async () => {
    expect(await request("GET", "/healthz")).toMatchObject({ statusCode: 200 });
    api.child.send({ listModules: true });
    await vi.waitFor(() => expect(linesOf(api).some(({ modules }) => modules)).toBe(true), { timeout: 60_000 });
    const modules = linesOf(api).flatMap((line) => line.modules ?? []);
    // The list is what it is taken for.
    expect(modules.filter((name) => name.endsWith("NativeModule url"))).toHaveLength(1);
    expect(modules.filter((name) => name.includes("undici"))).toEqual([]);
  });

  it.each([
    "/projects/p/profiles/c",
    "/projects/p/profiles",
    "/projects",
    "/events?limit=10&after=0",
    "/projects/p/profiles?limit=50",
    "/events",
    "/me",
    "/keys",
    "/projects/p/deployments",
  ])("A GET of %s loads nothing on demand", async (path) => {
    expect(await request("GET", path)).toMatchObject({ statusCode: 200 });
    expect(matching(loadedBy(api), ON_DEMAND)).toEqual([]);
  });

  it("404, 405, OPTIONS, 401 and 403 load nothing on demand", async () => {
    const statuses = [
      (await request("GET", "/nowhere")).statusCode,
      (await request("PUT", "/projects")).statusCode,
      (await request("OPTIONS", "/projects/p/plan")).statusCode,
      (await request("GET", "/tenants")).statusCode,
    ];
    expect(statuses).toEqual([404, 405, 204, 403]);
    expect(matching(loadedBy(api), ON_DEMAND)).toEqual([]);
  });

  it("A request with a body loads the schemas of its resource, and what its verb needs", async () => {
    expect(await request("PATCH", "/projects/p", { description: "d" })).toMatchObject({ statusCode: 200 });
    expect(matching(loadedBy(api), /node_modules\/zod\/|project\.schema\.ts$/).length).toBeGreaterThan(1);
    expect(matching(loadedBy(api), /catalogue\/entries|profile\.schema\.ts$/)).toEqual([]);
    expect(await request("POST", "/projects/p/profiles", { profile_id: "d", platform: "codex" })).toMatchObject({
      statusCode: 201,
    });
    expect(matching(loadedBy(api), /catalogue\/entries/)).toHaveLength(1);
  });

  it("An import loads what reads the media type of its body: for a tracker no YAML and no lock file", async () => {
    const send = async (type: string, body: string) => {
      const headers: [string, string][] = [
        ["authorization", `Bearer ${service.key}`],
        ["content-type", type],
      ];
      const path = "/projects/p/deployments/import";
      const answer = await api.invoke<APIGatewayProxyStructuredResultV2>(
        eventOf({ method: "POST", path, headers, body }),
      );
      return answer.statusCode;
    };
    const LOCK_FILES = /node_modules\/js-yaml\/|core\/(lock-files|values\/yaml)/;
    expect(await send("application/toml", "")).toBe(200);
    expect(matching(loadedBy(api), LOCK_FILES)).toEqual([]);
    expect(await send("application/json", '{ "version": 1, "skills": {} }')).toBe(200);
    expect(matching(loadedBy(api), /core\/lock-files\/import\.ts$/)).toHaveLength(1);
    expect(matching(loadedBy(api), /node_modules\/js-yaml\//)).toEqual([]);
    expect(await send("application/yaml", "dependencies: []")).toBe(200);
    expect(matching(loadedBy(api), /node_modules\/js-yaml\//).length).toBeGreaterThan(0);
  });

  it("The facts about platforms are a file beside the bundle, which is read when a platform is asked for", () => {
    expect(matching(api.bundle.inputs, /catalogue\/(catalogue|sources|platforms\/.*)\.ts$/)).toEqual([]);
  });
});

describe("The start of the API with OIDC", () => {
  it("It loads the library of tokens, and nothing else on demand", async () => {
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: service.endpoint,
      PUBLIC_URL,
      OIDC_ISSUER: "https://issuer.test",
      OIDC_AUDIENCE: "skillmeat",
      OIDC_JWKS_URI: "https://issuer.test/jwks",
    };
    const links = { Table: { name: service.table.name }, OperatorKey: { value: OPERATOR } };
    const lambda = await startLambda("api", { env, links, preload });
    await lambda.invoke(eventOf({ method: "GET", path: "/healthz" }));
    const onDemand = matching(loadedBy(lambda), ON_DEMAND);
    expect(onDemand.filter((file) => file.includes("node_modules/jose/")).length).toBeGreaterThan(0);
    expect(onDemand.filter((file) => !file.includes("node_modules/jose/"))).toEqual([]);
    lambda.close();
  });
});

describe("The start of the consumers", () => {
  it("The recorder loads no schema and no platform, at a start and for a batch", async () => {
    const Records = await service.records("N#");
    expect(await record.invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(matching(loadedBy(record), NO_CONSUMERS)).toEqual([]);
    expect(record.bundle.startBytes).toBeLessThanOrEqual(250_000);
  });

  it("The publisher loads neither", () => {
    expect(matching(loadedBy(publish), NO_CONSUMERS)).toEqual([]);
    expect(publish.bundle.startBytes).toBeLessThanOrEqual(275_000);
  });

  it("The worker of webhooks and the sweep load neither, for messages too", async () => {
    const wake = JSON.stringify({ tenant: "acme", webhook: "none", timers: [] });
    expect(await deliver.invoke({ Records: [{ messageId: "m", body: wake }] })).toEqual({ batchItemFailures: [] });
    await sweep.invoke({});
    for (const lambda of [deliver, sweep]) expect(matching(loadedBy(lambda), NO_CONSUMERS)).toEqual([]);
    expect(deliver.bundle.startBytes).toBeLessThanOrEqual(260_000);
    expect(sweep.bundle.startBytes).toBeLessThanOrEqual(220_000);
  });
});
