/** The client against a local server: its calls, lists, feeds and errors. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, ProblemError } from "@skillmeat-deployments/client";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "client-"));
let service: Running;
let api: Client;

beforeAll(async () => {
  service = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
  api = createClient({ baseUrl: service.url, apiKey: (readCredentials(dataDir) as Credentials).api_key });
});
afterAll(async () => {
  await service?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it("A created project can be read, changed under its ETag and deleted", async () => {
  const created = await api.createProject({ body: { project_id: "life", name: "Life" } });
  const read = await api.readProject({ project_id: "life" });
  expect([read.data, read.etag]).toEqual([created.data, created.etag]);
  const changed = await api.patchProject({ project_id: "life", body: { name: "Changed" }, ifMatch: read.etag });
  expect(changed.data.name).toBe("Changed");
  const stale = api.patchProject({ project_id: "life", body: { name: "Lost" }, ifMatch: read.etag });
  await expect(stale).rejects.toMatchObject({ name: "ProblemError", status: 412, code: "precondition-failed" });
  const deleted = await api.deleteProject({ project_id: "life" });
  expect([deleted.data, deleted.response.status]).toEqual([undefined, 204]);
  await expect(api.readProject({ project_id: "life" })).rejects.toThrow(ProblemError);
});
