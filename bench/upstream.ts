/** Starts SkillMeat's own API from a checkout of it, with its data in a directory of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killOnExit } from "./on-exit.ts";

const START_MS = 60_000;

/** Runs the API without its limit of 20 like requests in 10 seconds, which no setting turns off. */
const PROGRAM = `
import sys, uvicorn
from skillmeat.api.middleware import rate_limit
async def unlimited(self, request, call_next):
    return await call_next(request)
rate_limit.RateLimitMiddleware.dispatch = unlimited
uvicorn.run("skillmeat.api.server:app", host="127.0.0.1", port=int(sys.argv[1]))
`;

export type Upstream = { url: string; project: string; close(): Promise<void> };

/** @param checkout its Python is `.venv/bin/python` if that exists, else `python3` */
export async function startUpstream(checkout: string, directory: string): Promise<Upstream> {
  const home = join(directory, "upstream");
  mkdirSync(home, { recursive: true });
  const own = join(checkout, ".venv/bin/python");
  const port = await freePort();
  const child = spawn(existsSync(own) ? own : "python3", ["-c", PROGRAM, String(port)], {
    cwd: checkout,
    env: { ...process.env, HOME: home },
    stdio: "ignore",
  });
  const forget = killOnExit(() => child.pid);
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  child.once("error", () => {});
  const url = `http://127.0.0.1:${port}/api/v1`;
  for (let waited = 0; ; waited += 100) {
    if (
      await fetch(`${url}/openapi.json`)
        .then(() => true)
        .catch(() => false)
    )
      break;
    if (child.exitCode !== null || child.pid === undefined || waited > START_MS) {
      child.kill("SIGKILL");
      throw new Error(`SkillMeat's API did not start in ${checkout}`);
    }
    await sleep(100);
  }
  return {
    url,
    // The id of a project is its path; the first request creates the project.
    project: Buffer.from(join(home, "project")).toString("base64"),
    close: async () => {
      child.kill("SIGKILL");
      await ended;
      forget();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
