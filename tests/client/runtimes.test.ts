/** The built package on Node 20, Bun and Deno, installed into an empty folder, and in Chromium: the same tour everywhere. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { newSigningSecret, publicKeyOf } from "@skillmeat-deployments/core/values/webhook-secret.ts";
import { signatureHeaders } from "@skillmeat-deployments/events/deliver/signature.ts";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { blockOf } from "@skillmeat-deployments/testing/pages.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "../../scripts/build-package.ts";
import { CHROMIUM } from "../browser/chromium.ts";

const own = join(import.meta.dirname, "runtimes");
const folder = mkdtempSync(join(tmpdir(), "runtimes-"));
const built = join(folder, "built");
const app = join(folder, "app");

/** The commands that run a program, by runtime. */
const COMMANDS: Record<string, string[]> = { "Node 24": [process.execPath], ...node20(), ...others() };

function node20(): Record<string, string[]> {
  const paths = (process.env.PATH ?? "").split(delimiter).map((path) => join(path, "node"));
  const found = paths.find((path) => existsSync(path) && /^v20\./.test(String(spawnSync(path, ["-v"]).stdout)));
  if (found === undefined) console.log("Skipped what needs Node 20: no `node` on the PATH is one.");
  return found === undefined ? {} : { "Node 20": [found] };
}

/** Bun and Deno, where their packages install. */
function others(): Record<string, string[]> {
  try {
    installLocked(own, { optional: true });
  } catch {
    // Below, because a package without a binary for this machine installs too.
  }
  const [bun] = globSync(join(own, "node_modules/@oven/*/bin/bun"));
  const [deno] = globSync(join(own, "node_modules/@deno/*/deno"));
  if (!bun || !deno) console.log("Skipped what needs Bun or Deno: their npm packages do not install here.");
  return {
    ...(bun && { Bun: [bun] }),
    ...(deno && { Deno: [deno, "run", "--allow-net=127.0.0.1", "--no-prompt"] }),
  };
}

let service: Running;
let credentials: Credentials;
let files: Server;
/** Serves the built package, the tour and the page of the documentation: another origin than the service's. */
let origin: string;

beforeAll(async () => {
  service = await serve({ dataDir: join(folder, "data"), port: 0, host: "127.0.0.1", log: () => {} });
  credentials = readCredentials(join(folder, "data")) as Credentials;
  buildPackage("client", built, "docs/client.md");
  mkdirSync(app);
  const npm = (...args: string[]) => execFileSync("npm", args, { cwd: app, encoding: "utf8" });
  writeFileSync(join(app, "package.json"), '{"type": "module"}');
  const [{ filename }] = JSON.parse(npm("pack", "--json", built));
  npm("install", "--offline", "--no-audit", "--no-fund", `./${filename}`);
  copyFileSync(join(own, "tour.mjs"), join(app, "tour.mjs"));
  writeFileSync(
    join(app, "program.mjs"),
    `import process from "node:process";
import * as client from "@skillmeat-deployments/client";
import { tour } from "./tour.mjs";
console.log(JSON.stringify(await tour(client, JSON.parse(process.argv[2]))));`,
  );
  files = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://any");
    const file = pathname.startsWith("/client/") ? join(built, pathname.slice("/client/".length)) : undefined;
    const page = blockOf("docs/client.md", "html page").replace("http://127.0.0.1:3000", service.url);
    if (pathname === "/page") response.writeHead(200, { "content-type": "text/html" }).end(page);
    else if (pathname === "/empty") response.writeHead(200, { "content-type": "text/html" }).end();
    else
      response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(file ?? join(own, "tour.mjs")));
  });
  origin = await listen(files);
});
afterAll(async () => {
  if (files) await close(files);
  await service?.close();
  rmSync(folder, { recursive: true, force: true });
});

function settingFor(project_id: string) {
  const time = Date.now();
  const body = JSON.stringify({ type: "skillmeat.project.created" });
  const [secret, pair] = [newSigningSecret("v1"), newSigningSecret("v1a")];
  const headers = signatureHeaders({ id: "1", timestamp: Math.floor(time / 1_000), body, secrets: [secret, pair] });
  const webhooks = [secret, publicKeyOf(pair)].map((key) => ({ key, headers, body, time }));
  return { baseUrl: service.url, apiKey: credentials.api_key, project_id, webhooks };
}

const REPORT = {
  created: [201, "Größe", 1],
  records: ["a", "b", "c"],
  events: ["a", "b", "c"],
  tags: [expect.any(Number), false],
  notModified: true,
  problem: [true, 412, "precondition-failed", "string"],
  toml: "[[deployed]]",
  aborted: "stop",
  late: "TimeoutError",
  closed: "ConnectionError",
  webhooks: Array(2).fill(["skillmeat.project.created", "signature"]),
  retried: [expect.any(Number), 1],
};

it.each(Object.entries(COMMANDS))(
  "%s does the tour with the installed package and prints nothing else",
  async (name, command) => {
    const setting = JSON.stringify(settingFor(name.toLowerCase().replace(" ", "-")));
    const [file = "", ...args] = command;
    const child = spawn(file, [...args, "program.mjs", setting], {
      cwd: app,
      env: { PATH: process.env.PATH, HOME: folder, DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1" },
    });
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(errors).toBe("");
    expect(JSON.parse(out)).toEqual(REPORT);
  },
);

describe.skipIf(CHROMIUM === undefined)("Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  it("does the tour from another origin", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/empty`);
    const program = `Promise.all([import("/client/index.js"), import("/tour.mjs")]).then(
      ([client, { tour }]) => tour(client, ${JSON.stringify(settingFor("chromium"))}))`;
    expect(await page.evaluate(program)).toEqual(REPORT);
  });

  it("runs the page of the documentation", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/page`);
    await expect.poll(() => page.textContent("body"), { timeout: 30_000 }).toMatch(/^\s*\d+ platforms/);
  });
});
