/** Webhooks of `npm start`: from a change to a receiver on this machine, also over a process that is killed. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialsFile, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { runScript, type Script } from "@skillmeat-deployments/testing/process.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";

const scripts: Script[] = [];
const servers: Server[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const { child } of scripts.splice(0)) child.kill("SIGKILL");
  for (const server of servers.splice(0)) await close(server);
  for (const path of directories.splice(0)) {
    for (const pid of enginesOn(join(path, "table.db"))) process.kill(pid, "SIGKILL");
    rmSync(path, { recursive: true, force: true });
  }
});

type Received = { headers: IncomingHttpHeaders; body: string };

/** A receiver on this machine. */
async function receiver(status: () => number) {
  const received: Received[] = [];
  let tell = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status()).end();
      tell();
    });
  });
  servers.push(server);
  const url = await listen(server);
  const reached = async (count: number) => {
    while (received.length < count)
      await new Promise<void>((done) => {
        tell = done;
      });
  };
  return { url, received, reached };
}

async function start(env: Record<string, string> = {}, dataDir = mkdtempSync(join(tmpdir(), "skillmeat-"))) {
  if (!directories.includes(dataDir)) directories.push(dataDir);
  const script = runScript("packages/local/bin/start.ts", { env: { DATA_DIR: dataDir, PORT: "0", ...env } });
  scripts.push(script);
  await script.prints("serves http");
  const base = /serves (http:\S+)/.exec(script.stdout())?.[1] as string;
  const { api_key } = readCredentials(dataDir) as { api_key: string };
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${api_key}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  return { script, dataDir, call };
}

const LOOPBACK = { WEBHOOK_ALLOW_LOOPBACK: "1" };

describe("`npm start`", () => {
  it("sends a change to a receiver on this machine, signed, as the change itself is made", async () => {
    const { url, received, reached } = await receiver(() => 200);
    const { call, script, dataDir } = await start(LOOPBACK);
    const { secret } = (await call("POST", "/webhooks", { url })).json as { secret: string };
    await call("POST", "/projects", { project_id: "web-shop" });
    await reached(1);
    const [{ headers, body }] = received as [Received];
    const event = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(event).toMatchObject({ type: "skillmeat.project.created", subject: "/projects/web-shop" });
    script.child.kill("SIGTERM");
    expect(await script.exited).toBe(0);
    for (const text of [script.stdout(), script.stderr(), readFileSync(credentialsFile(dataDir), "utf8")])
      expect(text).not.toContain(secret.slice("whsec_".length));
  });

  it("refuses addresses of this machine without WEBHOOK_ALLOW_LOOPBACK, at creation and, if it is taken away, at each attempt", async () => {
    const { url, received } = await receiver(() => 200);
    const first = await start(LOOPBACK);
    const { webhook_id } = (await first.call("POST", "/webhooks", { url })).json as { webhook_id: string };
    first.script.child.kill("SIGTERM");
    await first.script.exited;
    const { call } = await start({}, first.dataDir);
    expect((await call("POST", "/webhooks", { url })).status).toBe(422);
    const { delivery_id } = (await call("POST", `/webhooks/${webhook_id}/test`)).json as { delivery_id: string };
    const read = async () => (await call("GET", `/webhooks/${webhook_id}/deliveries/${delivery_id}`)).json;
    while ((await read()).attempts === 0) await new Promise((done) => setTimeout(done, 20));
    expect(await read()).toMatchObject({ status: "pending", attempts: 1, last_status: null });
    expect(received).toEqual([]);
  });

  it("delivers after `kill -9` what was due, and keeps its secret", async () => {
    let status = 500;
    const { url, received, reached } = await receiver(() => status);
    const first = await start(LOOPBACK);
    const { secret, webhook_id } = (await first.call("POST", "/webhooks", { url })).json as Record<string, string>;
    await first.call("POST", "/projects", { project_id: "web-shop" });
    await reached(1);
    // The attempt is recorded and the worker has ended.
    while ((await first.call("GET", `/webhooks/${webhook_id}`)).json.failing_since === null)
      await new Promise((done) => setTimeout(done, 20));
    first.script.child.kill("SIGKILL");
    await first.script.exited;
    status = 200;
    const { call } = await start(LOOPBACK, first.dataDir);
    await reached(2);
    const [one, two] = received as [Received, Received];
    expect(two.headers["webhook-id"]).toBe(one.headers["webhook-id"]);
    expect(new Webhook(secret as string).verify(two.body, two.headers as Record<string, string>)).toEqual(
      JSON.parse(one.body),
    );
    const at = `/webhooks/${webhook_id}/deliveries/${two.headers["webhook-id"]}`;
    while ((await call("GET", at)).json.status !== "delivered") await new Promise((done) => setTimeout(done, 20));
  });
});
