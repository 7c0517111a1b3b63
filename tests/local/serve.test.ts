/** `npm start`: the local service with its engine, its credentials and its data directory. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialsFile, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { enginesOn, startEngine } from "@skillmeat-deployments/local/engine.ts";
import { readJson } from "@skillmeat-deployments/local/file.ts";
import { findEngine } from "@skillmeat-deployments/local/find-engine.ts";
import { lockDirectory } from "@skillmeat-deployments/local/lock.ts";
import { main } from "@skillmeat-deployments/local/main.ts";
import { mayHaveWritten } from "@skillmeat-deployments/local/serve.ts";
import { StartError } from "@skillmeat-deployments/local/start-error.ts";
import { connectRaw } from "@skillmeat-deployments/testing/raw-http.ts";
import { afterEach, describe, expect, it, vi } from "vitest";

const opened: { close(): Promise<void> }[] = [];
const children: ChildProcess[] = [];
const directories: string[] = [];
const directory = () => {
  const path = mkdtempSync(join(tmpdir(), "skillmeat-"));
  directories.push(path);
  return path;
};
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const server of opened.splice(0)) await server.close();
  for (const path of directories.splice(0)) {
    for (const pid of enginesOn(join(path, "table.db"))) process.kill(pid, "SIGKILL");
    rmSync(path, { recursive: true, force: true });
  }
});

/** Starts a server in this process. */
async function serve(dataDir: string, env: Record<string, string> = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  const io = { out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const running = await main({ DATA_DIR: dataDir, PORT: "0", ...env }, io);
  if (running) opened.push(running);
  return { running, out, errors };
}

/** Starts a server in its own process, as `npm start` does. */
async function spawned(dataDir: string): Promise<ChildProcess> {
  const flags = ["--disable-warning=ExperimentalWarning", "packages/local/bin/start.ts"];
  const child = spawn(process.execPath, flags, {
    env: { ...process.env, DATA_DIR: dataDir, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await new Promise<void>((done, fail) => {
    child.stdout?.on("data", (chunk) => String(chunk).includes("serves http") && done());
    child.once("exit", () => fail(new Error("the server ended")));
  });
  return child;
}

const exited = (child: ChildProcess) => new Promise<number | null>((done) => child.once("exit", done));
const call = async (dataDir: string, method: string, path: string, body?: object) => {
  const { base_url, api_key } = readCredentials(dataDir) as { base_url: string; api_key: string };
  const headers = { authorization: `Bearer ${api_key}`, "content-type": "application/json" };
  const response = await fetch(base_url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, json: response.status === 204 ? undefined : await response.json() };
};
const feedOf = async (dataDir: string, path: string, count: number) =>
  vi.waitFor(
    async () => {
      const { json } = await call(dataDir, "GET", `${path}?limit=100`);
      expect(json).toHaveLength(count);
      return json as { id: string; sequence: string }[];
    },
    { timeout: 60_000, interval: 20 },
  );

describe("npm start", () => {
  it("npm start prints where it serves and writes credentials that only the user can read", async () => {
    const dataDir = directory();
    const { running, out } = await serve(dataDir);
    expect(out[0]).toBe(`SkillMeat Deployments serves ${running?.url}`);
    expect(out.join("\n")).toMatch(/Docs: http:.*\/docs\nTry: {2}curl -H/);
    expect(statSync(credentialsFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(await call(dataDir, "GET", "/me")).toMatchObject({ status: 200, json: { tenant_id: "local" } });
    const { operator_key, base_url } = readCredentials(dataDir) as { operator_key: string; base_url: string };
    const tenants = await fetch(`${base_url}/tenants`, { headers: { authorization: `Bearer ${operator_key}` } });
    expect(await tenants.json()).toMatchObject([{ tenant_id: "local" }]);
    expect((await fetch(`${base_url}/docs`)).status).toBe(200);
  });

  it("After the restore of an older database alone, what comes next is recorded, and a line says why it is read anew", async () => {
    const dataDir = directory();
    const database = join(dataDir, "table.db");
    const first = await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "kept" });
    await feedOf(dataDir, "/events", 1);
    await first.running?.close();
    copyFileSync(database, `${database}.older`);
    const second = await serve(dataDir);
    for (const project_id of ["a", "b", "c"]) await call(dataDir, "POST", "/projects", { project_id });
    await feedOf(dataDir, "/events", 4);
    await second.running?.close();
    renameSync(`${database}.older`, database);
    const { out } = await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "next" });
    await feedOf(dataDir, "/events", 2);
    expect(out.filter((line) => line.includes("the position is beyond the stream"))).toHaveLength(2);
  });

  it("Only the user can read the files of the data directory, also those that an earlier version made readable", async () => {
    const dataDir = directory();
    // As one that existed before: a directory that npm start creates protects its files anyway.
    chmodSync(dataDir, 0o755);
    // A file that is being replaced may be gone by now.
    const modeOf = (name: string) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.mode ?? 0;
    const readable = () => readdirSync(dataDir).filter((name) => modeOf(name) & 0o077);
    const server = await spawned(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "p" });
    await vi.waitFor(() => expect(existsSync(join(dataDir, "events.jsonl"))).toBe(true), { timeout: 60_000 });
    expect(readable()).toEqual([]);
    // After a kill, the files that SQLite keeps beside its databases stay.
    server.kill("SIGKILL");
    await exited(server);
    for (const pid of enginesOn(join(dataDir, "table.db"))) process.kill(pid, "SIGKILL");
    const earlier = readdirSync(dataDir).filter((name) => /^(lock|table\.db)/.test(name));
    expect(earlier.sort()).toEqual(["lock", "lock-journal", "table.db", "table.db-shm", "table.db-wal"]);
    for (const name of earlier) chmodSync(join(dataDir, name), 0o644);
    await serve(dataDir);
    expect(readable()).toEqual([]);
    expect((await call(dataDir, "GET", "/projects/p")).status).toBe(200);
  });

  it("A restart serves the same data and the same feed under the same credentials", async () => {
    const dataDir = directory();
    const first = await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "kept" });
    await call(dataDir, "POST", "/projects/kept/profiles", { profile_id: "c", platform: "codex" });
    const feed = await feedOf(dataDir, "/projects/kept/events", 1);
    const before = readCredentials(dataDir);
    await first.running?.close();
    expect(enginesOn(join(dataDir, "table.db"))).toEqual([]);
    await serve(dataDir);
    const after = readCredentials(dataDir);
    expect({ ...after, base_url: "" }).toEqual({ ...before, base_url: "" });
    expect((await call(dataDir, "GET", "/projects/kept/profiles")).json).toMatchObject([{ profile_id: "c" }]);
    expect((await call(dataDir, "GET", "/projects/kept/events")).json).toEqual(feed);
  });

  it("The recorder is woken by what may have written, not by reads and refusals", () => {
    const wakes = (method: string, status: number) => mayHaveWritten({ method }, { status });
    expect(["POST", "PUT", "PATCH", "DELETE"].map((method) => wakes(method, 200))).toEqual([true, true, true, true]);
    expect(["GET", "HEAD", "OPTIONS"].map((method) => wakes(method, 200))).toEqual([false, false, false]);
    expect([wakes("POST", 503), wakes("POST", 409)]).toEqual([true, false]);
  });

  it("Every event is appended to a log file, also after a restart, and PUBLIC_URL is in its schema's address", async () => {
    const dataDir = directory();
    const env = { PUBLIC_URL: "https://skillmeat.example" };
    const logged = (count: number) =>
      vi.waitFor(
        () => {
          const lines = readFileSync(join(dataDir, "events.jsonl"), "utf8").split("\n").filter(Boolean);
          expect(lines).toHaveLength(count);
          return lines.map((line) => JSON.parse(line));
        },
        { timeout: 60_000, interval: 20 },
      );
    const first = await serve(dataDir, env);
    await call(dataDir, "POST", "/projects", { project_id: "published" });
    await call(dataDir, "POST", "/projects/published/profiles", { profile_id: "c", platform: "codex" });
    await logged(2);
    await first.running?.close();
    await serve(dataDir, env);
    await call(dataDir, "DELETE", "/projects/published/profiles/c");
    const events = await logged(3);
    // The log has each feed in order; events of different feeds may overtake each other.
    const feeds = [await feedOf(dataDir, "/events", 1), await feedOf(dataDir, "/projects/published/events", 2)];
    const ofProject = (event: { subject: string }) => event.subject.startsWith("/projects/published/");
    expect([events.filter((event) => !ofProject(event)), events.filter(ofProject)]).toEqual(feeds);
    expect(events.map(({ dataschema }) => dataschema)).toContain(
      "https://skillmeat.example/events/schemas/skillmeat.project.created",
    );
    expect(statSync(join(dataDir, "events.jsonl")).mode & 0o777).toBe(0o600);
  });

  it("npm start mints a new key when the credentials are lost", async () => {
    const dataDir = directory();
    const first = await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "kept" });
    await first.running?.close();
    rmSync(credentialsFile(dataDir));
    await serve(dataDir);
    expect((await call(dataDir, "GET", "/projects/kept")).status).toBe(200);
  });

  it("npm start refuses data that is being served, a busy port and an invalid host, each in one line", async () => {
    const dataDir = directory();
    const { running } = await serve(dataDir);
    const second = await serve(dataDir);
    expect([second.running, second.errors]).toEqual([
      undefined,
      [`${dataDir} is in use by another server; stop that server, or set DATA_DIR`],
    ]);
    const { port } = new URL(running?.url as string);
    const busy = await serve(directory(), { PORT: port });
    expect(busy.errors).toEqual([`Port ${port} is in use; set PORT to another port, or to 0 for any free port`]);
    expect((await serve(directory(), { HOST: "256.1.1.1" })).errors[0]).toMatch(
      /^Cannot listen on 256\.1\.1\.1 port 0: /,
    );
    const configured = await serve(directory(), {
      OIDC_ISSUER: "x",
      OIDC_AUDIENCE: "y",
      OIDC_JWKS_URI: "http://127.0.0.1:1/",
    });
    expect(configured.running).toBeDefined();
  });

  it("A stop gives a request ten seconds, and does not wait longer for a client that never ends it", async () => {
    const dataDir = directory();
    const { running, out } = await serve(dataDir);
    const connection = await connectRaw(running?.url as string);
    const head = `POST /projects HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${readCredentials(dataDir)?.api_key}`;
    connection.send(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${head}\r\nContent-Length: 9\r\n\r\n{`);
    await vi.waitFor(() => expect(connection.received()).toContain('{"status":"ok"}'), { timeout: 60_000 });
    const stoppedAt = performance.now();
    await running?.close();
    // Timers of Node may end a millisecond early.
    expect(performance.now() - stoppedAt).toBeGreaterThan(9_990);
    await connection.closed;
    await vi.waitFor(() => expect(out.at(-1)).toContain('"status":400'), { timeout: 60_000 });
  });

  it("Input that is not HTTP and headers that are too long are answered with a problem", async () => {
    const { running } = await serve(directory());
    const { hostname, port } = new URL(running?.url as string);
    const exchange = (text: string) =>
      new Promise<string>((done) => {
        let reply = "";
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.on("data", (chunk) => {
          reply += chunk;
        });
        socket.on("close", () => done(reply));
      });
    for (const [text, status, code] of [
      ["nonsense\r\n\r\n", 400, "malformed-request"],
      [`GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, "headers-too-large"],
    ] as const) {
      const [head = "", body = ""] = (await exchange(text)).split("\r\n\r\n");
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain("content-type: application/problem+json");
      expect(JSON.parse(body)).toMatchObject({ status, code, request_id: expect.stringMatching(/^[0-9A-Z]{26}$/) });
    }
  });

  it("The server goes on when its engine dies, and knows its data directory under a symbolic link", async () => {
    const dataDir = directory();
    const link = `${dataDir}-link`;
    symlinkSync(dataDir, link);
    directories.push(link);
    const { running } = await serve(link);
    await call(dataDir, "POST", "/projects", { project_id: "kept" });
    const [pid] = enginesOn(join(dataDir, "table.db"));
    process.kill(pid as number, "SIGKILL");
    await vi.waitFor(async () => expect((await call(dataDir, "GET", "/projects/kept")).status).toBe(200), {
      timeout: 60_000,
    });
    const engines = enginesOn(join(dataDir, "table.db"));
    expect(engines).toHaveLength(1);
    expect(engines).not.toContain(pid);
    expect(readJson(join(dataDir, "engine.json"))).toMatchObject({ pid: engines[0] });
    await call(dataDir, "POST", "/projects", { project_id: "more" });
    expect(await feedOf(dataDir, "/events", 2)).toHaveLength(2);
    await running?.close();
    expect(enginesOn(join(dataDir, "table.db"))).toEqual([]);
  });

  it("A damaged position file counts as no position, and recorded changes are not recorded again", async () => {
    const dataDir = directory();
    const first = await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "a" });
    await feedOf(dataDir, "/events", 1);
    await first.running?.close();
    writeFileSync(join(dataDir, "record.position.json"), "{");
    await serve(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "b" });
    expect((await feedOf(dataDir, "/events", 2)).map((e) => Number(e.sequence))).toEqual([1, 2]);
  });

  it("DYNAMODB_ENDPOINT makes the server use another engine", async () => {
    const engine = await startEngine({ binary: findEngine() });
    opened.push({ close: () => engine.stop() });
    const dataDir = directory();
    await serve(dataDir, { DYNAMODB_ENDPOINT: engine.endpoint });
    expect(existsSync(join(dataDir, "table.db"))).toBe(false);
    await call(dataDir, "POST", "/projects", { project_id: "elsewhere" });
    expect(await feedOf(dataDir, "/events", 1)).toHaveLength(1);
  });

  it("SIGTERM drains the server, ends its engine and exits with 0", async () => {
    const dataDir = directory();
    const child = await spawned(dataDir);
    await call(dataDir, "POST", "/projects", { project_id: "a" });
    const exit = exited(child);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
    expect(enginesOn(join(dataDir, "table.db"))).toEqual([]);
  });

  it("kill -9 loses no acknowledged write and no event, and the next start ends the engine that was left", {
    timeout: 120_000,
  }, async () => {
    const dataDir = directory();
    let acknowledged = 0;
    for (let round = 0; round < 4; round++) {
      const child = await spawned(dataDir);
      const exit = exited(child);
      const writers = Array.from({ length: 4 }, async (_, w) => {
        for (let i = 0; ; i++) {
          const made = await call(dataDir, "POST", "/projects", { project_id: `r${round}-${w}-${i}` }).catch(
            () => undefined,
          );
          if (!made) return;
          if (made.status === 201) acknowledged++;
          if (i === 3 + round && w === 0) child.kill("SIGKILL");
        }
      });
      await Promise.all([exit, ...writers]);
      expect(enginesOn(join(dataDir, "table.db"))).toHaveLength(1);
    }
    await spawned(dataDir);
    expect(enginesOn(join(dataDir, "table.db"))).toHaveLength(1);
    const { json } = await call(dataDir, "GET", "/projects?limit=100");
    const stored = (json as object[]).length;
    expect(stored).toBeGreaterThanOrEqual(acknowledged);
    const feed = await feedOf(dataDir, "/events", stored);
    expect(feed.map((e) => Number(e.sequence))).toEqual(Array.from({ length: stored }, (_, i) => i + 1));
    expect(new Set(feed.map((e) => e.id)).size).toBe(stored);
  });
});

describe("The process of npm start", () => {
  it("The process exits once, with 0, when it has drained after a signal", async () => {
    const dataDir = directory();
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const listeners = new Set([...process.listeners("SIGTERM"), ...process.listeners("SIGINT")]);
    vi.stubEnv("DATA_DIR", dataDir);
    vi.stubEnv("PORT", "0");
    try {
      await import("@skillmeat-deployments/local/bin/start.ts");
      process.emit("SIGTERM");
      process.emit("SIGINT");
      await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), { timeout: 60_000 });
      expect(exit).toHaveBeenCalledTimes(1);
      expect(lockDirectory(dataDir)?.release()).toBeUndefined();
      expect(log.mock.calls[0]?.[0]).toContain("serves http");
    } finally {
      for (const signal of ["SIGTERM", "SIGINT"] as const) {
        for (const listener of process.listeners(signal)) if (!listeners.has(listener)) process.off(signal, listener);
      }
      vi.unstubAllEnvs();
      for (const spy of [exit, log, error]) spy.mockRestore();
    }
  });
});

describe("The engine", () => {
  it("An engine that does not start is reported with the path of its log", async () => {
    const dataDir = directory();
    await expect(startEngine({ binary: "/bin/false", dataDir })).rejects.toThrow(join(dataDir, "engine.log"));
    await expect(startEngine({ binary: "/nowhere/dynoxide" })).rejects.toThrow(StartError);
  });

  it("An engine that was left behind is ended by the next start, and other engines are not", async () => {
    const dataDir = directory();
    const other = await startEngine({ binary: findEngine(), dataDir: directory() });
    const leftover = await startEngine({ binary: findEngine(), dataDir });
    const next = await startEngine({ binary: findEngine(), dataDir });
    expect(enginesOn(join(dataDir, "table.db"))).toEqual([next.process()]);
    expect(leftover.process()).not.toBe(next.process());
    expect(readJson(join(dataDir, "engine.json"))).toMatchObject({ pid: next.process() });
    expect(enginesOn(other.database as string)).toEqual([other.process()]);
    for (const engine of [leftover, next, other]) await engine.stop();
  });
});

describe("A data directory", () => {
  it("A data directory has one lock, which is free again when its holder releases it", () => {
    const dataDir = directory();
    const lock = lockDirectory(dataDir);
    expect(lock).toBeDefined();
    expect(lockDirectory(dataDir)).toBeUndefined();
    lock?.release();
    const next = lockDirectory(dataDir);
    expect(next).toBeDefined();
    next?.release();
  });
});
