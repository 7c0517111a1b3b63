/**
 * Clients generated from openapi.json, as users generate them, and the client of this repository: they compile, they work
 * against the service, and they read the answers of a later release.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { installLocked } from "@skillmeat-deployments/testing/install-locked.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackage } from "../../scripts/build-package.ts";
import { type NewerServer, newerServer } from "./newer-server.ts";
import type { Report } from "./tours/report.ts";

const folder = import.meta.dirname;
const dataDir = mkdtempSync(join(tmpdir(), "clients-"));
let service: Running;
let key: string;
let newer: NewerServer;
let newerUrl: string;

const node = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  return { status, out: stdout + stderr };
};

beforeAll(async () => {
  installLocked(folder);
  expect(node("generate.mjs")).toEqual({ status: 0, out: "" });
  buildPackage("client", join(folder, "generated/client"), "docs/client.md");
  service = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
  key = (readCredentials(dataDir) as Credentials).api_key;
  newer = newerServer(service.url);
  newerUrl = await listen(newer.server);
});
afterAll(async () => {
  if (newer) await close(newer.server);
  await service?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function tour(client: string, url: string, project: string): Promise<Report> {
  const run = runScript(join(folder, "tours", `${client}.ts`), { args: [url, key, project] });
  expect([await run.exited, run.stderr()]).toEqual([0, ""]);
  return JSON.parse(run.stdout());
}

it("Programs that use the clients compile under strict settings of TypeScript 5", () => {
  expect(node("node_modules/typescript/bin/tsc", "-p", ".")).toEqual({ status: 0, out: "" });
});

/** What a tour reads, whatever the release. */
const expected = (project: string) => ({
  ids: [project, `skill:${project}`],
  planned: [`.claude/skills/${project}/SKILL.md`, `.agents/skills/${project}/SKILL.md`],
  listed: [`claude_code:skill:${project}`, `codex:skill:${project}`],
  description: "Changed",
});

describe.each(["openapi-typescript", "hey-api", "own"])("The client of %s", (client) => {
  it("does the tour: creates, plans, records, lists by pages, changes, reads the feed and deletes", async () => {
    const project = `${client}-tour`;
    const report = await tour(client, service.url, project);
    expect(report).toEqual({
      ...expected(project),
      statuses: ["synced", "synced"],
      events: [
        `skillmeat.profile.created /projects/${project}/profiles/claude_code`,
        `skillmeat.profile.created /projects/${project}/profiles/codex`,
        `skillmeat.deployment.created /projects/${project}/deployments/claude_code:skill:${project}`,
        `skillmeat.deployment.created /projects/${project}/deployments/codex:skill:${project}`,
        `skillmeat.profile.updated /projects/${project}/profiles/codex`,
      ],
      unknown: [],
      code: "not-found",
    });
  });

  it("reads the answers of a later release: unknown fields, unknown values and events of unknown types", async () => {
    const project = `${client}-newer`;
    const before = newer.changed();
    const report = await tour(client, newerUrl, project);
    expect(report).toMatchObject({
      ...expected(project),
      statuses: ["from_the_future", "from_the_future"],
      code: "from_the_future",
    });
    expect(report.events).toHaveLength(5);
    expect(report.unknown).toContain("/folders/new");
    expect(newer.changed() - before).toBeGreaterThan(12);
  });
});

it("The answers of the later release are valid by the openapi.json of this one", () => {
  expect(newer.invalid).toEqual([]);
});
