/** Runs a function as it is deployed: bundled, in its own process, with only the environment that Lambda sets. */
import { type ChildProcess, fork } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "aws-lambda";
import { type Bundle, bundle, type FunctionName } from "./bundle.ts";

export type Lambda = {
  bundle: Bundle;
  /** Invokes the handler. Rejects with the error that the handler throws. */
  invoke<R>(event: unknown): Promise<R>;
  /** The lines on stdout. */
  lines: string[];
  /** The output on stderr, which Lambda logs too. */
  readonly errors: string;
  child: ChildProcess;
  close(): void;
};

export type LambdaOptions = {
  env: Record<string, string>;
  /** The properties of the linked resources, by name. */
  links: Record<string, Record<string, string>>;
  /** A module to load before the bundle. */
  preload?: string;
};

/** Bundles a function and starts its process. */

export async function startLambda(name: FunctionName, { env, links, preload }: LambdaOptions): Promise<Lambda> {
  const directory = mkdtempSync(join(tmpdir(), `lambda-${name}-`));
  const built = await bundle(name, directory);
  const key = randomBytes(32);
  writeFileSync(join(directory, "resource.enc"), encrypted(JSON.stringify(links), key));
  const child = fork(join(import.meta.dirname, "lambda.mjs"), [built.main], {
    cwd: directory,
    // Only what Lambda sets: region, credentials and links. Nothing is inherited from this process.
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
  let incompleteLine = "";
  child.stdout?.on("data", (chunk) => {
    const parts = (incompleteLine + chunk).split("\n");
    incompleteLine = parts.pop() as string;
    lines.push(...parts);
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const pending = new Map<number, { done: (value: never) => void; fail: (error: Error) => void }>();
  let ready: () => void = () => {};
  const started = new Promise<void>((done, fail) => {
    ready = done;
    child.once("exit", (code) => {
      fail(new Error(`${name} exited with code ${code}: ${errors}`));
      for (const invocation of pending.values()) invocation.fail(new Error(`${name} exited with code ${code}`));
    });
  });
  type Message = { ready?: true; invoke?: number; result?: never; error?: string };
  child.on("message", ({ ready: isReady, invoke, result, error }: Message) => {
    if (isReady) ready();
    if (invoke === undefined) return;
    const invocation = pending.get(invoke);
    pending.delete(invoke);
    if (error === undefined) invocation?.done(result as never);
    else invocation?.fail(new Error(error));
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
        pending.set(invoke, { done, fail });
        const context: Partial<Context> = { awsRequestId: `invocation-${invoke}` };
        child.send({ invoke, event, context });
      }),
    close: () => {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Encrypts the links as SST does for the file next to a bundle. */
function encrypted(text: string, key: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 0));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}
