import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { givenUp } from "@skillmeat-deployments/events/failures.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeBucket, startFakeBucket } from "../support/bucket.ts";
import { ROOT } from "../support/bundle.ts";
import { createService, type Service } from "../support/service.ts";

let service: Service;
let bucket: FakeBucket;
let lambda: Server;
let invoked: string[];

beforeAll(async () => {
  service = await createService();
  bucket = await startFakeBucket();
  invoked = [];
  // Lambda as far as invoking the recorder goes.
  lambda = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const name = /functions\/([^/]+)\/invocations/.exec(decodeURIComponent(request.url as string))?.[1] as string;
    invoked.push(name);
    const { Records } = JSON.parse(Buffer.concat(chunks).toString()) as { Records: StreamRecord[] };
    response.end(JSON.stringify(await service.recorder(Records)));
  });
  await new Promise<void>((done) => lambda.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  lambda.close();
  await bucket.close();
  await service.close();
});

/** The script as `sst shell` would run it. */
async function redrive(...args: string[]) {
  const script = ["--disable-warning=ExperimentalWarning", "scripts/redrive.ts", ...args];
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_S3: bucket.endpoint,
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(lambda.address() as AddressInfo).port}`,
      SST_RESOURCE_App: JSON.stringify({ name: "skillmeat", stage: "dev" }),
      SST_RESOURCE_Failures: JSON.stringify({ name: "failures" }),
    },
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    out += chunk;
  });
  const code = await new Promise((done) => child.once("close", done));
  return { code, out };
}

describe("npm run redrive", () => {
  it("hands what was given up to its consumer, removes what is done, and keeps what fails again", async () => {
    for (const id of ["a", "b", "c"]) await service.call("POST", "/projects", { body: { project_id: id } });
    const [own, ...aged] = (await service.records()) as [StreamRecord, ...StreamRecord[]];
    const object = (value: object) => JSON.stringify(value);
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:skillmeat-dev-record";
    bucket.objects.set("/failures/record/2026-11-22/1.json", object({ consumer: "record", error: "e", record: own }));
    bucket.objects.set(
      "/failures/aws/lambda/uuid/shardId-1/2026/11/22/x",
      object({ requestContext: { functionArn: arn }, payload: object({ Records: aged }) }),
    );
    bucket.objects.set(
      "/failures/record/2026-11-22/2.json",
      object({
        consumer: "record",
        error: "e",
        record: { ...own, dynamodb: { ...own.dynamodb, NewImage: {} } },
      }),
    );
    const dry = await redrive("--stage", "dev", "--dry-run");
    expect(dry.code).toBe(0);
    expect(dry.out.split("\n").filter(Boolean)).toEqual([
      "aws/lambda/uuid/shardId-1/2026/11/22/x: 2 for record",
      "record/2026-11-22/1.json: 1 for record",
      "record/2026-11-22/2.json: 1 for record",
    ]);
    expect(invoked).toEqual([]);

    const { code, out } = await redrive("--stage", "dev");
    expect(out).toContain("2 redriven, 1 left in failures\n  record/2026-11-22/2.json");
    expect(code).toBe(1);
    expect(invoked).toEqual(Array(3).fill("skillmeat-dev-record"));
    expect([...bucket.objects.keys()]).toEqual(["/failures/record/2026-11-22/2.json"]);
    const feed = (await service.call("GET", "/events")).json as { type: string }[];
    expect(feed.map((e) => e.type)).toEqual(Array(3).fill("skillmeat.project.created"));
  });

  it("says how it is called", async () => {
    const { code, out } = await redrive();
    expect([code, out]).toEqual([1, "Usage: npm run redrive -- --stage STAGE [--dry-run]\n"]);
  });
});

describe("an object of the failure bucket", () => {
  it("that is neither kind is refused", () => {
    expect(() => givenUp("{}")).toThrow("Neither");
    expect(() => givenUp('{"requestContext":{}}')).toThrow("Neither");
  });
});
