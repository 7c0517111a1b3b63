/** Runs the embedded DynamoDB-compatible engine, dynoxide: starts it, restarts it and ends it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Address, freeAddress, urlOf } from "./address.ts";
import { createPrivateDatabase, writeAtomically } from "./file.ts";
import { StartError } from "./start-error.ts";

export type Engine = {
  endpoint: string;
  /** The path of the database file. Undefined: the database is in memory. */
  database: string | undefined;
  /** The process id. */
  process(): number | undefined;
  stop(): Promise<void>;
};

/**
 * Starts the engine on a database file in `dataDir`, or in memory if `dataDir` is undefined. Engines of a killed server
 * that still use the file are ended first. If the engine exits, it is restarted on the same address and file.
 * @throws StartError if the engine does not start
 */
export async function startEngine(options: { binary: string; dataDir?: string | undefined }): Promise<Engine> {
  const { binary, dataDir } = options;
  const database = dataDir === undefined ? undefined : join(dataDir, "table.db");
  if (database) {
    await endOrphans(database);
    createPrivateDatabase(database);
  }
  for (let attempt = 1; ; attempt++) {
    const address = await freeAddress();
    const start = () => launch(binary, address, database, dataDir);
    const child = start();
    if (await acceptsConnections(address, child)) {
      const savePid = (pid: number | undefined) =>
        dataDir && writeAtomically(join(dataDir, "engine.json"), JSON.stringify({ pid, ...address }));
      try {
        savePid(child.pid);
      } catch (error) {
        await end(child);
        throw error;
      }
      return { endpoint: urlOf(address), database, ...supervise(child, start, savePid) };
    }
    await end(child);
    if (attempt === 3) {
      throw new StartError(
        `The engine did not start${dataDir ? reasonIn(join(dataDir, "engine.log")) : `: ${binary}`}`,
      );
    }
  }
}

/** The last line of the engine's log, which says why it did not start, and the path of the log. */
function reasonIn(log: string): string {
  const last = readFileSync(log, "utf8").trim().split("\n").at(-1);
  return `${last ? `: ${last}` : ""}; see ${log}`;
}

/** Milliseconds before a restart, so that an engine that exits at once does not use up the CPU. */
const RESTART_MS = 200;

/** Restarts the engine whenever it exits, until it is stopped. `onRestart` is called with the id of each further process. */
function supervise(
  first: ChildProcess,
  start: () => ChildProcess,
  onRestart: (pid: number | undefined) => void,
): Pick<Engine, "process" | "stop"> {
  let child = first;
  let stopping = false;
  const restart = () => {
    if (stopping) return;
    try {
      child = start();
    } catch {
      // The engine's log cannot be opened.
      setTimeout(restart, RESTART_MS);
      return;
    }
    watch();
    try {
      onRestart(child.pid);
    } catch {
      // The disk is full. The stored address is still right.
    }
  };
  const watch = () => {
    child.once("exit", () => {
      if (stopping) return;
      setTimeout(restart, RESTART_MS);
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

function launch(
  binary: string,
  { host, port }: Address,
  database: string | undefined,
  dataDir: string | undefined,
): ChildProcess {
  const log = dataDir === undefined ? "ignore" : openSync(join(dataDir, "engine.log"), "a", 0o600);
  const args = ["serve", "--host", host, "--port", String(port), ...(database ? ["--db-path", database] : [])];
  // Detached: Ctrl-C in the terminal signals only the server, which ends the engine after the last request.
  const child = spawn(binary, args, { stdio: ["ignore", log, log], detached: true });
  child.on("error", () => {});
  child.unref();
  if (log !== "ignore") closeSync(log);
  return child;
}

/** Waits until the address accepts connections. @returns false if the engine exits or 10 s pass before that */
async function acceptsConnections({ host, port }: Address, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 10) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return true;
    await sleep(10);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const timeout = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(timeout);
}

/** Ends every engine that uses this database file. */
async function endOrphans(database: string): Promise<void> {
  for (const pid of enginesOn(database)) {
    signal(pid, "SIGTERM");
    for (let waited = 0; waited < 5_000 && signal(pid, 0); waited += 10) await sleep(10);
    signal(pid, "SIGKILL");
  }
}

/** Sends a signal; 0 only checks the process. @returns false if the process does not exist */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/**
 * The ids of the engine processes on this database file. They are found by their command line, because a stored process
 * id may belong to another process by now.
 */
export function enginesOn(database: string): number[] {
  const isEngine = (args: string[]) => args.includes("serve") && args[args.indexOf("--db-path") + 1] === database;
  if (!existsSync("/proc/self/cmdline")) {
    const processes = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).split("\n");
    const engines = processes.filter((line) => line.includes("serve --host") && line.endsWith(`--db-path ${database}`));
    return engines.map((line) => Number.parseInt(line, 10));
  }
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return isEngine(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0"));
      } catch {
        return false;
      }
    })
    .map(Number);
}
