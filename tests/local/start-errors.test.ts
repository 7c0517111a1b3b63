/** What `npm start` and the operator's commands say when they cannot run: one line, exit code 1, never a stack. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OIDC_VARIABLES } from "@skillmeat-deployments/api/auth/oidc-config.ts";
import { LIMIT_VARIABLES } from "@skillmeat-deployments/core/model/access/tenant-limits.ts";
import { readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { refusalOf } from "@skillmeat-deployments/local/lock.ts";
import { main } from "@skillmeat-deployments/local/main.ts";
import { openLocal } from "@skillmeat-deployments/local/open.ts";
import { reasonOf } from "@skillmeat-deployments/local/start-error.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { close, listen } from "@skillmeat-deployments/testing/server.ts";
import { afterAll, describe, expect, it, vi } from "vitest";

const START = "packages/local/bin/start.ts";
const root = mkdtempSync(join(tmpdir(), "start-errors-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let directories = 0;
const directory = () => {
  const path = join(root, String(directories++));
  mkdirSync(path);
  return path;
};

type Options = { args?: string[]; env?: Record<string, string>; wrap?: string[] };
/** Runs a script that must fail. @returns its one line */
async function lineOf(script: string, { env, ...options }: Options = {}): Promise<string> {
  const run = runScript(script, { ...options, env: { DATA_DIR: join(root, "unused"), PORT: "0", ...env } });
  const code = await run.exited;
  expect([code, run.stdout()]).toEqual([1, ""]);
  expect(run.stderr()).toMatch(/^[^\n]+\n$/);
  return run.stderr().trim();
}
/** Starts a server in this process, which must fail. @returns its one line */
async function startLine(env: Record<string, string>): Promise<string> {
  const errors: string[] = [];
  const io = { out: () => {}, error: (text: string) => void errors.push(text) };
  expect(await main({ DATA_DIR: join(root, "unused"), PORT: "0", ...env }, io)).toBeUndefined();
  expect(errors).toEqual([expect.stringMatching(/^[^\n]+$/)]);
  return errors[0] as string;
}

describe("npm start", () => {
  it("A DATA_DIR that is a file, below a file, on a read-only file system or on a full disk is reported in one line", async () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    const full = directory();
    // Every write to /dev/full fails as on a full disk.
    symlinkSync("/dev/full", join(full, "write-test.new"));
    const limited = directory();
    const wrap = ["sh", "-c", 'ulimit -f 0; exec "$@"', "-"];
    const [isFile, below, readOnly, nowhere, diskFull, tooLarge] = await Promise.all([
      lineOf(START, { env: { DATA_DIR: file } }),
      startLine({ DATA_DIR: join(file, "data") }),
      startLine({ DATA_DIR: "/proc/sys" }),
      lineOf(START, { env: { DATA_DIR: "/proc/none/data" } }),
      startLine({ DATA_DIR: full }),
      lineOf(START, { env: { DATA_DIR: limited }, wrap }),
    ]);
    expect(isFile).toBe(`DATA_DIR '${file}' cannot be used: it is a file, not a directory`);
    expect(below).toBe(`DATA_DIR '${file}/data' cannot be used: a part of the path is not a directory`);
    expect(readOnly).toMatch(/^DATA_DIR '\/proc\/sys' cannot be used: (?!E[A-Z]+)/);
    expect(nowhere).toBe("DATA_DIR '/proc/none/data' cannot be used: no such file or directory");
    expect(diskFull).toBe(`DATA_DIR '${full}' cannot be used: the disk is full`);
    expect(tooLarge).toBe(
      `DATA_DIR '${limited}' cannot be used: the process may not write such a large file (ulimit -f)`,
    );
  });

  it("A disk that is full only later in the start is reported in one line, and no engine is left", async () => {
    for (const name of ["engine.json", "credentials.json"]) {
      const dataDir = directory();
      symlinkSync("/dev/full", join(dataDir, `${name}.new`));
      expect(await startLine({ DATA_DIR: dataDir })).toBe(`Cannot use ${join(dataDir, name)}: the disk is full`);
      expect(enginesOn(join(dataDir, "table.db"))).toEqual([]);
    }
  });

  it("A damaged lock, database or credentials file is reported in one line that says what to do, and kept", async () => {
    const damaged = (name: string, text: string) => {
      const dataDir = directory();
      writeFileSync(join(dataDir, name), text);
      return { file: join(dataDir, name), env: { DATA_DIR: dataDir } };
    };
    const lock = damaged("lock", "x".repeat(5_000));
    const database = damaged("table.db", "x".repeat(5_000));
    const torn = damaged("credentials.json", '{"base_url": "http://127.0.0.1:3000", "tena');
    const incomplete = damaged("credentials.json", '{"base_url": "http://127.0.0.1:3000"}');
    const [lockLine, databaseLine, ...credentialLines] = await Promise.all([
      lineOf(START, lock),
      startLine(database.env),
      lineOf(START, torn),
      startLine(incomplete.env),
    ]);
    expect(lockLine).toMatch(new RegExp(`^The lock ${lock.file} is damaged; if no server uses .*, remove this file`));
    expect(databaseLine).toMatch(/^The engine did not start: .*not a valid SQLite database.*; see .*engine\.log$/);
    for (const [i, { file }] of [torn, incomplete].entries())
      expect(credentialLines[i]).toMatch(new RegExp(`^${file} is damaged; restore it from a copy, or remove it`));
    expect(readFileSync(torn.file, "utf8")).toMatch(/"tena$/);
  });

  it("A lock that cannot be opened is reported with the reason, and is not called damaged", async () => {
    const dataDir = directory();
    mkdirSync(join(dataDir, "lock"));
    expect(await startLine({ DATA_DIR: dataDir })).toBe(
      `The lock ${join(dataDir, "lock")} cannot be used: unable to open database file`,
    );
  });

  it("An error of SQLite says busy, damaged or another reason, also by its extended code", () => {
    const failed = (errcode: number) => Object.assign(new Error("the reason"), { errcode });
    const reasonFor = (errcode: number) => refusalOf("data/lock", failed(errcode))?.message;
    // SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_TIMEOUT.
    for (const code of [5, 261, 773]) expect(reasonFor(code)).toBeUndefined();
    // SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_INDEX.
    for (const code of [11, 26, 779]) expect(reasonFor(code)).toMatch(/^The lock data\/lock is damaged; .*remove/);
    // SQLITE_PERM, SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_LOCK, SQLITE_FULL.
    for (const code of [3, 1544, 3850, 13])
      expect(reasonFor(code)).toBe("The lock data/lock cannot be used: the reason");
  });

  it("A DYNAMODB_ENDPOINT that is no URL, does not answer or is no DynamoDB is reported in one line", async () => {
    const replies = ["<!doctype html>", "{}"];
    const servers = replies.map((reply) => createServer((_, response) => response.end(reply)));
    const [page = "", empty = ""] = await Promise.all(servers.map(listen));
    const of = (endpoint: string) => ({ DATA_DIR: directory(), DYNAMODB_ENDPOINT: endpoint });
    const [noUrl, refused, html, json] = await Promise.all([
      startLine(of("localhost:8000")),
      lineOf(START, { env: of("http://127.0.0.1:1") }),
      startLine(of(page)),
      startLine(of(empty)),
    ]);
    for (const server of servers) await close(server);
    expect(noUrl).toBe("DYNAMODB_ENDPOINT must be a URL such as http://127.0.0.1:8000, not 'localhost:8000'");
    expect(refused).toBe("The DynamoDB endpoint 127.0.0.1:1 does not answer: the connection is refused");
    for (const line of [html, json])
      expect(line).toMatch(/^The DynamoDB endpoint 127\.0\.0\.1:\d+ answers, but not as DynamoDB does: /);
  });

  it("Settings that are incomplete, empty or not valid are reported in one line before anything is written", async () => {
    const ports = ["", " ", "x", "-1", "65536", "3000.5", "1e3", "0x50", " 80"];
    const unused = join(root, "never-made");
    const cases: [Record<string, string>, RegExp][] = [
      ...ports.map((PORT): [Record<string, string>, RegExp] => [{ PORT }, /^PORT (must be|is set but empty)/]),
      [{ HOST: "" }, /^HOST is set but empty/],
      [{ DATA_DIR: "" }, /^DATA_DIR is set but empty/],
      [{ DYNAMODB_ENDPOINT: "" }, /^DYNAMODB_ENDPOINT is set but empty/],
      [{ PUBLIC_URL: "" }, /^PUBLIC_URL is set but empty/],
      ...[...LIMIT_VARIABLES, ...OIDC_VARIABLES].map((name): [Record<string, string>, RegExp] => [
        { [name]: "" },
        new RegExp(`^${name} is set but empty`),
      ]),
      [{ WEBHOOK_ALLOW_LOOPBACK: "" }, /^WEBHOOK_ALLOW_LOOPBACK is set but empty/],
      [{ WEBHOOK_ALLOW_LOOPBACK: "yes" }, /^WEBHOOK_ALLOW_LOOPBACK must be 1 or 0, not 'yes'$/],
      [{ PUBLIC_URL: "example.com" }, /^PUBLIC_URL must be an absolute URL/],
      [{ OIDC_ISSUER: "x" }, /; OIDC_AUDIENCE and OIDC_JWKS_URI are missing$/],
      [{ OIDC_AUDIENCE: "x", OIDC_JWKS_URI: "https://x" }, /; OIDC_ISSUER is missing$/],
      [{ OIDC_TENANT_CLAIM: "x" }, /^OIDC needs /],
      [{ LIMIT_KEYS: "many" }, /^LIMIT_KEYS must be a whole number/],
      [{ OIDC_ISSUER: "x", OIDC_AUDIENCE: "x", OIDC_JWKS_URI: "x" }, /^OIDC_JWKS_URI must be the URL/],
    ];
    for (const [env, line] of cases) {
      expect(await startLine({ DATA_DIR: unused, ...env })).toMatch(line);
    }
    expect(existsSync(unused)).toBe(false);
    expect(await lineOf(START, { env: { PORT: "" } })).toBe("PORT is set but empty; give it a value, or unset it");
  });

  it("The service goes on when its log cannot be written", async () => {
    const dataDir = directory();
    const wrap = ["sh", "-c", 'exec "$@" >/dev/full 2>/dev/full', "-"];
    const run = runScript(START, { env: { DATA_DIR: dataDir, PORT: "0" }, wrap });
    const health = async () => (await fetch(`${readCredentials(dataDir)?.base_url}/healthz`)).status;
    for (let i = 0; i < 2; i++)
      await vi.waitFor(async () => expect(await health()).toBe(200), { timeout: 60_000, interval: 20 });
    run.child.kill("SIGTERM");
    expect(await run.exited).toBe(0);
  });
});

describe("The line of an error", () => {
  it("An error is one line in plain words, whatever its kind", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED ::1:8000"), { code: "ECONNREFUSED" });
    // What Node throws when a host name has several addresses and none answers: its own message is empty.
    expect(reasonOf(new AggregateError([refused, refused]))).toBe("the connection is refused");
    expect(reasonOf(new TypeError("fetch failed", { cause: refused }))).toBe("the connection is refused");
    expect(reasonOf(new RangeError("first line\nsecond line"))).toBe("RangeError: first line");
    expect(reasonOf(new Error(""))).toBe("Error");
    expect(reasonOf("text")).toBe("text");
  });
});

describe("The operator's commands", () => {
  it("npm run tenant, migrate, redrive and demo report damaged data and empty settings in one line", async () => {
    const commands: [script: string, args: string[]][] = [
      ["packages/admin/bin/tenant.ts", ["create", "acme"]],
      ["packages/admin/bin/migrate.ts", ["status"]],
      ["packages/admin/bin/redrive.ts", []],
      ["packages/local/bin/demo.ts", ["--tracker", "package.json"]],
    ];
    const torn = directory();
    writeFileSync(join(torn, "credentials.json"), "{");
    writeFileSync(join(torn, "lock"), "x".repeat(5_000));
    const damaged = commands.map(([script, args]) => lineOf(script, { args, env: { DATA_DIR: torn } }));
    for (const line of await Promise.all(damaged)) expect(line).toMatch(/ is damaged; .*remove /);
    const empty = await lineOf("packages/admin/bin/redrive.ts", { env: { DATA_DIR: "" } });
    expect(empty).toBe("DATA_DIR is set but empty; give it a value, or unset it");
  });

  it("A command whose engine does not start releases the lock, so that the next one reports the same", async () => {
    const dataDir = directory();
    writeFileSync(join(dataDir, "table.db"), "x".repeat(5_000));
    for (let i = 0; i < 2; i++)
      await expect(openLocal({ DATA_DIR: dataDir })).rejects.toThrow(/^The engine did not start: /);
  });

  it("An endpoint or a server that does not answer, or is another one, is reported by the commands in one line", async () => {
    const other = createServer((_, response) => response.writeHead(502).end("<html>"));
    const url = await listen(other);
    const dataDirOf = (base_url: string) => {
      const dataDir = directory();
      const credentials = { base_url, tenant_id: "t", api_key: "k", operator_key: "o" };
      writeFileSync(join(dataDir, "credentials.json"), JSON.stringify(credentials));
      return dataDir;
    };
    const [refused, another, migrate, redrive] = await Promise.all([
      lineOf("packages/admin/bin/tenant.ts", {
        args: ["create", "x"],
        env: { DATA_DIR: dataDirOf("http://127.0.0.1:1") },
      }),
      lineOf("packages/admin/bin/tenant.ts", { args: ["create", "x"], env: { DATA_DIR: dataDirOf(url) } }),
      lineOf("packages/admin/bin/migrate.ts", { args: ["status"], env: { DYNAMODB_ENDPOINT: "http://127.0.0.1:1" } }),
      lineOf("packages/admin/bin/redrive.ts", { env: { DYNAMODB_ENDPOINT: "http://127.0.0.1:1" } }),
    ]);
    await close(other);
    expect(refused).toMatch(/^http:\/\/127\.0\.0\.1:1 does not respond: ./);
    expect(another).toBe(`${url} returned 502: the answer is not one of this API`);
    for (const line of [migrate, redrive])
      expect(line).toBe("The DynamoDB endpoint 127.0.0.1:1 does not answer: the connection is refused");
  });
});
