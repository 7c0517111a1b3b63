/** `npm run redrive` without a stage: the dead letters of the local data. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { enginesOn } from "@skillmeat-deployments/local/engine.ts";
import { serve } from "@skillmeat-deployments/local/serve.ts";
import { runScript } from "@skillmeat-deployments/testing/process.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

let dataDir: string;
let service: Service;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "redrive-"));
  service = await createService();
});
afterAll(async () => {
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const path = (name: string) => join(dataDir, name);
const linesIn = (name: string) =>
  existsSync(path(name)) ? readFileSync(path(name), "utf8").split("\n").filter(Boolean) : [];
const deadLetter = (consumer: string, record: StreamRecord) =>
  JSON.stringify({ consumer, error: "e", set_aside_at: "t", record });
const redrive = (...args: string[]) => redriveIn({ DATA_DIR: dataDir }, args);
async function redriveIn(env: Record<string, string>, args: string[] = []) {
  const run = runScript("packages/admin/bin/redrive.ts", { args, env });
  const code = await run.exited;
  return { code, out: run.stdout().split("\n").filter(Boolean), errors: run.stderr() };
}

describe("npm run redrive on the local data", () => {
  it("Local dead letters are recorded and published, the oldest first; what cannot be handled stays", async () => {
    await service.call("POST", "/projects", { body: { project_id: "a" } });
    await service.call("PATCH", "/projects/a", { body: { name: "A" } });
    const [created, updated] = (await service.records()) as [StreamRecord, StreamRecord];
    await service.drain();
    await service.call("POST", "/projects", { body: { project_id: "published" } });
    await service.drain();
    const event = (await service.records(PREFIX.event)).at(-1) as StreamRecord;
    const NewImage = { ...created.dynamodb?.NewImage, sk: { S: "N#WHAT#1" } };
    const damaged = deadLetter("record", { ...created, dynamodb: { ...created.dynamodb, NewImage } });
    const useless = '{"consumer":"nobody","record":{}}';
    const torn = '{"consumer":"record","rec';
    const letters = [
      deadLetter("record", updated),
      deadLetter("record", created),
      deadLetter("publish", event),
      useless,
      torn,
      damaged,
    ];
    writeFileSync(path("failed-records.jsonl"), `${letters.join("\n")}\n`);

    const dry = await redrive("--dry-run");
    expect(dry).toMatchObject({ code: 0, errors: "" });
    expect(dry.out.slice(0, 4)).toEqual([
      "line 1: 1 for record",
      "line 2: 1 for record",
      "line 3: 1 for publish",
      "line 4: 1 for nobody",
    ]);
    expect(linesIn("failed-records.jsonl")).toEqual(letters);

    const first = await redrive();
    expect(first.code).toBe(1);
    expect(first.out[0]).toBe(`3 redriven, 3 left in ${path("failed-records.jsonl")}`);
    expect(first.out.slice(1)).toEqual([
      "  line 4: 'nobody' is not a consumer",
      expect.stringMatching(/^ {2}line 5: SyntaxError/),
      "  line 6: the consumer could not handle it yet; redrive it later",
    ]);
    expect(linesIn("failed-records.jsonl")).toEqual([useless, torn, damaged]);
    expect(statSync(path("failed-records.jsonl")).mode & 0o777).toBe(0o600);
    expect(existsSync(path("failed-records.jsonl.redrive"))).toBe(false);
    const subjects = () =>
      linesIn("events.jsonl").map((line) => `${JSON.parse(line).type} ${JSON.parse(line).subject}`);
    expect(subjects()).toEqual(["skillmeat.project.created /projects/published"]);

    // The events that were recorded while no server ran are published by the next one.
    const server = await serve({ dataDir, port: 0, host: "127.0.0.1", log: () => {} });
    await vi.waitFor(() => expect(subjects()).toHaveLength(3), { timeout: 60_000 });
    expect(subjects().slice(1)).toEqual([
      "skillmeat.project.created /projects/a",
      "skillmeat.project.updated /projects/a",
    ]);
    // A command that was killed has left the file renamed; a change that was recorded makes no second event.
    writeFileSync(path("failed-records.jsonl.redrive"), `${letters[0]}\n`);
    writeFileSync(path("failed-records.jsonl"), `${useless}\n`);
    const second = await redrive();
    expect(second.out).toEqual([
      `1 redriven, 1 left in ${path("failed-records.jsonl")}`,
      "  new line 1: it became a dead letter meanwhile; redrive it later",
    ]);
    expect(linesIn("failed-records.jsonl")).toEqual([useless]);
    await server.close();
    expect(subjects()).toHaveLength(3);
    rmSync(path("failed-records.jsonl"));
    expect(await redrive()).toMatchObject({ code: 0, out: [`0 redriven, 0 left in ${path("failed-records.jsonl")}`] });
  });

  it("A setting or a file that cannot be used leaves the dead letters as they are, and no engine running", async () => {
    const letter = '{"consumer":"nobody","record":{}}\n';
    const makeDataDir = () => {
      const directory = mkdtempSync(join(dataDir, "unusable-"));
      writeFileSync(join(directory, "failed-records.jsonl"), letter);
      return directory;
    };
    const unreadable = makeDataDir();
    mkdirSync(join(unreadable, "failed-records.jsonl.redrive"));
    const cases: [env: Record<string, string>, line: RegExp][] = [
      [{ DATA_DIR: makeDataDir(), PORT: "" }, /^PORT is set but empty/],
      [{ DATA_DIR: makeDataDir(), PUBLIC_URL: "example.com" }, /^PUBLIC_URL must be an absolute URL/],
      [{ DATA_DIR: unreadable }, /it is a directory, not a file/],
    ];
    for (const [env, line] of cases) {
      expect(await redriveIn(env)).toMatchObject({ code: 1, out: [], errors: expect.stringMatching(line) });
      expect(enginesOn(join(env.DATA_DIR as string, "table.db"))).toEqual([]);
      expect(readFileSync(join(env.DATA_DIR as string, "failed-records.jsonl"), "utf8")).toBe(letter);
    }
  });

  it("Dead letters that cannot be put back stay renamed, and no engine is left running", async () => {
    const directory = mkdtempSync(join(dataDir, "not-put-back-"));
    const letter = '{"consumer":"nobody","record":{}}\n';
    writeFileSync(join(directory, "failed-records.jsonl.redrive"), letter);
    mkdirSync(join(directory, "failed-records.jsonl"));
    const run = await redriveIn({ DATA_DIR: directory });
    expect(run).toMatchObject({ code: 1, out: [], errors: expect.stringContaining("it is a directory, not a file") });
    expect(enginesOn(join(directory, "table.db"))).toEqual([]);
    expect(readFileSync(join(directory, "failed-records.jsonl.redrive"), "utf8")).toBe(letter);
  });
});
