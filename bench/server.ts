/** Starts the measured servers, each in a process of its own, and the load that is put on them. */
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Load, LoadResult } from "./load.ts";
import type { Usage } from "./servers/usage.ts";

const QUIET = ["--disable-warning=ExperimentalWarning"];

export type Server = {
  url: string;
  /** Asks the process. @param collect whether it collects garbage before */
  usage(collect?: boolean): Promise<Usage>;
  /** Ends the process. */
  close(): Promise<void>;
};

async function start(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<Server> {
  const child = fork(join(import.meta.dirname, file), args, {
    env,
    execArgv: [...QUIET, "--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const { url } = await reply<{ url: string }>(child, file);
  return {
    url,
    usage: (collect = false) => {
      const usage = reply<Usage>(child, file);
      child.send(collect ? "collect" : "usage");
      return usage;
    },
    close: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function reply<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((done, fail) => {
    const failed = (code: number | null) => fail(new Error(`${name} ended with ${code}`));
    child.once("exit", failed);
    child.once("message", (message) => {
      child.off("exit", failed);
      done(message as T);
    });
  });
}

/** Starts the service as `npm start` does. */
export async function startOurs(dataDir: string): Promise<Server & { key: string }> {
  const server = await start("servers/ours.ts", [dataDir], process.env);
  const { api_key: key } = JSON.parse(readFileSync(join(dataDir, "credentials.json"), "utf8"));
  return { ...server, key };
}

/** Starts the Express stack on a table of an engine. */
export const startExpress = (env: Record<string, string>): Promise<Server> =>
  start("peers/express-server.ts", [], { ...process.env, ...env });

/** Puts load on a server from another process. */
export async function putLoad(load: Load): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "peers/load.ts"), { execArgv: QUIET });
  const result = reply<LoadResult>(child, "The load generator");
  child.send(load);
  return result;
}

/** Sends one request. @throws if it does not succeed */
export async function send(url: string, key: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
