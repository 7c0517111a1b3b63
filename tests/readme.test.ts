/** The README is held to what it says: its tour runs, its endpoints and settings exist. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROUTES } from "@skillmeat-deployments/api/routes/index.ts";
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { describe, expect, it } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe("the README", () => {
  it.skipIf(!hasCurl)("has a tour whose every command works", async () => {
    const tour = /```sh tour\n([\s\S]*?)```/.exec(readme)?.[1] as string;
    const directory = mkdtempSync(join(tmpdir(), "tour-"));
    const server = await serve({ dataDir: join(directory, ".data"), port: 0, host: "127.0.0.1", log: () => {} });
    try {
      const shell = spawn("bash", ["-eu", "-o", "pipefail"], { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
      let out = "";
      let errors = "";
      shell.stdout.on("data", (chunk) => {
        out += chunk;
      });
      shell.stderr.on("data", (chunk) => {
        errors += chunk;
      });
      shell.stdin.end(tour);
      const code = await new Promise((done) => shell.once("close", done));
      expect([code, errors]).toEqual([0, ""]);
      const lines = out.split("\n").filter(Boolean);
      expect(lines).toHaveLength(
        tour.split("\n").filter((line) => /^call "?\$/.test(line) || line.startsWith("call --request")).length - 1,
      );
      expect(out).toContain('"artifact_path":".agents/skills/code-review"');
      expect(out).toContain('"workflow":"workflows"');
      expect(out).toContain('{"created":2,"updated":0,"unchanged":0,"superseded":0}');
      expect(lines.at(-1)).toContain("skillmeat.profile.created");
      expect(readFileSync(join(directory, "tracker.toml"), "utf8").match(/\[\[deployed]]/g)).toHaveLength(2);
    } finally {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("lists every endpoint with its methods, and no other", () => {
    const table = /## Endpoints\n([\s\S]*?)\*\*What is not there/.exec(readme)?.[1] as string;
    const told: string[] = [];
    for (const row of table.split("\n").filter((line) => line.startsWith("| `"))) {
      const [paths = "", methods = ""] = row.split("|").slice(1, 3);
      const lists = methods.split("·").map((list) => list.match(/\b(GET|POST|PUT|PATCH|DELETE)\b/g) ?? []);
      for (const [i, [, path]] of [...paths.matchAll(/`([^`]+)`/g)].entries()) {
        for (const method of lists[i] ?? lists[0] ?? []) told.push(`${method} ${path}`);
      }
    }
    expect(told.sort()).toEqual(ROUTES.map((r) => `${r.method} ${r.path}`).sort());
  });

  it("names commands, files and variables that exist", () => {
    const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      scripts: Record<string, string>;
    };
    const page = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
    const pages = readme + page("CONTRIBUTING.md") + page("docs/operations.md");
    for (const [, script] of pages.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script as string]);
    for (const [, file] of pages.matchAll(/`((?:packages|tests|scripts|infra|docs)\/[\w./-]+)`/g)) {
      expect([file, existsSync(new URL(`../${file}`, import.meta.url))]).toEqual([file, true]);
    }
    const code = execFileSync("git", ["grep", "-hoE", "env\\??\\.[A-Z_]+|OIDC_[A-Z_]+", "--", "packages"], {
      encoding: "utf8",
    });
    for (const [, variable] of readme.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`[^|\n]*\|/g)) {
      if (/^(PORT|HOST|DATA_DIR|DYNAMODB_ENDPOINT|PUBLIC_URL|OIDC_\w+)$/.test(variable as string))
        expect(code).toContain(variable);
    }
  });
});
