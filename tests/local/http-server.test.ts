/** The HTTP server of `npm start`: signals, bodies that are not read, and request targets that are not valid. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { runScript, type Script } from "@skillmeat-deployments/testing/process.ts";
import { connectRaw } from "@skillmeat-deployments/testing/raw-http.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "http-"));
let server: Script;
let credentials: Credentials;
let authorization: string;
beforeAll(async () => {
  server = runScript("packages/local/bin/start.ts", { env: { DATA_DIR: dataDir, PORT: "0" } });
  await server.prints("serves http");
  credentials = readCredentials(dataDir) as Credentials;
  authorization = `Host: x\r\nAuthorization: Bearer ${credentials.api_key}\r\n`;
});
afterAll(async () => {
  server.child.kill("SIGKILL");
  await server.exited;
  rmSync(dataDir, { recursive: true, force: true });
});

const open = () => connectRaw(credentials.base_url);
const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
/** The log lines of requests so far. */
const logged = () =>
  server
    .stdout()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { level: string; status: number; error?: string; method: string });
/** Sends a request on a new connection and waits for the head of its answer. */
async function exchange(text: string) {
  const connection = await open();
  connection.send(text);
  await waitFor(() => expect(connection.received()).toContain("\r\n\r\n"));
  return connection;
}
const health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

describe("A body that is too large", () => {
  it("After a 413 the next request on the connection is answered, whether the length was stated or not", async () => {
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    for (const [head, body] of [
      ["Content-Length: 3000000\r\n\r\n", "x".repeat(3_000_000)],
      ["Transfer-Encoding: chunked\r\n\r\n", `${chunk.repeat(48)}0\r\n\r\n`],
    ]) {
      const connection = await exchange(`POST /projects HTTP/1.1\r\n${authorization}${head}${body}${health}`);
      expect(connection.received()).toMatch(/^HTTP\/1\.1 413 /);
      await waitFor(() => expect(connection.received()).toContain('{"status":"ok"}'));
      connection.cut();
    }
  });

  it("A 413 to a body that does not arrive says that the connection is closed, and closes it", async () => {
    for (const length of [300_000, 1_000_000_000]) {
      const head = `POST /projects HTTP/1.1\r\n${authorization}Content-Length: ${length}\r\n\r\n`;
      const connection = await exchange(head);
      expect(connection.received()).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nConnection: close\r\n/);
      await connection.closed;
    }
  });
});

describe("A request that is not valid", () => {
  it("A request target with a user name or password answers 400, and neither appears in the output", async () => {
    const before = logged().length;
    for (const target of ["http://user:sesame-open@x/me", "HTTPS://sesame-open@x", "http://:sesame-open@x/?a=@"]) {
      for (const [method, body] of [
        ["GET", "\r\n"],
        ["POST", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n\r\n"],
      ]) {
        const connection = await exchange(`${method} ${target} HTTP/1.1\r\n${authorization}${body}`);
        expect(connection.received()).toMatch(/^HTTP\/1\.1 400 [\s\S]*malformed-request/);
        expect(connection.received()).not.toContain("sesame");
        connection.cut();
      }
    }
    const plain = await exchange(`GET http://x/me?page=a@b HTTP/1.1\r\n${authorization}\r\n`);
    expect(plain.received()).toMatch(/^HTTP\/1\.1 422 /);
    plain.cut();
    expect(logged()).toHaveLength(before + 1);
    expect(server.stdout() + server.stderr()).not.toContain("sesame");
  });

  it("A Host header or a request target that is not valid answers 400 with a problem", async () => {
    for (const text of [
      "GET /me HTTP/1.1\r\nHost: user:sesame-open@x\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    ]) {
      const connection = await exchange(text);
      expect(connection.received()).toMatch(
        /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*malformed-request/,
      );
      connection.cut();
    }
  });

  it("A body that its client cuts is logged as information with status 400, without a stack", async () => {
    for (const head of ["Content-Length: 3000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1000\r\n{"]) {
      const before = logged().length;
      const connection = await open();
      // The answer to the first request shows that the server has read the second one.
      connection.send(`${health}POST /projects HTTP/1.1\r\n${authorization}${head}`);
      await waitFor(() => expect(connection.received()).toContain('{"status":"ok"}'));
      connection.cut();
      await waitFor(() => expect(logged()).toHaveLength(before + 2));
      expect(logged().at(-1)).toMatchObject({ method: "POST", level: "info", status: 400, server_errors: 0 });
      expect(logged().at(-1)).not.toHaveProperty("error");
    }
    expect(server.stderr()).toBe("");
  });
});

// The last test: it ends the server.
describe("SIGTERM", () => {
  it("SIGTERM closes idle connections, and answers the requests in hand with Connection: close before it exits with 0", async () => {
    const silent = await open();
    const idle = await exchange(health);
    const body = '{"project_id":"in-hand"}';
    const inHand = await Promise.all([open(), open()]);
    for (const connection of inHand) {
      // Both requests are in one packet: when the first is answered, the second is in hand.
      connection.send(`${health}POST /projects HTTP/1.1\r\n${authorization}Content-Length: ${body.length}\r\n\r\n{`);
      await waitFor(() => expect(connection.received()).toContain('{"status":"ok"}'));
    }
    // These arrive while the server can accept no connection, and the signal with them.
    server.child.kill("SIGSTOP");
    const arrived = await Promise.all(Array.from({ length: 20 }, open));
    for (const connection of arrived) connection.send(health);
    server.child.kill("SIGTERM");
    server.child.kill("SIGCONT");
    await Promise.all([idle.closed, silent.closed]);
    await Promise.all(arrived.map(({ closed }) => closed));
    for (const connection of arrived) expect(connection.received()).toMatch(/^HTTP\/1\.1 200 /);
    for (const connection of inHand) connection.send(body.slice(1));
    await Promise.all(inHand.map(({ closed }) => closed));
    const answers = inHand.map((connection) => connection.received().split('{"status":"ok"}')[1] ?? "");
    for (const answer of answers) expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    expect(answers.map((answer) => answer.slice(0, 12)).sort()).toEqual(["HTTP/1.1 201", "HTTP/1.1 409"]);
    expect(await server.exited).toBe(0);
    expect(server.stderr()).toBe("");
  });
});
