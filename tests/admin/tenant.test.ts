/** `npm run tenant`: creates tenants on the local server or on a deployed stage. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Operator, tenant } from "@skillmeat-deployments/admin/tenant.ts";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let dataDir: string;
let running: Running;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "tenant-"));
  running = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
});
afterAll(async () => {
  await running.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function run(
  args: string[],
  { env = { DATA_DIR: dataDir }, operator }: { env?: object; operator?: Operator } = {},
) {
  const out: string[] = [];
  const errors: string[] = [];
  const stages: string[] = [];
  const operatorOf = async (stage: string) => {
    stages.push(stage);
    return operator as Operator;
  };
  const io = { out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const code = await tenant(args, env as Record<string, string>, operatorOf, io);
  return { code, out, errors, stages };
}

describe("npm run tenant", () => {
  it("npm run tenant creates a tenant on the local server and prints its key", async () => {
    const { code, out } = await run(["create", "acme", "--name", "Acme Inc"]);
    expect([code, out]).toEqual([0, [expect.stringContaining("tenant acme"), expect.stringMatching(/^smk_test_/)]]);
    const me = await fetch(`${running.url}/me`, { headers: { authorization: `Bearer ${out[1]}` } });
    expect(await me.json()).toMatchObject({ tenant_id: "acme" });
    expect(await run(["create", "acme"])).toMatchObject({ code: 1, errors: [expect.stringContaining("409")] });
  });

  it("npm run tenant creates a tenant on a deployed stage through the stage's links", async () => {
    const operator = { url: running.url, operatorKey: readCredentials(dataDir)?.operator_key as string };
    const made = await run(["create", "globex", "--stage", "production"], { operator });
    expect(made).toMatchObject({ code: 0, stages: ["production"] });
    const wrong = await run(["create", "x", "--stage", "dev"], { operator: { ...operator, operatorKey: "smo_x" } });
    expect(wrong).toMatchObject({ code: 1, errors: [expect.stringContaining("returned 401")] });
  });

  it("npm run tenant reports a wrong argument or a server that does not answer in one line and exits 1", async () => {
    for (const args of [[], ["create"], ["delete", "x"], ["create", "a", "b"], ["create", "a", "--colour", "x"]]) {
      expect(await run(args)).toMatchObject({ code: 1, errors: [expect.stringContaining("Usage: npm run tenant")] });
    }
    expect(await run(["create", "a"], { env: { DATA_DIR: "/nowhere" } })).toMatchObject({
      code: 1,
      errors: [expect.stringContaining("npm start")],
    });
    const unreachable = { url: "http://127.0.0.1:9", operatorKey: "x" };
    const lost = await run(["create", "a", "--stage", "dev"], { operator: unreachable });
    expect(lost).toMatchObject({ code: 1, errors: [expect.stringContaining("does not respond")] });
  });
});
