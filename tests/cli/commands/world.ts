/** The world of a test: a disk, a terminal that is written down, and a service in this process. */
import { main } from "@skillmeat-deployments/cli/main.ts";
import type { World } from "@skillmeat-deployments/cli/world.ts";
import type { Service } from "@skillmeat-deployments/testing/service.ts";
import { createMemoryDisk, type MemoryDisk } from "../files/memory-disk.ts";

export const API = "https://deployments.test";
export const HOME = "/home/ana";
export const ROOT = `${HOME}/web-shop`;

/** What a command printed and returned. */
export type Result = { readonly code: number; readonly out: string; readonly err: string };

export type TestWorld = {
  readonly disk: MemoryDisk;
  readonly world: World;
  /** Runs a command, given as it is typed. */
  run(line: string, change?: Partial<World>): Promise<Result>;
  /** Runs a command with --json. */
  json(line: string, change?: Partial<World>): Promise<{ readonly code: number; readonly json: Json; readonly err: string }>;
};

/** The parsed output of a command. Tests look into it freely. */
// biome-ignore lint/suspicious/noExplicitAny: what a test expects says what it is
export type Json = any;

type Settings = {
  readonly fetch?: World["fetch"];
  readonly env?: Record<string, string>;
  readonly disk?: MemoryDisk;
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

export function createWorld(service: Pick<Service, "key">, settings: Settings = {}): TestWorld {
  const disk = settings.disk ?? createMemoryDisk();
  for (const folder of ["/home", HOME, ROOT]) if (disk.lstat(folder) === undefined) disk.mkdir(folder);
  const answers = [...(settings.answers ?? [])];
  const base: World = {
    cwd: ROOT,
    env: { SKILLMEAT_API_URL: API, SKILLMEAT_API_KEY: service.key, ...settings.env },
    home: HOME,
    system: "linux",
    disk,
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
    const code = await main(line.split(" ").filter((word) => word !== ""), { ...base, ...change, terminal });
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

/** Puts a tree of files on a disk. */
export function put(disk: MemoryDisk, folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) disk.put(`${folder}/${path}`, text);
}
