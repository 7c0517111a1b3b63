/**
 * The infrastructure as SST's real components would create it: every sentence is checked, and its check is seen to
 * fail.
 */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Evaluated, ROOT } from "./evaluate.ts";
import { SENTENCES } from "./sentences.ts";
import type { Order } from "./worker.ts";

let worker: ChildProcess;
const startWorker = () =>
  fork(join(import.meta.dirname, "worker.ts"), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
beforeAll(() => {
  worker = startWorker();
});
afterAll(() => void worker.kill());

let orders = 0;
type Reply = { evaluated: Evaluated } | { error: string };

/** Runs one evaluation at a time, and removes Pulumi's wrappers of secret values. */
async function evaluate(given: Order): Promise<Evaluated> {
  // A production deployment is refused without it.
  const mail: Record<string, string> = given.stage === "production" ? { ALARM_EMAIL: "ops@example.com" } : {};
  const order = { ...given, env: { ...mail, ...given.env } };
  const reply = await new Promise<Reply>((done, fail) => {
    const number = ++orders;
    const exited = () => fail(new Error("The evaluation's process ended"));
    const received = (message: { number: number }) => {
      if (message.number !== number) return;
      worker.off("exit", exited);
      worker.off("message", received);
      done(plain(message) as unknown as Reply);
    };
    worker.once("exit", exited);
    worker.on("message", received);
    worker.send({ number, ...order });
  });
  if ("error" in reply) {
    // The failed evaluation still runs and would fail in the name of the next one.
    worker.kill();
    worker = startWorker();
    throw new Error(reply.error);
  }
  return reply.evaluated;
}

/** The key by which Pulumi marks a secret value. */
const SECRET = "4dabf18193072939515e22adb298388d";

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value && "value" in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

function fails(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}

const STAGES = ["dev", "production"];
/** Each break takes half a second or more: `npm run check:infra -- --all` tries all of them, else the first of each sentence. */
const ALL_BREAKS = process.env.ALL_BREAKS === "1";
const evaluated: Record<string, Evaluated> = {};
beforeAll(async () => {
  for (const stage of STAGES) evaluated[stage] = await evaluate({ stage });
});

describe.each(SENTENCES)("$sentence", ({ sentence, check, breaks }) => {
  it.each(STAGES)(`In stage %s: ${sentence}`, (stage) => check(evaluated[stage] as Evaluated, stage));

  it.each(ALL_BREAKS ? breaks : breaks.slice(0, 1))(
    `The check fails when $from becomes $to in $file: ${sentence}`,
    async (mutation) => {
      // Production is evaluated when the first stage passes: some sentences concern production only.
      for (const stage of STAGES) {
        const mutated = await evaluate({ stage, mutations: [mutation] });
        if (fails(() => check(mutated, stage))) return;
      }
      expect.fail("the check still passes");
    },
  );
});

describe("The configuration", () => {
  it("A deployment outputs its API, table, bus, failure bucket, queue of webhooks and alarms", () => {
    expect(Object.keys(evaluated.dev?.outputs ?? {})).toEqual(
      expect.arrayContaining(["api", "table", "bus", "failures", "webhookQueue", "alarms"]),
    );
  });

  it("ALARM_EMAIL makes the alarms send mail, and the OIDC settings reach the API", async () => {
    expect(evaluated.dev?.resources.some((r) => r.name === "AlarmsByMail")).toBe(false);
    const oidc = {
      OIDC_ISSUER: "https://issuer.example",
      OIDC_AUDIENCE: "skillmeat",
      OIDC_JWKS_URI: "https://issuer.example/jwks",
      OIDC_TENANT_CLAIM: "org",
      OIDC_SCOPE_CLAIM: "scp",
    };
    const env = { ...oidc, ALARM_EMAIL: "ops@example.com", OIDC_CLIENT_SECRET: "x" };
    const { resources } = await evaluate({ stage: "dev", env });
    expect(resources.find((r) => r.name === "AlarmsByMail")?.inputs).toMatchObject({
      protocol: "email",
      endpoint: "ops@example.com",
    });
    const api = resources.find((r) => r.inputs.name === "skillmeat-dev-api");
    const variables = api?.inputs.environment.variables;
    expect(variables).toMatchObject(oidc);
    expect(variables).not.toHaveProperty("OIDC_CLIENT_SECRET");
  });

  it("The default limits of tenants and a reserved concurrency reach the API, and wrong ones end the deployment", async () => {
    const limits = { LIMIT_PROJECTS: "7", LIMIT_RECORDS_PER_PROJECT: "9" };
    const apiOf = ({ resources }: Evaluated) => resources.find((r) => r.inputs.name === "skillmeat-dev-api")?.inputs;
    const api = apiOf(await evaluate({ stage: "dev", env: { ...limits, API_RESERVED_CONCURRENCY: "50" } }));
    expect(api?.environment.variables).toMatchObject(limits);
    expect(api?.reservedConcurrentExecutions).toBe(50);
    expect(apiOf(evaluated.dev as Evaluated)?.reservedConcurrentExecutions).toBeUndefined();
    await expect(evaluate({ stage: "dev", env: { LIMIT_KEYS: "0" } })).rejects.toThrow("LIMIT_KEYS");
    const many = { API_RESERVED_CONCURRENCY: "many" };
    await expect(evaluate({ stage: "dev", env: many })).rejects.toThrow("API_RESERVED_CONCURRENCY");
  });

  it("A production deployment without ALARM_EMAIL is refused", async () => {
    await expect(evaluate({ stage: "production", env: { ALARM_EMAIL: "" } })).rejects.toThrow("ALARM_EMAIL");
  });

  it("A deployment without the operator key is refused", async () => {
    await expect(evaluate({ stage: "dev", env: { SST_SECRET_OperatorKey: "" } })).rejects.toThrow("OperatorKey");
  });

  it("The consumers get the name and the regional domain of the failure bucket", () => {
    const link = evaluated.dev?.resources.find((r) => r.name === "FailuresLinkRef");
    expect(link?.inputs.properties).toEqual({
      name: expect.stringMatching(/^skillmeat-dev-failuresbucket/),
      domain: "FailuresBucket.s3.us-east-1.amazonaws.com",
    });
  });

  it("The links are those that sst-env.d.ts declares", () => {
    const declared = readFileSync(join(ROOT, "sst-env.d.ts"), "utf8");
    const found = [...declared.matchAll(/^ {4}"(\w+)": \{\n([\s\S]*?)^ {4}\}/gm)].map(([, name, body]) => [
      name,
      [...(body as string).matchAll(/"(\w+)": (?!")/g)].map((m) => m[1]),
    ]);
    const links = (evaluated.dev as Evaluated).resources
      .filter((r) => r.type === "sst:sst:LinkRef")
      .map((r) => [r.name.replace(/LinkRef$/, ""), Object.keys(r.inputs.properties).sort()]);
    expect(found).toEqual(links.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  });

  it("Every file of infra/ begins with its purpose, and only some of them ask for the stage", () => {
    const files = readdirSync(join(ROOT, "infra")).filter((name) => name.endsWith(".ts"));
    for (const file of files) {
      const lines = readFileSync(join(ROOT, `infra/${file}`), "utf8").split("\n");
      expect(lines[0]).toMatch(/^\/\*\*/);
      if (!["stage.ts", "table.ts", "api.ts", "alarm.ts", "webhook-queue.ts"].includes(file)) {
        expect([file, lines.some((line) => line.includes("isProduction"))]).toEqual([file, false]);
      }
    }
  });
});
