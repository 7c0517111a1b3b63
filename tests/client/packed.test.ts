/** What the built package contains, and how large it is in a program. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPackage } from "../../scripts/build-package.ts";

/** The limits of a minified bundle, in bytes. */
const MAX = { all: 14_000, compressed: 5_500, verifyWebhook: 2_600 };

const folder = mkdtempSync(join(tmpdir(), "packed-"));
beforeAll(() => buildPackage("client", folder, "docs/client.md"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The minified bundle of a program. */
async function bundle(program: string): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    logLevel: "silent",
  });
  return Buffer.from(outputFiles[0]?.contents as Uint8Array);
}

it("The package has JavaScript, types, a README, a license and nothing else, and depends on nothing", () => {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ type: "module", sideEffects: false, engines: { node: ">=20" } });
  expect(manifest.exports["."]).toEqual({ types: "./index.d.ts", default: "./index.js" });
  expect(Object.keys(manifest).filter((name) => /private|dependencies/i.test(name))).toEqual([]);
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", folder], { encoding: "utf8" }));
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  const others = paths.filter((path) => !/^(?:generated\/)?[\w-]+\.(?:js|d\.ts)$/.test(path));
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  const sources = paths
    .filter((path) => /\.(?:js|ts)$/.test(path))
    .map((path) => readFileSync(join(folder, path), "utf8"));
  const imported = sources.flatMap((source) => [...source.matchAll(/ from "([^"]+)"/g)].map(([, from]) => from));
  expect(imported.filter((from) => !/^\.\.?\/.*\.js$/.test(from as string))).toEqual([]);
});

it("A program with the client grows by a few kilobytes, and one that only verifies webhooks by less", async () => {
  const all = await bundle('import * as client from "./index.js"; globalThis.client = client;');
  const webhook = await bundle('import { verifyWebhook } from "./index.js"; globalThis.verify = verifyWebhook;');
  const sizes = { all: all.length, compressed: gzipSync(all, { level: 9 }).length, verifyWebhook: webhook.length };
  console.log(`The client, minified: ${JSON.stringify(sizes)} bytes`);
  for (const [name, max] of Object.entries(MAX)) expect(sizes[name as keyof typeof MAX]).toBeLessThan(max);
  expect((await bundle('import "./index.js";')).length).toBe(0);
});
