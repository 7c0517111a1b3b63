/**
 * `npm run bench`: measures the bundles beside a bare handler that makes the same storage call, in one run.
 * It reports and asserts nothing, because machines are noisy. Compare the ratios, not the milliseconds.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { createApp } from "@skillmeat-deployments/api/app.ts";
import { eventRow, ttlAt } from "@skillmeat-deployments/core/model/event-row.ts";
import { createTenant } from "@skillmeat-deployments/core/model/tenant.ts";
import { createClient } from "@skillmeat-deployments/core/storage/client.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { createWriter } from "@skillmeat-deployments/core/storage/writer.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import { eventFromImages } from "@skillmeat-deployments/events/record/event.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import { imagesOf, type StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { findEngine, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { LOCAL_AWS, provisionTable } from "@skillmeat-deployments/local/provision.ts";
import { bundleEntry, FUNCTIONS } from "@skillmeat-deployments/testing/bundle.ts";
import { eventOf as gatewayEvent } from "@skillmeat-deployments/testing/gateway.ts";
import { type Position, readStream } from "@skillmeat-deployments/testing/stream.ts";
import cliProgress from "cli-progress";
import Table from "cli-table3";

const COLD = 31;
const WARM = 2_000;
const BATCHES = 20;

const directory = mkdtempSync(join(tmpdir(), "bench-"));
const engine = await startEngine({ binary: findEngine() });
const aws = { ...LOCAL_AWS, endpoint: engine.endpoint };
const client = createClient(aws);
const streamArn = await provisionTable(client, "bench");
const table = createTable(client, "bench");
const now = () => new Date();
const ctx = {
  role: "operator",
  actor: "bench",
  requestId: "bench",
  publicUrl: "",
  now,
  newId,
  table,
  writer: createWriter(table, now),
} as const;
const { api_key } = (await createTenant(ctx, "test", { tenant_id: "bench", name: "Bench" })).result;

const links = { Table: { name: "bench" }, OperatorKey: { value: "-" } };
const env = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
  PUBLIC_URL: "https://bench.test",
  TABLE_NAME: "bench",
  SST_RESOURCE_App: JSON.stringify({ name: "skillmeat", stage: "bench" }),
  ...Object.fromEntries(Object.entries(links).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)])),
};
const api = await bundleEntry(FUNCTIONS.api.entry, join(directory, "api"));
const bare = await bundleEntry("bench/bare.ts", join(directory, "bare"));

type Run = { import: number; first: number; coldCpu: number; warmCpu?: number; warm?: number; rss: number };
const requestEvent = (method: string, path: string, body?: object) =>
  gatewayEvent({
    method,
    path,
    headers: [
      ["authorization", `Bearer ${api_key}`],
      ["content-type", "application/json"],
    ],
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const run = (main: string, event: unknown, warm: number) =>
  new Promise<Run>((done, fail) => {
    const child = fork("bench/invoke.mjs", [main, JSON.stringify(event), String(warm)], {
      env,
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.once("message", (message) => done(message as Run));
    child.once("exit", (code) => code && fail(new Error(`a run ended with ${code}`)));
  });
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const app = createApp({
  table,
  now,
  newId,
  mode: "test",
  operatorKey: undefined,
  assets: async () => new Uint8Array(),
  publicUrl: "",
  log: () => {},
});
const post = (path: string, body: object) =>
  app.fetch(
    new Request(`http://bench${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${api_key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
await post("/projects", { project_id: "p" });
await post("/projects/p/profiles", { profile_id: "c", platform: "claude_code" });

const get = requestEvent("GET", "/projects/p/profiles/c");
const runs: Record<"api" | "bare", Run[]> = { api: [], bare: [] };
const bar = new cliProgress.SingleBar(
  { format: "{bar} {value}/{total} {what}", clearOnComplete: true },
  cliProgress.Presets.rect,
);
bar.start(COLD + 1 + BATCHES, 0, { what: "cold starts" });
for (let i = 0; i < COLD; i++) {
  runs.api.push(await run(api.main, get, 0));
  runs.bare.push(await run(bare.main, get, 0));
  bar.increment({ what: "cold starts" });
}
const warm = { api: await run(api.main, get, WARM), bare: await run(bare.main, get, WARM) };
bar.increment({ what: "the recorder" });

// The recorder, in batches of 100 changes of one feed, against writing the same events without it.
const streams = new DynamoDBStreamsClient(aws);
const position: Position = new Map();
const discard = async () => {};
while (await readStream(streams, streamArn, position, "N#", discard)) {}
const record = createRecorder({ table, now, storeDeadLetter: discard, log: () => {} });
const timed = { recorder: 0, bare: 0 };
for (let batch = 0; batch < BATCHES; batch++) {
  for (let i = 0; i < 100; i++) await post("/artifacts", { type: "skill", name: `s-${batch}-${i}` });
  const records: StreamRecord[] = [];
  while (await readStream(streams, streamArn, position, "N#", async (some) => void records.push(...some))) {}
  let at = performance.now();
  await record({ Records: records });
  timed.recorder += performance.now() - at;
  const ttl = ttlAt(now());
  const rows = records.flatMap((streamRecord, i) => {
    const event = eventFromImages(imagesOf(streamRecord));
    return event ? [eventRow({ ...event, feed: "BARE" }, batch * 100 + i + 1, ttl)] : [];
  });
  at = performance.now();
  for (let from = 0; from < rows.length; from += 49) {
    const writes = rows.slice(from, from + 49).map((put) => ({ put, when: { is: "absent" } as const }));
    await table.transact(writes);
  }
  timed.bare += performance.now() - at;
  while (await readStream(streams, streamArn, position, "N#", discard)) {}
  bar.increment();
}
bar.stop();

const cold = (measured: Run[]) => median(measured.map((r) => r.import + r.first));
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const report = new Table({ head: ["what", "ours", "bare", "ratio", "goal"] });
const row = (what: string, ours: number, baseline: number, goal: string) =>
  report.push([what, ms(ours), ms(baseline), `${(ours / baseline).toFixed(2)} x`, goal]);
row("cold start: import + first GET of a profile", cold(runs.api), cold(runs.bare), "<= 1.3 x");
row(
  "  its CPU, Node's own start included",
  median(runs.api.map((r) => r.coldCpu)),
  median(runs.bare.map((r) => r.coldCpu)),
  "",
);
row("warm CPU of a GET of a profile", warm.api.warmCpu as number, warm.bare.warmCpu as number, "<= 1.25 x");
row("warm time of a GET of a profile, on this engine", warm.api.warm as number, warm.bare.warm as number, "");
row("recorder: 100 changes of one feed", timed.recorder / BATCHES, timed.bare / BATCHES, "<= 2 x");
console.log(report.toString());
console.log(
  `Memory after ${WARM} requests: ${warm.api.rss.toFixed(0)} MB. Bundles: API ${Math.round(api.bytes / 1000)} KB (${Math.round(api.startBytes / 1000)} KB read at a start), bare ${Math.round(bare.bytes / 1000)} KB.`,
);
client.destroy();
streams.destroy();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
process.exit(0);
