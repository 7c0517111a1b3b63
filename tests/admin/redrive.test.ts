/** `npm run redrive`: dead letters of the failure bucket are sent to their consumers again. */
import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { bucketUrl, parseDeadLetter } from "@skillmeat-deployments/events/dead-letter.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type FakeBucket, startFakeBucket } from "@skillmeat-deployments/testing/aws/bucket.ts";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
let bucket: FakeBucket;
let lambda: Server;
let lambdaEndpoint: string;
let invoked: string[];
let onInvoke: (records: StreamRecord[]) => ReturnType<Service["recorder"]>;

beforeAll(async () => {
  service = await createService();
  bucket = await startFakeBucket();
  invoked = [];
  onInvoke = (records) => service.recorder(records);
  // Stands in for Lambda: it only invokes the recorder.
  lambda = createServer(async (request, response) => {
    const body = await text(request);
    const name = /functions\/([^/]+)\/invocations/.exec(decodeURIComponent(request.url as string))?.[1] as string;
    invoked.push(name);
    const { Records } = JSON.parse(body) as { Records: StreamRecord[] };
    response.end(JSON.stringify(await onInvoke(Records)));
  });
  lambdaEndpoint = await listen(lambda);
});
afterAll(async () => {
  await close(lambda);
  await bucket.close();
  await service.close();
});

/** Runs the script as `sst shell` would run it. */
async function redrive(...args: string[]) {
  const script = ["--disable-warning=ExperimentalWarning", "packages/admin/bin/redrive.ts", ...args];
  const child = spawn(process.execPath, script, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_S3: bucket.endpoint,
      AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
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
  const json = (value: object) => JSON.stringify(value);
  const deadLetter = (record: StreamRecord) => json({ consumer: "record", error: "e", set_aside_at: "t", record });
  const lambdaDeadLetter = (Records: StreamRecord[]) => {
    const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:skillmeat-dev-record";
    return json({ requestContext: { functionArn }, payload: json({ Records }) });
  };
  const feed = async () => (await service.call("GET", "/events?limit=100")).json as { type: string; subject: string }[];

  it("npm run redrive hands dead letters to their consumer, the oldest change first, and deletes those that succeed", async () => {
    await service.call("POST", "/projects", { body: { project_id: "a" } });
    await service.call("PATCH", "/projects/a", { body: { name: "A" } });
    await service.call("POST", "/projects", { body: { project_id: "b" } });
    const [first, ...later] = (await service.records()) as [StreamRecord, ...StreamRecord[]];
    // Written by Lambda for later changes, although its key is the first one in the bucket.
    bucket.objects.set("/failures/aws/lambda/uuid/shardId-1/2026/11/22/x", lambdaDeadLetter(later));
    bucket.objects.set("/failures/record/2026-11-22/1.json", deadLetter(first));
    const dry = await redrive("--stage", "dev", "--dry-run");
    expect(dry.code).toBe(0);
    expect(dry.out.split("\n").filter(Boolean)).toEqual([
      "aws/lambda/uuid/shardId-1/2026/11/22/x: 2 for record",
      "record/2026-11-22/1.json: 1 for record",
    ]);
    expect(invoked).toEqual([]);
    const { code, out } = await redrive("--stage", "dev");
    expect(out).toContain("2 redriven, 0 left in failures");
    expect(code).toBe(0);
    expect(invoked).toEqual(Array(2).fill("skillmeat-dev-record"));
    expect(bucket.objects.size).toBe(0);
    expect((await feed()).map((e) => `${e.type} ${e.subject}`)).toEqual([
      "skillmeat.project.created /projects/a",
      "skillmeat.project.updated /projects/a",
      "skillmeat.project.created /projects/b",
    ]);
  });

  it("npm run redrive keeps what fails again, what is written as a dead letter again and what is none, and goes on", async () => {
    await service.call("POST", "/projects", { body: { project_id: "c" } });
    const created = (await service.records()).at(-1) as StreamRecord;
    const NewImage = { ...created.dynamodb?.NewImage, sk: { S: "N#WHAT#1" } };
    bucket.objects.set(
      "/failures/record/2026-11-22/again.json",
      deadLetter({ ...created, dynamodb: { ...created.dynamodb, NewImage } }),
    );
    bucket.objects.set("/failures/record/2026-11-22/busy.json", deadLetter({ ...created, eventID: "busy" }));
    bucket.objects.set("/failures/something/else.txt", "hello");
    bucket.objects.set("/failures/record/2026-11-22/good.json", deadLetter(created));
    onInvoke = async (records) => {
      if (records[0]?.eventID === "busy") return { batchItemFailures: [{ itemIdentifier: "1" }] };
      return service.recorder(records, {
        storeDeadLetter: async (record) =>
          void bucket.objects.set(
            "/failures/record/2026-11-22/again.json",
            deadLetter(record).replace('"t"', '"later"'),
          ),
      });
    };
    const { code, out } = await redrive("--stage", "dev");
    expect(code).toBe(1);
    expect(out).toContain("1 redriven, 3 left in failures");
    expect(out).toMatch(
      /again\.json: .*\n.*busy\.json: the consumer could not handle it yet; redrive it later\n.*else\.txt: /,
    );
    expect([...bucket.objects.keys()].sort()).toEqual([
      "/failures/record/2026-11-22/again.json",
      "/failures/record/2026-11-22/busy.json",
      "/failures/something/else.txt",
    ]);
    expect((await feed()).at(-1)?.subject).toBe("/projects/c");
  });

  it("npm run redrive acts on no other stage than that of its shell", async () => {
    const { code, out } = await redrive("--stage", "production");
    expect([code, out]).toEqual([1, "This shell is for stage 'dev', not 'production'\n"]);
  });

  it("npm run redrive reports a wrong argument or a bucket that does not answer in one line and exits 1", async () => {
    expect(await redrive("--colour")).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^[^\n]*'--colour'[^\n]*Usage: npm run redrive -- [^\n]*\n$/),
    });
    await bucket.close();
    expect(await redrive("--stage", "dev")).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^the connection is refused\n$/),
    });
  });
});

describe("The address of the failure bucket", () => {
  it("The failure bucket is addressed by its regional domain, or below an endpoint when one is given", () => {
    const link = { name: "failures", domain: "failures.s3.eu-west-1.amazonaws.com" };
    expect(bucketUrl(link, undefined)).toBe("https://failures.s3.eu-west-1.amazonaws.com");
    expect(bucketUrl(link, "http://127.0.0.1:9000")).toBe("http://127.0.0.1:9000/failures");
  });
});

describe("An object of the failure bucket", () => {
  it("An object that is neither kind of dead letter is refused", () => {
    expect(() => parseDeadLetter("{}")).toThrow("Neither");
    expect(() => parseDeadLetter('{"requestContext":{}}')).toThrow("Neither");
  });
});
