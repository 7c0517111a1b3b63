/** The file with every event of a local run: torn lines, rotation, and restarts of the real server. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { appendLines } from "@skillmeat-deployments/local/lines.ts";
import { repairEvents } from "@skillmeat-deployments/local/stream/event-log.ts";
import { createLogBus } from "@skillmeat-deployments/local/stream/log-bus.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "event-log-"));
  file = join(directory, "events.jsonl");
});
afterEach(() => {
  for (const pid of enginesOn(join(directory, "table.db"))) process.kill(pid, "SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

const idsIn = (path: string) =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { id: string }).id);
const entry = (id: string) => ({ type: "t", time: "2026-11-29T00:00:00.000Z", detail: JSON.stringify({ id }) });

describe("The event log", () => {
  it("A line that was torn by a failed write is removed before the next event is appended", async () => {
    const bus = createLogBus(file);
    expect(await bus([entry("1"), entry("2")])).toEqual([{ done: true }, { done: true }]);
    appendFileSync(file, `{"id":"3","data":"${"x".repeat(200_000)}`);
    await bus([entry("3")]);
    expect(idsIn(file)).toEqual(["1", "2", "3"]);
    const whole = join(directory, "one.jsonl");
    appendFileSync(whole, '{"id":');
    await createLogBus(whole)([entry("1")]);
    expect(idsIn(whole)).toEqual(["1"]);
  });

  it("A dead letter that was torn by a failed write is removed before the next one is appended", () => {
    appendLines(file, ['{"id":"1"}'], { flush: true });
    appendFileSync(file, '{"id":"2","rec');
    appendLines(file, ['{"id":"2"}'], { flush: true });
    expect(idsIn(file)).toEqual(["1", "2"]);
  });

  it("A file that is large is renamed, four renamed files are kept, and no line is in two files or in none", async () => {
    const bus = createLogBus(file, { maxBytes: 25 });
    for (let i = 1; i <= 13; i++) await bus([entry(String(i))]);
    const files = readdirSync(directory).sort();
    expect(files).toEqual(["events.1.jsonl", "events.2.jsonl", "events.3.jsonl", "events.4.jsonl", "events.jsonl"]);
    expect(files.map((name) => idsIn(join(directory, name)))).toEqual([
      ["11", "12"],
      ["9", "10"],
      ["7", "8"],
      ["5", "6"],
      ["13"],
    ]);
  });

  it("Events of a failed write are reported as retryable", async () => {
    const [sent] = await createLogBus(directory)([entry("1")]);
    expect(sent).toMatchObject({ done: false, retryable: true });
  });

  it("A disk that fills in the middle of an append leaves none of its lines, and reports them as retryable", async () => {
    const bus = createLogBus(file);
    await bus([entry("1")]);
    // Of these lines the first fits into the file, and the second only in part: the first write is short, without an error.
    const entries = [entry("2"), entry("3".repeat(2_000))];
    const script = `import { createLogBus } from "@skillmeat-deployments/local/stream/log-bus.ts";
      const sent = await createLogBus(process.argv[1])(JSON.parse(process.argv[2]));
      console.log(JSON.stringify(sent.map(({ done, error }) => [done, error?.code])));`;
    const node = [process.execPath, "--input-type=module", "-e", script, file, JSON.stringify(entries)];
    const sent = execFileSync("sh", ["-c", 'ulimit -f 1; exec "$@"', "-", ...node], { encoding: "utf8" });
    expect(JSON.parse(sent)).toEqual([
      [false, "EFBIG"],
      [false, "EFBIG"],
    ]);
    expect(idsIn(file)).toEqual(["1"]);
    await bus(entries);
    expect(idsIn(file)).toEqual(["1", "2", "3".repeat(2_000)]);
  });

  it("Events that were renamed with their file just before the last line was torn are not written again", async () => {
    const bus = createLogBus(file, { maxBytes: 25 });
    for (const id of ["1", "2", "3"]) await bus([entry(id)]);
    appendFileSync(file, '{"id":"4","da');
    const repaired = createLogBus(file, { written: repairEvents(file) });
    for (const id of ["1", "2", "3", "4"]) await repaired([entry(id)]);
    expect([idsIn(join(directory, "events.1.jsonl")), idsIn(file)]).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("When the last lines are lost or torn, the next start writes each event of the feed exactly once", async () => {
    const start = async () => {
      const server = runScript("packages/local/bin/start.ts", { env: { DATA_DIR: directory, PORT: "0" } });
      await server.prints("serves http");
      return server;
    };
    const call = async (path: string, body?: object) => {
      const { base_url, api_key } = readCredentials(directory) as Credentials;
      const headers = { authorization: `Bearer ${api_key}`, "content-type": "application/json" };
      const response = await fetch(base_url + path, {
        headers,
        ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      });
      return response.json() as Promise<{ id: string }[]>;
    };
    const written = (count: number) =>
      vi.waitFor(() => expect(new Set(idsIn(file)).size).toBe(count), { timeout: 60_000, interval: 20 });
    const first = await start();
    for (let i = 0; i < 5; i++) await call("/projects", { project_id: `p${i}` });
    await written(5);
    first.child.kill("SIGTERM");
    await first.exited;
    // The last two lines go, and half of the third-last.
    const lines = readFileSync(file, "utf8").split("\n");
    truncateSync(file, lines.slice(0, 2).join("\n").length + 1 + Math.floor((lines[2] ?? "").length / 2));
    const second = await start();
    await written(5);
    await call("/projects", { project_id: "after" });
    await written(6);
    const feed = await call("/events?limit=100");
    second.child.kill("SIGTERM");
    await second.exited;
    expect(idsIn(file)).toEqual(feed.map(({ id }) => id));
  });
});
