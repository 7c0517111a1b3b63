/** The built program: what it consists of, and that it runs on Node 20 where nothing else is installed. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, type Parts } from "../../../scripts/build-cli.ts";
import { buildPackage } from "../../../scripts/build-package.ts";
import { SOURCE } from "./source.ts";

/** What a start may read, in bytes. */
const MAX_START = 50_000;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-cli-")));
const built = join(folder, "built");
const app = join(folder, "app");
let parts: Parts;
beforeAll(async () => {
  parts = await buildCli(built);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The parts of the program that are loaded by a start, with their sources. */
function loadedByStart(): string[] {
  const byName = new Map(
    Object.entries(parts.outputs).map(([path, output]) => [path.split("/").at(-1) as string, output]),
  );
  const loaded = new Set<string>();
  const visit = (name: string) => {
    const output = byName.get(name);
    if (output === undefined || loaded.has(name)) return;
    loaded.add(name);
    for (const { kind, path } of output.imports)
      if (kind === "import-statement") visit(path.split("/").at(-1) as string);
  };
  visit("skillmeat-deploy.js");
  return [...loaded];
}

describe("The package", () => {
  it("It has the program, its parts, a README and the licenses, and depends on nothing", () => {
    const manifest = JSON.parse(readFileSync(join(built, "package.json"), "utf8"));
    expect(manifest).toMatchObject({
      type: "module",
      bin: { "skillmeat-deploy": "./skillmeat-deploy.js" },
      engines: { node: ">=20" },
    });
    expect(Object.keys(manifest).filter((name) => /private|dependencies/i.test(name))).toEqual([]);
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", built], { encoding: "utf8" }));
    const others = files
      .map(({ path }: { path: string }) => path)
      .filter((path: string) => !/^parts\/[\w-]+\.js$/.test(path));
    expect(others.sort()).toEqual(["LICENSE", "LICENSES.txt", "README.md", "package.json", "skillmeat-deploy.js"]);
    expect(readFileSync(join(built, "skillmeat-deploy.js"), "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    const licenses = readFileSync(join(built, "LICENSES.txt"), "utf8");
    for (const name of ["cac", "diff", "jsonc-parser", "smol-toml", "yaml"]) expect(licenses).toContain(`${name}\n\n`);
  });

  it("A start loads the parser and the list of commands, and no command, format or client", () => {
    const loaded = loadedByStart();
    const output = (name: string) => Object.entries(parts.outputs).find(([path]) => path.endsWith(`/${name}`))?.[1];
    const inputs = loaded.flatMap((name) => Object.keys(output(name)?.inputs ?? {}));
    const libraries = new Set(inputs.flatMap((input) => /node_modules\/([^/]+)/.exec(input)?.[1] ?? []));
    // The second one is a few hundred bytes, with the hashes of the lock.
    expect([...libraries].sort()).toEqual(["cac", "canonicalize"]);
    expect(inputs.filter((input) => /packages\/(?:client|cli\/(?:convert|deploy|sources))\//.test(input))).toEqual([]);
    const bytes = loaded.reduce((sum, name) => sum + (output(name)?.bytes ?? 0), 0);
    expect(bytes).toBeLessThan(MAX_START);
  });
});

const paths = (process.env.PATH ?? "").split(delimiter).map((path) => join(path, "node"));
const node20 = paths.find((path) => existsSync(path) && /^v20\./.test(String(spawnSync(path, ["-v"]).stdout)));
if (node20 === undefined)
  console.log("Skipped: the installed program on Node 20, because no `node` on the PATH is one.");

describe.skipIf(node20 === undefined)("Installed on Node 20", () => {
  let service: Running;
  let credentials: Credentials;
  beforeAll(async () => {
    service = await serve({ dataDir: join(folder, "data"), port: 0, host: "127.0.0.1", log: () => {} });
    credentials = readCredentials(join(folder, "data")) as Credentials;
    buildPackage("client", join(folder, "client"), "docs/client.md");
    mkdirSync(app);
    writeFileSync(join(app, "package.json"), "{}");
    const npm = (...args: string[]) => execFileSync("npm", args, { cwd: app, encoding: "utf8" });
    const packed = [built, join(folder, "client")].map(
      (from) => `./${JSON.parse(npm("pack", "--json", from))[0].filename}`,
    );
    npm("install", "--offline", "--no-audit", "--no-fund", ...packed);
    for (const [path, content] of Object.entries(SOURCE)) {
      const file = join(folder, "artifacts", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    mkdirSync(join(folder, "web-shop"));
  });
  afterAll(() => service?.close());

  /** Runs the program as a user does. */
  async function run(...args: string[]) {
    const env = {
      PATH: `${dirname(node20 as string)}${delimiter}${process.env.PATH}`,
      HOME: folder,
      SKILLMEAT_API_URL: service.url,
      SKILLMEAT_API_KEY: credentials.api_key,
    };
    const child = spawn(join(app, "node_modules/.bin/skillmeat-deploy"), args, { cwd: join(folder, "web-shop"), env });
    child.stdin.end();
    const [out, err, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((done) => child.once("close", done)),
    ]);
    return { code, out, err };
  }

  it("A project is made, planned, applied, verified and removed", async () => {
    expect(
      await run("init", "--from", "../artifacts", "--platform", "claude_code", "--platform", "gemini"),
    ).toMatchObject({ code: 0, err: "" });
    const plan = await run("plan", "--diff");
    expect(plan).toMatchObject({ code: 2, err: "" });
    expect(plan.out).toContain("+Read the diff.");
    expect(await run("apply")).toMatchObject({ code: 1, err: expect.stringContaining("Give --yes") });
    expect(await run("apply", "--yes")).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "web-shop/.gemini/commands/release.toml"), "utf8")).toContain('prompt = """');
    for (const args of [["verify"], ["verify", "--offline"], ["status"], ["plan"]])
      expect({ args, ...(await run(...args)) }).toMatchObject({ args, code: 0, err: "" });
    writeFileSync(join(folder, "web-shop/.claude/rules/style.md"), "Mine.\n");
    expect(await run("verify", "--json")).toMatchObject({ code: 2 });
    expect(await run("remove", "--yes")).toMatchObject({ code: 2, err: "" });
    expect(await run("remove", "--yes", "--force")).toMatchObject({ code: 0, err: "" });
    expect(existsSync(join(folder, "web-shop/.claude"))).toBe(false);
  });
});
