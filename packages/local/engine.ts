/** The embedded DynamoDB-compatible engine, dynoxide: found, started, ended, and its leftovers ended. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAtomically } from "./file.ts";

/** A line for the person who starts the server; no stack behind it. */
export class StartError extends Error {}

export type Engine = {
  endpoint: string;
  database: string | undefined;
  process(): number | undefined;
  stop(): Promise<void>;
};

/** `@dynoxide/<platform>-<arch>`, else `dynoxide` on PATH. @throws StartError with a command to paste */
export function findEngine(
  platform: string = process.platform,
  arch: string = process.arch,
  path = process.env.PATH ?? "",
): string {
  const name = `@dynoxide/${platform}-${arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "dynoxide");
  } catch {
    const found = path
      .split(delimiter)
      .map((directory) => join(directory, "dynoxide"))
      .find((file) => existsSync(file));
    if (found) return found;
    throw new StartError(
      `There is no dynoxide for ${platform}-${arch} here. Run DynamoDB Local instead: docker run -d -p 8000:8000 amazon/dynamodb-local && DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start`,
    );
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Starts the engine on a database file, or in memory. An engine left behind by a killed server would hold the same
 * file, so it is ended first. One that dies is started again, on the same port and file.
 */
export async function startEngine(options: { binary: string; dataDir?: string | undefined }): Promise<Engine> {
  const { binary, dataDir } = options;
  const database = dataDir === undefined ? undefined : join(dataDir, "table.db");
  if (database) await endLeftovers(database);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const start = () => launch(binary, port, database, dataDir);
    const child = start();
    if (await accepts(port, child)) {
      const note = (pid: number | undefined) =>
        dataDir && writeAtomically(join(dataDir, "engine.json"), JSON.stringify({ pid, port }));
      return { endpoint: `http://127.0.0.1:${port}`, database, ...supervise(child, start, note) };
    }
    await end(child);
    if (attempt === 3) {
      throw new StartError(`The engine does not start; see ${dataDir ? join(dataDir, "engine.log") : binary}`);
    }
  }
}

/** How long a dead engine's successor waits, so that one that cannot live does not spin. */
const RESTART_MS = 200;

/** Keeps an engine running until it is stopped; `note` is told of each process. */
function supervise(
  first: ChildProcess,
  start: () => ChildProcess,
  note: (pid: number | undefined) => void,
): Pick<Engine, "process" | "stop"> {
  let child = first;
  let stopping = false;
  const watch = () => {
    note(child.pid);
    child.once("exit", () => {
      if (stopping) return;
      setTimeout(() => {
        if (stopping) return;
        child = start();
        watch();
      }, RESTART_MS);
    });
  };
  watch();
  return {
    process: () => child.pid,
    stop: () => {
      stopping = true;
      return end(child);
    },
  };
}

function launch(binary: string, port: number, database: string | undefined, dataDir: string | undefined): ChildProcess {
  const log = dataDir === undefined ? "ignore" : openSync(join(dataDir, "engine.log"), "a", 0o600);
  const args = ["serve", "--host", "127.0.0.1", "--port", String(port), ...(database ? ["--db-path", database] : [])];
  // Detached: an interrupt from the terminal reaches the server alone, which ends the engine when it has drained.
  const child = spawn(binary, args, { stdio: ["ignore", log, log], detached: true });
  child.on("error", () => {});
  child.unref();
  if (log !== "ignore") closeSync(log);
  return child;
}

/** Waits until the port answers; false where the engine ended or 10 s went by. */
async function accepts(port: number, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 10) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const open = await new Promise<boolean>((answer) => {
      const socket = connect(port, "127.0.0.1", () => answer(true)).once("error", () => answer(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return true;
    await sleep(10);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<boolean>((done) => child.once("exit", () => done(true)));
  child.kill("SIGTERM");
  if (!(await Promise.race([gone, sleep(5_000, false)]))) child.kill("SIGKILL");
  await gone;
}

/** Ends every engine that runs on this database file. */
async function endLeftovers(database: string): Promise<void> {
  for (const pid of enginesOn(database)) {
    signal(pid, "SIGTERM");
    for (let waited = 0; waited < 5_000 && signal(pid, 0); waited += 10) await sleep(10);
    signal(pid, "SIGKILL");
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** The processes whose command line is an engine's on this file; told by that, not by a pid that may be another's now. */
export function enginesOn(database: string): number[] {
  const isOurs = (args: string[]) => args.includes("serve") && args[args.indexOf("--db-path") + 1] === database;
  if (!existsSync("/proc/self/cmdline")) {
    const table = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).split("\n");
    const ours = table.filter((line) => line.includes("serve --host") && line.endsWith(`--db-path ${database}`));
    return ours.map((line) => Number.parseInt(line, 10));
  }
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return isOurs(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0"));
      } catch {
        return false;
      }
    })
    .map(Number);
}
