/** A function as it ships: bundled, loaded in a process of its own with Lambda's environment and nothing else. */
import { type ChildProcess, fork } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "aws-lambda";
import { type Bundle, bundle, type FunctionName } from "./bundle.ts";

export type Lambda = {
  bundle: Bundle;
  invoke<R>(event: unknown): Promise<R>;
  /** What it wrote, line by line. */
  lines: string[];
  /** What it wrote to stderr, which Lambda logs too. */
  readonly errors: string;
  child: ChildProcess;
  close(): void;
};

export type LambdaOptions = {
  env: Record<string, string>;
  /** What the function is linked to, by name. */
  links: Record<string, Record<string, string>>;
  preload?: string;
};

export async function startLambda(name: FunctionName, { env, links, preload }: LambdaOptions): Promise<Lambda> {
  const directory = mkdtempSync(join(tmpdir(), `lambda-${name}-`));
  const built = await bundle(name, directory);
  const key = randomBytes(32);
  writeFileSync(join(directory, "resource.enc"), encrypted(JSON.stringify(links), key));
  const child = fork(join(import.meta.dirname, "lambda.mjs"), [built.main], {
    cwd: directory,
    // None of the environment's own: credentials, region and links alone, as Lambda sets them.
    env: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local-session",
      AWS_LAMBDA_FUNCTION_NAME: `skillmeat-test-${name}`,
      SST_RESOURCE_App: JSON.stringify({ name: "skillmeat", stage: "test" }),
      SST_KEY: key.toString("base64"),
      SST_KEY_FILE: "resource.enc",
      ...env,
    },
    execArgv: preload === undefined ? [] : ["--import", preload],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.on("data", (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() as string;
    lines.push(...parts);
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const waiting = new Map<number, { done: (value: never) => void; fail: (error: Error) => void }>();
  let ready: () => void = () => {};
  const started = new Promise<void>((done, fail) => {
    ready = done;
    child.once("exit", (code) => {
      fail(new Error(`${name} ended with ${code}: ${errors}`));
      for (const one of waiting.values()) one.fail(new Error(`${name} ended with ${code}`));
    });
  });
  type Message = { ready?: true; invoke?: number; result?: never; error?: string };
  child.on("message", ({ ready: is, invoke, result, error }: Message) => {
    if (is) ready();
    if (invoke === undefined) return;
    const one = waiting.get(invoke);
    waiting.delete(invoke);
    if (error === undefined) one?.done(result as never);
    else one?.fail(new Error(error));
  });
  await started;
  let invocations = 0;
  return {
    bundle: built,
    lines,
    get errors() {
      return errors;
    },
    child,
    invoke: (event) =>
      new Promise((done, fail) => {
        const invoke = ++invocations;
        waiting.set(invoke, { done, fail });
        const context: Partial<Context> = { awsRequestId: `invocation-${invoke}` };
        child.send({ invoke, event, context });
      }),
    close: () => {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Links as SST lays them beside a bundle. */
function encrypted(text: string, key: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 0));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}
