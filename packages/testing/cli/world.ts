/** The world of a test: a disk, a terminal that is written down, and a service in this process. */

import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import { main } from "@skillmeat-deployments/cli/main.ts";
import type { World } from "@skillmeat-deployments/cli/world.ts";
import type { Service } from "../service.ts";

const API = "https://deployments.test";
/** What a command printed and returned. */
type Result = { readonly code: number; readonly out: string; readonly err: string };

export type TestWorld = {
  readonly disk: Disk;
  readonly world: World;
  /** Runs a command, given as it is typed. */
  run(line: string, change?: Partial<World>): Promise<Result>;
  /** Runs a command with --json. */
  json(
    line: string,
    change?: Partial<World>,
  ): Promise<{ readonly code: number; readonly json: Json; readonly err: string }>;
};

/** The parsed output of a command. Tests look into it freely. */
// biome-ignore lint/suspicious/noExplicitAny: what a test expects says what it is
type Json = any;

type Settings = {
  readonly fetch?: World["fetch"];
  readonly env?: Record<string, string>;
  /** What the user answers, one after the other. Without it there is no terminal. */
  readonly answers?: readonly string[];
};

/** A `fetch` that reaches the service in this process. */
export function fetchOf(service: Service): World["fetch"] {
  return async (input, init) => {
    const response = await service.app.fetch(new Request(input, init), {});
    await service.background.settled();
    return response;
  };
}

let lastPid = 0;

/** A process of its own: all that were before it are gone. */
function newProcess(): World["processes"] {
  const pid = ++lastPid;
  const long = new Date("2026-11-01T00:00:00Z");
  return {
    host: "test",
    pid,
    startOf: String,
    isAlive: (other) => other === pid,
    now: () => new Date(),
    bootedAt: () => long,
  };
}

/** @param home the user's home. The project is `web-shop` in it, and both exist */
export function createWorld(disk: Disk, home: string, key: string, settings: Settings = {}): TestWorld {
  const answers = [...(settings.answers ?? [])];
  const base: World = {
    cwd: `${home}/web-shop`,
    env: { SKILLMEAT_API_URL: API, SKILLMEAT_API_KEY: key, ...settings.env },
    home,
    system: "linux",
    disk,
    processes: newProcess(),
    fetch: settings.fetch ?? (() => Promise.reject(new TypeError("no request is expected"))),
    now: () => new Date("2026-11-29T12:00:00Z"),
    random: () => 0,
    sleep: async () => {},
    terminal: {
      canAsk: settings.answers !== undefined,
      hasOutput: settings.answers !== undefined,
      hasErrors: settings.answers !== undefined,
      out: () => {},
      err: () => {},
      ask: async () => answers.shift(),
      readInput: async () => "",
    },
    gitFiles: async () => undefined,
    git: async () => undefined,
    runCommand: async () => 0,
    openPage: async () => {},
  };
  const run = async (line: string, change: Partial<World> = {}): Promise<Result> => {
    const printed = { out: "", err: "" };
    const terminal: World["terminal"] = {
      ...(change.terminal ?? base.terminal),
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
    };
    const process = { processes: newProcess() };
    const code = await main(
      line.split(" ").filter((word) => word !== ""),
      { ...base, ...process, ...change, terminal },
    );
    return { code, ...printed };
  };
  return {
    disk,
    world: base,
    run,
    json: async (line, change) => {
      const { code, out, err } = await run(`${line} --json`, change);
      return { code, err, json: JSON.parse(out) };
    },
  };
}
