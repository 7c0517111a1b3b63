/** What tests of the documentation share: the parts of a page, and what its commands need to run. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { close, listen } from "./server.ts";

/** The directory of the repository. */
export const REPOSITORY = join(import.meta.dirname, "../..");
/** Whether curl is installed, which the pages' commands use. */
export const HAS_CURL = spawnSync("curl", ["--version"]).status === 0;

/** The text of a page, by its path in the repository. */
export const textOf = (page: string) => readFileSync(join(REPOSITORY, page), "utf8");

/** What stands below a heading of the second level. */
export function sectionOf(page: string, heading: string): string {
  const [, text] = textOf(page).split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`${page} has no section '${heading}'`);
  return text.split("\n## ")[0] as string;
}

/** The code block of a page that has this info string. */
export function blockOf(page: string, info: string): string {
  const [, code] = textOf(page).split(`\n\`\`\`${info}\n`);
  if (code === undefined) throw new Error(`${page} has no block '${info}'`);
  return code.split("\n```")[0] as string;
}

/** A server whose data are in `.data` of a new directory, as with `npm start`, and a port that is free. */
export async function startInDirectory() {
  const directory = mkdtempSync(join(tmpdir(), "tour-"));
  const env = { WEBHOOK_ALLOW_LOOPBACK: "1" };
  const server = await serve({ dataDir: join(directory, ".data"), port: 0, host: "127.0.0.1", log: () => {}, env });
  return {
    directory,
    port: await freePort(),
    async close() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<string> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  await close(server);
  return port;
}

/** A script that runs longer waits for what does not come. */
const MAX_SCRIPT_MS = 60_000;

/**
 * Runs a script as a reader types it. `printed`: what it has printed, as it comes. `end`: ends it and what it has started;
 * after a minute that happens by itself.
 */
export function runScript(script: string, cwd: string) {
  const shell = spawn("bash", ["-eu", "-o", "pipefail"], { cwd, detached: true });
  const printed = { out: "", errors: "" };
  shell.stdout.on("data", (chunk) => {
    printed.out += chunk;
  });
  shell.stderr.on("data", (chunk) => {
    printed.errors += chunk;
  });
  shell.stdin.end(script);
  // The shell's group has what it started in the background.
  const end = () => process.kill(-(shell.pid as number));
  const limit = setTimeout(end, MAX_SCRIPT_MS);
  shell.once("close", () => clearTimeout(limit));
  return { shell, printed, end };
}
