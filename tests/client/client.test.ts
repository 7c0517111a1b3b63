/** The client against a local server: calls, lists, feeds, conditions, TOML, and connections that really break. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type Client, ConnectionError, createClient, isEvent, ProblemError } from "@skillmeat-deployments/client";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { type Running, serve } from "@skillmeat-deployments/local/serve.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "client-"));
let service: Running;
let apiKey: string;
let api: Client;

beforeAll(async () => {
  service = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
  apiKey = (readCredentials(dataDir) as Credentials).api_key;
  api = createClient({ baseUrl: service.url, apiKey });
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

it("A read under the ETag that one has answers that nothing has changed, until something has", async () => {
  await api.createProject({ body: { project_id: "tagged" } });
  const { etag } = await api.readProject({ project_id: "tagged" });
  const same = await api.readProject({ project_id: "tagged", ifNoneMatch: etag });
  expect([same.notModified, same.data, same.etag, same.response.status]).toEqual([true, undefined, etag, 304]);
  await api.patchProject({ project_id: "tagged", body: { description: "New" } });
  const changed = await api.readProject({ project_id: "tagged", ifNoneMatch: etag });
  expect(changed.notModified ? undefined : changed.data.description).toBe("New");
});

it("A tracker that is exported as TOML is imported into another project, and a profile is created of what was read", async () => {
  for (const project_id of ["exported", "imported"]) await api.createProject({ body: { project_id } });
  const body = { artifact_type: "skill", artifact_name: "review", content_hash: "h" } as const;
  await api.recordDeployment({ project_id: "exported", body });
  const tracker = await api.listDeployments({ project_id: "exported", accept: "application/toml" });
  expect(tracker.data).toContain('artifact_name = "review"');
  const { data } = await api.importDeployments({ project_id: "imported", body: tracker.data, dry_run: false });
  expect([data.created, data.left_out]).toEqual([1, 0]);

  await api.createProfile({
    project_id: "exported",
    body: { profile_id: "c", platform: "codex", description: "Ours" },
  });
  const profile = await api.readProfile({ project_id: "exported", profile_id: "c", accept: "application/toml" });
  const own = profile.data.split("\n").filter((line) => /^(profile_id|platform|description) =/.test(line));
  const copy = await api.createProfile({ project_id: "imported", body: own.join("\n") });
  expect([copy.data.profile_id, copy.data.description]).toEqual(["c", "Ours"]);
});

it("A feed is iterated over to its end, continued from a position, and followed until it is aborted", async () => {
  const project_id = "fed";
  await api.createProject({ body: { project_id } });
  const make = (name: string) =>
    api.recordDeployment({ project_id, body: { artifact_type: "skill", artifact_name: name, content_hash: "h" } });
  for (let n = 0; n < 5; n++) await make(`s${n}`);
  const read = async (after?: string) => {
    const subjects: string[] = [];
    for await (const event of api.listProjectEvents({ project_id, limit: 2, after })) {
      if (isEvent(event, "skillmeat.deployment.created")) subjects.push(event.data.after.artifact_name);
    }
    return subjects;
  };
  await expect.poll(() => read(), { timeout: 30_000 }).toEqual(["s0", "s1", "s2", "s3", "s4"]);
  expect(await read("3")).toEqual(["s3", "s4"]);
  expect(await read("5")).toEqual([]);

  const controller = new AbortController();
  const seen: string[] = [];
  let position: string | undefined;
  const follow = async () => {
    const feed = api.listProjectEvents({ project_id, after: "4", signal: controller.signal });
    const options = {
      intervalMs: 5,
      onPosition: (after: string) => {
        position = after;
      },
    };
    for await (const event of feed.follow(options)) {
      seen.push(event.subject.split(":").at(-1) as string);
      if (seen.length === 1) await make("s5");
      if (seen.length === 2) controller.abort(new Error("enough"));
    }
  };
  await expect(follow()).rejects.toThrow("enough");
  expect([seen, Number(position)]).toEqual([["s4", "s5"], 6]);
  const filtered = await api.listProjectEvents({ project_id, type: "skillmeat.profile.*" });
  expect([filtered.data, Number(filtered.next?.after)]).toEqual([[], 6]);
});

it("Public operations need no key, and the others say that they do", async () => {
  const anonymous = createClient({ baseUrl: `${service.url}/api/v1/` });
  expect((await anonymous.listPlatforms()).data.length).toBeGreaterThan(10);
  expect((await anonymous.readOpenApi()).data.openapi).toBe("3.1.0");
  expect((await anonymous.readDocs()).data).toContain("<html");
  await expect(anonymous.listProjects()).rejects.toMatchObject({ status: 401, code: "unauthenticated" });
});

it("A secret that was in a lost answer is not repeated, and the answer says so", async () => {
  const body = { name: "k", scopes: ["projects:read" as const] };
  const first = await api.createKey({ body, idempotencyKey: "lost" });
  const again = await api.createKey({ body, idempotencyKey: "lost" });
  expect([first.data.key?.slice(0, 4), again.data.key, again.data.key_id]).toEqual([
    "smk_",
    undefined,
    first.data.key_id,
  ]);
  expect(again.response.headers.get("idempotent-replayed")).toBe("true");
});

/** A proxy that cuts connections: each request in one of these ways, and after those none. */
async function cuttingProxy(cuts: ("before" | "after" | "within")[]): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const cut = cuts.shift();
    const { method = "GET", url, headers } = request;
    const body = await buffer(request);
    if (cut === "before") return request.socket.destroy();
    const reply = await fetch(service.url + url, {
      method,
      headers: { authorization: headers.authorization ?? "", "idempotency-key": String(headers["idempotency-key"]) },
      ...(method === "GET" ? {} : { body }),
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    if (cut === "after") return request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", "content-length": bytes.length });
    if (cut !== "within") return response.end(bytes);
    response.write(bytes.subarray(0, 10), () => request.socket.destroy());
  });
  return { url: await listen(server), server };
}

it("A write over connections that break before, after and within the answer has one effect", async () => {
  const { url, server } = await cuttingProxy(["before", "after", "within"]);
  const retried: string[] = [];
  const broken = createClient({
    baseUrl: url,
    apiKey,
    retry: { baseMs: 1 },
    onRetry: ({ error }) => retried.push(error.name),
  });
  const { data, response } = await broken.createProject({ body: { project_id: "cut", name: "Cut" } });
  expect([data.version, response.status, retried]).toEqual([1, 201, Array(3).fill("ConnectionError")]);
  await close(server);
  const error = await broken.readProject({ project_id: "cut" }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConnectionError);
  expect([error.attempts, error.message]).toEqual([5, expect.stringContaining("ECONNREFUSED")]);
});
