/**
 * The bundles, as they ship, answer as the local server does: the same requests to both, with the same clock, ids and
 * tables, and the same bytes and headers back. Between the two stands what API Gateway does to a request.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { DescribedRoute } from "@skillmeat-deployments/api/docs/described-route.ts";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Engine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import {
  answerOf,
  eventOf,
  type GatewayRequest,
  type GatewayResponse,
} from "@skillmeat-deployments/testing/aws/gateway.ts";
import { type FakeKms, KMS_KEY, startFakeKms } from "@skillmeat-deployments/testing/aws/kms.ts";
import { type Lambda, startLambda } from "@skillmeat-deployments/testing/aws/lambda.ts";
import { createProxy, type FaultProxy } from "@skillmeat-deployments/testing/aws/proxy.ts";
import { startQueue, type TestQueue } from "@skillmeat-deployments/testing/aws/sqs.ts";
import {
  exampleRequest,
  type Renames,
  ROUTES_IN_ORDER,
  renamesAfter,
} from "@skillmeat-deployments/testing/examples.ts";
import { type Position, readStream } from "@skillmeat-deployments/testing/stream.ts";
import type { APIGatewayProxyStructuredResultV2, DynamoDBBatchResponse } from "aws-lambda";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { API_ACTIONS, RECORDER_ACTIONS } from "../../infra/actions.ts";

const FIXED = join(import.meta.dirname, "../../packages/testing/fixed.mjs");
const PUBLIC_URL = "https://api.test";

let directory: string;
let engine: Engine;
let kms: FakeKms;
let queue: TestQueue;
let api: Lambda;
let record: Lambda;
let server: ChildProcess;
let origin: URL;
let operator: string;
let drain: () => Promise<void>;
const proxies: Partial<Record<"api" | "record", FaultProxy>> = {};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "parity-"));
  server = fork(join(ROOT, "packages/local/bin/start.ts"), [], {
    cwd: ROOT,
    execArgv: ["--disable-warning=ExperimentalWarning", "--import", FIXED],
    env: { ...process.env, DATA_DIR: directory, PORT: "0", PUBLIC_URL, DYNAMODB_ENDPOINT: undefined },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  await new Promise<void>((done, fail) => {
    server.stdout?.on("data", (chunk) => String(chunk).includes("Try:") && done());
    server.once("exit", () => fail(new Error("the server ended")));
  });
  const credentials = readCredentials(directory);
  operator = credentials?.operator_key as string;
  origin = new URL(credentials?.base_url as string);

  engine = await startEngine({ binary: findEngine() });
  const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
  const client = createClient(aws);
  const streamArn = await provisionTable(client, "parity");
  client.destroy();
  for (const name of ["api", "record"] as const) proxies[name] = await createProxy(engine.endpoint);
  kms = await startFakeKms();
  queue = await startQueue();
  const links = {
    WebhookKey: { arn: KMS_KEY },
    WebhookQueue: { url: queue.url },
    Table: { name: "parity" },
    OperatorKey: { value: operator },
    Failures: { name: "failures", domain: "failures.s3.test" },
  };
  const start = (name: "api" | "record") => {
    const AWS_ENDPOINT_URL_DYNAMODB = proxies[name]?.endpoint as string;
    const env = { PUBLIC_URL, AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_KMS: kms.endpoint };
    return startLambda(name, { env, links, preload: FIXED });
  };
  api = await start("api");
  record = await start("record");
  const streams = new DynamoDBStreamsClient(aws);
  const position: Position = new Map();
  drain = async () => {
    const deliver = async (Records: unknown[]) => {
      if (Records.length === 0) return;
      expect(await record.invoke<DynamoDBBatchResponse>({ Records })).toEqual({ batchItemFailures: [] });
    };
    while (await readStream(streams, streamArn, position, "N#", deliver)) {}
  };
});
afterAll(async () => {
  api?.close();
  record?.close();
  for (const proxy of Object.values(proxies)) await proxy.close();
  await engine?.stop();
  await kms.close();
  await queue.close();
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGTERM");
  await ended;
  rmSync(directory, { recursive: true, force: true });
});

/** The same moment, and the same ids to come, in every process. */
async function fix(step: number) {
  // A minute a step: rate limits and remembered keys are as new each time.
  const moment = { now: Date.UTC(2026, 10, 22) + step * 61_000, seed: step };
  const all = [server, api.child, record.child].map(
    (child) =>
      new Promise<void>((done) => {
        const heard = (message: { fixed?: number }) => {
          if (message.fixed !== step) return;
          child.off("message", heard);
          done();
        };
        child.on("message", heard);
        child.send(moment);
      }),
  );
  await Promise.all(all);
}

/** Waits until the local worker, which has ids of the same series, has handled what a request has queued. */
async function settle() {
  const draws = () =>
    new Promise<number>((done) => {
      const heard = (message: { draws?: number }) => {
        if (message.draws === undefined) return;
        server.off("message", heard);
        done(message.draws);
      };
      server.on("message", heard);
      server.send({ count: true });
    });
  for (let before = -1, quiet = 0; quiet < 5; ) {
    const now = await draws();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise((done) => setTimeout(done, 20));
  }
}

const fromServer = ({ method, path, headers = [], body }: GatewayRequest): Promise<GatewayResponse> =>
  new Promise((done, fail) => {
    const length: [string, string][] = body === undefined ? [] : [["content-length", String(Buffer.byteLength(body))]];
    const outgoing = httpRequest(
      {
        host: origin.hostname,
        port: origin.port,
        method,
        path,
        headers: [["host", origin.host], ...headers, ...length].flat(),
      },
      async (incoming) => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk);
        const { rawHeaders } = incoming;
        const pairs = rawHeaders.flatMap((name, i) =>
          i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] as string] as [string, string]] : [],
        );
        done({ status: incoming.statusCode as number, headers: pairs, body: Buffer.concat(chunks) });
      },
    );
    outgoing.once("error", fail);
    outgoing.end(body);
  });

const fromLambda = async ({ headers = [], ...asked }: GatewayRequest) => {
  const utf8 = headers.map(([name, value]): [string, string] => [name, Buffer.from(value, "latin1").toString("utf8")]);
  return answerOf(await api.invoke<APIGatewayProxyStructuredResultV2>(eventOf({ ...asked, headers: utf8 })));
};

/** What is a connection's own (RFC 9110, section 7.6.1), or its framing: no function can set these. */
const OWN = new Set(["date", "connection", "keep-alive", "transfer-encoding", "content-length"]);
const comparable = ({ status, headers, body }: GatewayResponse) => ({
  status,
  headers: headers.filter(([name]) => !OWN.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
  body: body.toString("utf8"),
});

const routeOf = (wanted: string) => ROUTES_IN_ORDER.find(({ id }) => id === wanted) as DescribedRoute;
const PROJECT_FEED = routeOf("listProjectEvents");

type Step = {
  /** The route whose example it is. */
  covers?: string;
  /** The feed that the step reads: the stream is drained into it first. */
  feed?: string;
  /** A step whose answer later steps need. */
  keep?: string;
} & GatewayRequest;

const JSON_TYPE: [string, string] = ["content-type", "application/json"];
const TOML: [string, string] = ["content-type", "application/toml"];
const send = (method: string, path: string, value: unknown, ...headers: [string, string][]): GatewayRequest => ({
  method,
  path,
  headers: [JSON_TYPE, ...headers],
  body: JSON.stringify(value),
});
const get = (path: string, ...headers: [string, string][]): GatewayRequest => ({ method: "GET", path, headers });

/** The example of every route, in an order in which each finds what it needs. */
function* examples(renames: Renames): Generator<Step> {
  for (const route of ROUTES_IN_ORDER) {
    const { method, path, text, headers } = exampleRequest(route, renames);
    // The local server sends what is due. Nothing is due for a webhook that is paused.
    const body = route.id === "createWebhook" ? text?.replace("{", '{"status":"paused",') : text;
    yield {
      covers: route.id,
      ...feedOf(route.id, path),
      method,
      path,
      headers: [...Object.entries(headers), ...(route.access === "operator" ? [operatorAuth()] : [])],
      ...(body === undefined ? {} : { body }),
    };
  }
}

/** The feed that an example reads. A replay reads those of all projects, of which the examples have one. */
function feedOf(id: string, path: string): { feed?: string } {
  const read = id === "replayWebhook" ? exampleRequest(PROJECT_FEED).path : path;
  return read.includes("/events?") ? { feed: read.replace(/\?.*/, "") } : {};
}

/** What the examples do not show: spellings, refusals, and bytes that a gateway may change. */
function* edgeCases(key: string, keyId: () => string, tracker: () => Buffer, etag: () => string): Generator<Step> {
  yield get("/");
  yield get("/healthz");
  yield get("/readyz");
  yield get("/docs");
  yield get("/openapi.json");
  yield get("/docs/swagger-ui.css");
  yield get("/docs/swagger-ui-bundle.js");
  yield get("/platforms");
  yield get("/platforms/claude_code");
  yield get("/events/schemas/skillmeat.profile.updated");
  yield get("/me");
  yield send("POST", "/projects", { project_id: "web+shop", name: "Läden ✓" });
  yield send("POST", "/projects", { name: "an id is made" });
  yield send("POST", "/projects", { project_id: "web+shop" });
  yield send("POST", "/projects", { project_id: "once" }, ["idempotency-key", "k-1"]);
  yield send("POST", "/projects", { project_id: "once" }, ["idempotency-key", "k-1"]);
  yield get("/projects?limit=1");
  yield get("/api/v1/projects?limit=1");
  yield { keep: "project", ...get("/projects/web+shop") };
  yield get("/projects/web%2Bshop");
  yield get("/projects/web%2bshop?limit=1");
  yield { method: "HEAD", path: "/projects/web+shop", headers: [] };
  yield { method: "OPTIONS", path: "/projects/web+shop", headers: [] };
  // A fragment and an escape in a decoded path must not become another path.
  yield { method: "DELETE", path: "/projects/web+shop%23x", headers: [] };
  yield { method: "DELETE", path: "/projects/web+shop%2523", headers: [] };
  yield send("PUT", "/projects/web+shop", { description: "put" });
  yield send("PATCH", "/projects/web+shop", { path: "~/shop" });
  yield send("PATCH", "/projects/web+shop", { path: "x" }, ["if-match", '"stale"']);
  yield send("PATCH", "/projects/web+shop", { path: "x" }, ["if-match", ""]);
  const profiles = "/projects/web+shop/profiles";
  yield send("POST", profiles, { profile_id: "claude", platform: "claude_code" });
  yield send("POST", profiles, { profile_id: "codex", platform: "codex" }, [
    "traceparent",
    `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
  ]);
  yield { method: "POST", path: profiles, headers: [TOML], body: 'profile_id = "toml"\nplatform = "gemini"\n' };
  yield get(profiles);
  yield get(`${profiles}/claude`);
  yield get(`${profiles}/claude`, ["accept", "application/toml"]);
  yield send("PUT", `${profiles}/claude`, { description: "d" });
  yield send("PATCH", `${profiles}/claude`, { artifact_path_map: { skill: "s" } });
  yield send("POST", "/artifacts", { type: "skill", name: "Design Prinzipien ü/#?%" });
  yield get("/artifacts/skill:Design%20Prinzipien%20%C3%BC~2F~23~3F~25");
  yield get("/artifacts?type=skill&target_platform=codex");
  yield get("/artifacts?type=skill&type=agent");
  yield get("/artifacts?colour=blue");
  const artifact = "/artifacts/skill:Design%20Prinzipien%20%C3%BC~2F~23~3F~25";
  yield get(artifact, ["cookie", "a=1; b=2"]);
  yield send("PUT", artifact, { source: "s" });
  yield send("PATCH", artifact, { content_hash: "h1" });
  const deployments = "/projects/web+shop/deployments";
  const deployment = { artifact_type: "skill", artifact_name: "x y", content_hash: "h1" };
  yield send("POST", deployments, { ...deployment, all_profiles: true });
  yield send("POST", deployments, { ...deployment, deployment_profile_id: "none" });
  yield send("POST", deployments, { ...deployment, artifact_type: "nonsense", content_hash: 7 });
  yield get(deployments);
  yield get(deployments, ["accept", "application/toml"]);
  yield {
    method: "POST",
    path: `${deployments}/import`,
    headers: [TOML],
    body: tracker(),
  };
  yield { method: "POST", path: `${deployments}/import`, headers: [TOML], body: "[[deployed]]\nartifact_type = 1\n" };
  yield get(`${deployments}/codex:skill:x%20y`);
  yield send("PATCH", `${deployments}/codex:skill:x%20y`, { local_modifications: true });
  yield get("/projects/web+shop/status");
  yield send("POST", "/projects/web+shop/plan", {
    artifacts: [
      { type: "mcp", name: "github" },
      { type: "skill", name: "ü" },
    ],
  });
  yield send("POST", "/projects/web+shop/plan", { artifacts: [], profile_ids: ["none"] });
  yield get(`${profiles}/claude/preset-diff`);
  yield { method: "DELETE", path: `${deployments}/codex:skill:x%20y`, headers: [] };
  yield { method: "DELETE", path: `${profiles}/toml`, headers: [] };
  yield { method: "DELETE", path: artifact, headers: [] };
  yield { keep: "key", ...send("POST", "/keys", { name: "k", scopes: ["projects:read"] }) };
  yield get("/keys");
  yield get(`/keys/${keyId()}`);
  yield { method: "DELETE", path: `/keys/${keyId()}`, headers: [] };
  yield { feed: "/projects/web+shop/events", ...get("/projects/web+shop/events") };
  yield { method: "DELETE", path: "/projects/once", headers: [] };
  yield { feed: "/events", ...get("/events?limit=100") };
  yield get("/events?after=99");
  yield get("/projects/web+shop", ["if-none-match", etag()]);
  yield send("POST", "/tenants", { tenant_id: "globex", name: "Globex" }, operatorAuth());
  yield get("/tenants?limit=1", operatorAuth());
  yield get("/tenants/globex", operatorAuth());
  // What is refused on the way in.
  yield get("/nowhere");
  yield get("/projects/");
  yield { method: "PUT", path: "/me", headers: [] };
  yield { method: "POST", path: "/projects", headers: [["content-type", "text/plain"]], body: "{}" };
  yield { method: "POST", path: "/projects", headers: [JSON_TYPE], body: "{" };
  // In a body of type JSON a gateway that decodes text would have replaced these bytes by now.
  yield { method: "POST", path: profiles, headers: [TOML], body: new Uint8Array([0xff, 0xfe]) };
  yield { method: "POST", path: "/projects", headers: [JSON_TYPE, ["idempotency-key", ""]], body: "{}" };
  yield { method: "DELETE", path: "/projects/web+shop", headers: [JSON_TYPE], body: "{}" };
  yield { method: "GET", path: "/projects/web+shop", headers: [JSON_TYPE], body: "{}" };
  yield get("/projects", ["accept", "text/html"]);
  // Headers are bytes: API Gateway reads them as UTF-8, Node's server as Latin-1.
  yield send("POST", "/projects", {}, ["idempotency-key", latin1("é€")]);
  yield send("PATCH", "/projects/web+shop", { path: "y" }, ["if-match", latin1('"é"')]);
  yield get("/projects/web+shop", ["if-none-match", latin1('"é"')]);
  yield get("/projects", ["accept", latin1('application/json;x="é"')]);
  yield get("/projects", ["x-request-id", "not a safe id"]);
  yield get("/me", ["authorization", "Bearer nothing"]);
  yield get("/me", ["authorization", ""]);
  yield {
    method: "POST",
    path: "/projects",
    headers: [JSON_TYPE],
    body: JSON.stringify({ description: "x".repeat(140_000) }),
  };
  yield get(`/projects/${key.slice(0, 8)}`, ["accept", "application/json;q=0"]);
}
const latin1 = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const operatorAuth = (): [string, string] => ["authorization", `Bearer ${operator}`];

/** What the gateway does to a request before the function sees it, and nothing can undo. */
it.each([
  ["an encoded slash is a slash", "/projects/p%2Fprofiles", "/projects/p/profiles"],
  ["an encoded question mark ends the path", "/projects/p%3Fx", "/projects/p"],
])("differs where the gateway does: %s", async (_name, path, becomes) => {
  await fix(100_000);
  const [sent, seen] = [await fromLambda(get(path)), await fromLambda(get(becomes))];
  const bare = ({ body }: GatewayResponse) => body.toString().replace(/"request_id":"[^"]*"/, "");
  expect(bare(sent)).toBe(bare(seen));
});

it("answers every route as the local server does, byte for byte", async () => {
  let step = 0;
  const ask = async (asked: GatewayRequest) => {
    await fix(++step);
    const [local, deployed] = [comparable(await fromServer(asked)), comparable(await fromLambda(asked))];
    if (asked.path.startsWith("/webhooks/")) await settle();
    expect({ asked: `${asked.method} ${asked.path}`, ...deployed }).toEqual({
      asked: `${asked.method} ${asked.path}`,
      ...local,
    });
    return deployed;
  };
  const made = await ask(send("POST", "/tenants", { tenant_id: "acme", name: "Acme" }, operatorAuth()));
  const key = JSON.parse(made.body).api_key as string;
  const headers = (asked: GatewayRequest): [string, string][] => {
    const given = asked.headers ?? [];
    const has = (name: string) => given.some(([n]) => n === name);
    return [
      ...(has("authorization") ? [] : [["authorization", `Bearer ${key}`] as [string, string]]),
      ...(has("x-request-id") ? [] : [["x-request-id", `step-${step + 1}`] as [string, string]]),
      ...given,
    ];
  };
  const covered = new Set<string>();
  // What the service has chosen by now: later examples contain it.
  const renames: Record<string, string> = {};
  const kept = new Map<string, { headers: [string, string][]; body: string }>();
  const keyId = () => JSON.parse(kept.get("key")?.body as string).key_id;
  function* walk(): Generator<Step> {
    yield* examples(renames);
    yield* edgeCases(
      key,
      keyId,
      () => Buffer.from(kept.get("toml")?.body as string),
      () => kept.get("project")?.headers.find(([name]) => name === "etag")?.[1] as string,
    );
  }
  for (const asked of walk()) {
    if (asked.feed !== undefined) {
      await drain();
      const path = `${asked.feed}?limit=100`;
      const poll = { ...get(path), headers: [["authorization", `Bearer ${key}`] as [string, string]] };
      const all = JSON.parse((await fromLambda(poll)).body.toString()).length;
      await vi.waitFor(async () => expect(JSON.parse((await fromServer(poll)).body.toString())).toHaveLength(all), {
        timeout: 60_000,
        interval: 20,
      });
    }
    const answer = await ask({ ...asked, headers: headers(asked) });
    if (asked.covers) {
      expect([asked.covers, answer.status < 300, answer.body.slice(0, 200)]).toEqual([
        asked.covers,
        true,
        answer.body.slice(0, 200),
      ]);
      covered.add(asked.covers);
      if (answer.status === 201) Object.assign(renames, renamesAfter(routeOf(asked.covers), JSON.parse(answer.body)));
    }
    if (asked.keep) kept.set(asked.keep, answer);
    if (answer.headers.some(([n, v]) => n === "content-type" && v.startsWith("application/toml")))
      kept.set("toml", answer);
  }
  expect([...covered].sort()).toEqual(ROUTES.map((r) => r.id).sort());

  // What every route did to the table is what its function may do there, and nothing that it may was idle.
  await drain();
  expect([...(proxies.api?.actions ?? [])].sort()).toEqual(API_ACTIONS);
  expect([...(proxies.record?.actions ?? [])].sort()).toEqual(RECORDER_ACTIONS);
});

it("limits failed authentications by the address of the connection, as the local server does, whatever headers say", async () => {
  await fix(200_000);
  for (const from of [fromLambda, fromServer]) {
    const statuses: number[] = [];
    for (let i = 0; i <= 30; i++) {
      const credential: [string, string] = ["authorization", "Bearer nothing"];
      const { status, headers } = await from(get("/me", credential, ["x-forwarded-for", `198.51.100.${i}`]));
      statuses.push(status);
      if (i === 30) expect(headers).toContainEqual(["retry-after", "1"]);
    }
    expect(statuses).toEqual([...Array(30).fill(401), 429]);
  }
});
