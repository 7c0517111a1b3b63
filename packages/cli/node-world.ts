/** The world of a process: this machine's disk, network and terminal. */
import { execFile, spawn } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { machine } from "./files/lock.ts";
import { nodeDisk } from "./files/node-disk.ts";
import type { Terminal, World } from "./world.ts";

const SYSTEMS: Partial<Record<NodeJS.Platform, World["system"]>> = { darwin: "macos", win32: "windows" };

export function nodeWorld(): World {
  return {
    cwd: process.cwd(),
    env: process.env,
    home: homedir(),
    system: SYSTEMS[process.platform] ?? "linux",
    disk: nodeDisk,
    processes: machine,
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => new Date(),
    random: Math.random,
    sleep,
    terminal: nodeTerminal(),
    gitFiles,
    git,
    runCommand,
    openPage,
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    if (signal?.aborted) return fail(signal.reason);
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      fail(signal.reason);
    });
  });
}

function nodeTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    hasOutput: stdout.isTTY === true,
    hasErrors: stderr.isTTY === true,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ask,
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}

/** Asks on the error output, so that the output stays what programs read. */
async function ask(question: string, { secret = false }: { secret?: boolean } = {}): Promise<string | undefined> {
  const [{ createInterface }, { Writable }] = await Promise.all([
    import("node:readline/promises"),
    import("node:stream"),
  ]);
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const closed = new Promise<undefined>((done) => lines.once("close", () => done(undefined)));
    const answer = lines.question(question);
    // What is typed is written by the library, from here on.
    isMuted = secret;
    const line = await Promise.race([answer, closed]);
    if (secret) process.stderr.write("\n");
    return line;
  } finally {
    lines.close();
  }
}

const MAX_LISTING = 64 * 1024 * 1024;

async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const options = { maxBuffer: MAX_LISTING, encoding: "utf8" } as const;
    return (await promisify(execFile)("git", ["-C", folder, ...args], options)).stdout.trim();
  } catch {
    // No git, or no repository.
    return undefined;
  }
}

/** Tracked files, and those that git would add. */
async function gitFiles(folder: string): Promise<readonly string[] | undefined> {
  const listed = await git(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return listed?.split("\0").filter((path) => path !== "");
}

/** What the command prints is printed, on the standard output or on that of errors. */
function runCommand(command: string, input: string, output: "output" | "errors"): Promise<number> {
  return new Promise((done, fail) => {
    const stdio = output === "errors" ? (["pipe", 2, 2] as const) : (["pipe", 1, 2] as const);
    const child = spawn(command, { shell: true, stdio: [...stdio] });
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
    // A command that does not read its input is no error.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

function openPage(url: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  return new Promise((done, fail) => {
    const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
    child.once("error", fail);
    child.once("spawn", () => {
      child.unref();
      done();
    });
  });
}
