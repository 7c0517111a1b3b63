/** `npm run migrate`: status, up and down on the local service. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrations } from "@skillmeat-deployments/admin/migrate.ts";
import { systemKeys } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { openLocal } from "@skillmeat-deployments/local/open.ts";
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "migrate-"));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function run(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const stages: (string | undefined)[] = [];
  const open = (stage: string | undefined) => {
    stages.push(stage);
    return openLocal({ DATA_DIR: dataDir });
  };
  const io = { out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const code = await migrations(args, open, io);
  return { code, out, errors, stages };
}
const start = () => serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
const call = async (method: string, path: string, type: string, body: string) => {
  const { base_url, api_key } = readCredentials(dataDir) as { base_url: string; api_key: string };
  const headers = { authorization: `Bearer ${api_key}`, "content-type": type };
  return fetch(base_url + path, { method, headers, ...(method === "GET" ? {} : { body }) });
};
const profileIds = async () =>
  ((await (await call("GET", "/projects/p/deployments", "", "")).json()) as { deployment_profile_id: string }[]).map(
    (d) => d.deployment_profile_id,
  );

describe("npm run migrate", () => {
  it("npm run migrate -- status answers even when the table does not exist yet", async () => {
    expect(await run("status")).toMatchObject({ code: 0, out: ["0001 profiles: not applied"] });
  });

  it("npm run migrate goes up and down while a server runs, and while none runs", async () => {
    const server = await start();
    await call("POST", "/projects", "application/json", '{"project_id":"p"}');
    const tracker =
      '[[deployed]]\nartifact_name = "x"\nartifact_type = "skill"\nartifact_path = "skills/x"\ncontent_hash = "h"\n';
    expect((await call("POST", "/projects/p/deployments/import", "application/toml", tracker)).status).toBe(200);
    expect(await run("up", "--dry-run")).toMatchObject({
      code: 0,
      out: ["0001 profiles up (dry run): 1 of 2 rows changed"],
    });
    expect(await profileIds()).toEqual([null]);
    expect(await run("up")).toMatchObject({ code: 0, out: ["0001 profiles up: 1 of 2 rows changed"] });
    expect(await profileIds()).toEqual(["claude_code"]);
    expect(await run("up")).toMatchObject({ code: 0, out: ["No migrations to apply"] });
    await server.close();
    expect(await run("status")).toMatchObject({ code: 0, out: ["0001 profiles: applied, 1 rows changed"] });
    expect(await run("down", "--rate", "1000")).toMatchObject({
      code: 0,
      out: ["0001 profiles down: 2 of 3 rows changed"],
    });
    expect(await run("down")).toMatchObject({ code: 0, out: ["No migrations to revert"] });
    expect(await run("status")).toMatchObject({ code: 0, out: ["0001 profiles: not applied (reverted)"] });
    const again = await start();
    expect(await profileIds()).toEqual([null]);
    await again.close();
  });

  it("npm run migrate goes no further than --to says", async () => {
    expect(await run("up", "--to", "0")).toMatchObject({ code: 0, out: ["No migrations to apply"] });
    expect(await run("up", "--to", "1")).toMatchObject({ code: 0, out: ["0001 profiles up: 1 of 2 rows changed"] });
    expect(await run("down", "--to", "1")).toMatchObject({ code: 0, out: ["No migrations to revert"] });
    expect(await run("down", "--to", "0")).toMatchObject({ code: 0, out: [expect.stringContaining("down: 2 of 3")] });
  });

  it("npm run migrate reads 100 rows a second, or as many as --rate says", async () => {
    const server = await start();
    const tracker = Array.from(
      { length: 60 },
      (_, i) =>
        `[[deployed]]\nartifact_name = "x${i}"\nartifact_type = "skill"\nartifact_path = "skills/x"\ncontent_hash = "h"\n`,
    );
    await call("POST", "/projects/p/deployments/import", "application/toml", tracker.join("\n"));
    await server.close();
    const timed = async (...args: string[]) => {
      const started = performance.now();
      expect((await run("up", "--dry-run", ...args)).code).toBe(0);
      return performance.now() - started;
    };
    // Lower bounds, which a slow machine does not break.
    expect(await timed()).toBeGreaterThan(600);
    expect(await timed("--rate", "50")).toBeGreaterThan(1_200);
  });

  it("npm run migrate reports a run that did not end, and down reverts it", async () => {
    const { client, name, close } = await openLocal({ DATA_DIR: dataDir });
    const table = createTable(client, name);
    const row = await table.get(systemKeys.migration(1));
    const state = { ...JSON.parse(row?.state as string), direction: "up", done: false, seen: 7 };
    await table.put({ ...(row as Row), state: JSON.stringify(state) }, { is: "live" });
    await close();
    expect((await run("status")).out).toEqual(["0001 profiles: up is incomplete after 7 rows; run it again"]);
    expect(await run("down")).toMatchObject({ code: 0, out: [expect.stringContaining("profiles down: 0 of")] });
    expect((await run("status")).out).toEqual(["0001 profiles: not applied (reverted)"]);
  });

  it("npm run migrate reports a wrong argument in one line and exits 1", async () => {
    for (const args of [[], ["sideways"], ["up", "more"], ["up", "--colour", "x"]]) {
      expect(await run(...args)).toMatchObject({
        code: 1,
        errors: [expect.stringContaining("Usage: npm run migrate")],
      });
    }
    for (const to of ["2", "-1", "x", "0.5"]) {
      expect(await run("up", `--to=${to}`)).toMatchObject({
        code: 1,
        errors: [expect.stringContaining("--to must be")],
      });
    }
    expect(await run("up", "--rate", "0")).toMatchObject({
      code: 1,
      errors: [expect.stringContaining("--rate must be")],
    });
    expect((await run("status", "--stage", "dev")).stages).toEqual(["dev"]);
  });
});
