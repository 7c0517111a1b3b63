/** The file that is replaced often, without making the event loop wait for the disk. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLazyFile } from "@skillmeat-deployments/local/stream/lazy-file.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

let directory: string;
let path: string;
let logs: Record<string, unknown>[];
let stored: [text: string, onDisk: string][];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lazy-file-"));
  path = join(directory, "position.json");
  logs = [];
  stored = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const log = (line: Record<string, unknown>) => void logs.push(line);
const create = (at = path) => {
  const file = createLazyFile(at, log);
  const set = (text: string) => file.set(text, () => void stored.push([text, readFileSync(at, "utf8")]));
  return { set, close: file.close };
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });

describe("A file that is stored lazily", () => {
  it("Of the texts that come before the write, only the last is stored and reported", async () => {
    const file = create();
    for (const text of ["1", "2", "3"]) file.set(text);
    await until(() => expect(stored).toEqual([["3", "3"]]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    file.set("4");
    await until(() => expect(stored.at(-1)).toEqual(["4", "4"]));
    await file.close();
    expect(stored).toHaveLength(2);
  });

  it("One write runs at a time, and the last of the texts that come meanwhile is stored after it", async () => {
    const order: string[] = [];
    let goOn: (() => void) | undefined;
    const file = createLazyFile(path, log, async (_, text) => {
      order.push(`write ${text}`);
      await new Promise<void>((done) => {
        goOn = done;
      });
      goOn = undefined;
    });
    const set = (text: string) => file.set(text, () => void order.push(`stored ${text}`));
    set("1");
    await until(() => expect(goOn).toBeDefined());
    set("2");
    set("3");
    const closed = file.close();
    expect(order).toEqual(["write 1"]);
    goOn?.();
    await until(() => expect(order).toHaveLength(3));
    goOn?.();
    await closed;
    expect(order).toEqual(["write 1", "stored 1", "write 3", "stored 3"]);
  });

  it("Closing stores the last text at once, and a file without a text is not created", async () => {
    const file = create();
    file.set("1");
    file.set("2");
    await file.close();
    expect(stored).toEqual([["2", "2"]]);
    const unused = create(join(directory, "unused"));
    await unused.close();
    expect(() => statSync(join(directory, "unused"))).toThrow("ENOENT");
  });

  it("A write that fails is logged and made again, and its text is not reported before", async () => {
    const missing = join(directory, "missing");
    const file = create(join(missing, "position.json"));
    file.set("1");
    await until(() => expect(logs.length).toBeGreaterThan(0));
    expect(logs[0]).toMatchObject({ level: "warn", error: expect.stringContaining("ENOENT") });
    expect(stored).toEqual([]);
    mkdirSync(missing);
    await until(() => expect(stored).toEqual([["1", "1"]]));
    await file.close();
  });

  it("Closing ends also when the write fails", async () => {
    const file = create(join(directory, "missing", "position.json"));
    file.set("1");
    await file.close();
    expect([stored, logs.length]).toEqual([[], 1]);
  });
});
