/** The lock: one run at a time, and none waits for one that is dead. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machine, type Processes, takeLock } from "@skillmeat-deployments/cli/files/lock.ts";
import { beginRun } from "@skillmeat-deployments/cli/files/run.ts";
import { beforeEach, expect, it } from "vitest";
import { watched } from "./faults.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";
import { ROOT } from "./scenario.ts";

const FOLDER = "/p/.skillmeat";
const LOCK = `${FOLDER}/lock`;
let disk: MemoryDisk;
beforeEach(() => {
  disk = createMemoryDisk();
  disk.put(`${FOLDER}/.gitignore`, "");
});

const NOW = new Date("2026-01-02T03:04:05Z");
const processes = (pid: number, others: Partial<Processes> = {}): Processes => ({
  host: "here",
  pid,
  startOf: (each) => `start of ${each}`,
  isAlive: () => true,
  now: () => NOW,
  bootedAt: () => new Date("2026-01-01T00:00:00Z"),
  ...others,
});
const names = () => disk.readdir(FOLDER);

it("A second run says in one line who works in the project, and changes nothing", async () => {
  disk.put(`${ROOT}/x`, "");
  const first = await beginRun(disk, ROOT, { processes: processes(1) });
  await expect(beginRun(disk, ROOT, { processes: processes(2) })).rejects.toThrow(
    /^Another run works in this project: process 1 on here, since 2026-01-02T03:04:05.000Z\. If it is gone, delete \.skillmeat\/lock$/,
  );
  await first.finish();
  const second = await beginRun(disk, ROOT, { processes: processes(2) });
  await second.finish();
});

it("A lock that is released leaves nothing", () => {
  takeLock(disk, FOLDER, processes(1)).release();
  expect(names()).toEqual([".gitignore"]);
});

it.each<[string, Partial<Processes>]>([
  ["its process is gone", { isAlive: (pid) => pid !== 1 }],
  ["its process id is another process's now", { startOf: (pid) => (pid === 1 ? "later" : "x") }],
  ["the machine was started since", { bootedAt: () => new Date("2026-02-01T00:00:00Z") }],
])("A lock is taken over if %s", (_, others) => {
  takeLock(disk, FOLDER, processes(1));
  const lock = takeLock(disk, FOLDER, processes(2, others));
  expect(JSON.parse(Buffer.from(disk.readFile(LOCK)).toString())).toMatchObject({ pid: 2 });
  lock.release();
  expect(names()).toEqual([".gitignore"]);
});

it.each<[string, Partial<Processes>]>([
  ["of another machine", { host: "there", isAlive: () => false }],
  ["of a process whose start cannot be told", { startOf: () => null }],
])("A lock %s is not taken over", (_, others) => {
  takeLock(disk, FOLDER, processes(1));
  expect(() => takeLock(disk, FOLDER, processes(2, others))).toThrow(expect.objectContaining({ code: "locked" }));
});

it.each(["", "{", "null", '{"pid":"x"}'])("A damaged lock is taken over: %j", (text) => {
  disk.put(LOCK, text);
  takeLock(disk, FOLDER, processes(2)).release();
  expect(names()).toEqual([".gitignore"]);
});

it("A run that took a lock from another does not release it", () => {
  const first = takeLock(disk, FOLDER, processes(1));
  takeLock(disk, FOLDER, processes(2, { isAlive: (pid) => pid !== 1 }));
  first.release();
  expect(disk.lstat(LOCK)).toBeDefined();
});

it("Of two runs that find a dead lock, whatever the order of their steps, one gets it", () => {
  const dead = { isAlive: (pid: number) => pid !== 1 };
  // The second run does all it does before the n-th operation of the first one.
  for (let n = 0; n < 20; n++) {
    const shared = createMemoryDisk();
    shared.put(`${FOLDER}/x`, "");
    takeLock(shared, FOLDER, processes(1));
    let other: "none" | "taken" | "refused" = "none";
    const interrupted = watched(shared, ({ number }) => {
      if (number !== n) return;
      other = attempt(() => takeLock(shared, FOLDER, processes(3, dead)));
    });
    const own = attempt(() => takeLock(interrupted, FOLDER, processes(2, dead)));
    expect(
      [own, other].filter((each) => each === "taken"),
      `the second before ${n}`,
    ).toHaveLength(1);
  }
});

const attempt = (work: () => unknown) => {
  try {
    work();
    return "taken" as const;
  } catch (error) {
    expect(error).toMatchObject({ code: "locked" });
    return "refused" as const;
  }
};

it("A file system without hard links has locks too", () => {
  const without = watched(disk, ({ name }) => {
    if (name === "link") throw Object.assign(new Error("no links"), { code: "ENOTSUP" });
  });
  const lock = takeLock(without, FOLDER, processes(1));
  expect(() => takeLock(without, FOLDER, processes(2))).toThrow(expect.objectContaining({ code: "locked" }));
  lock.release();
  expect(names()).toEqual([".gitignore"]);
});

it("Processes on a real disk take the lock one after the other, also from one that was killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  const script = join(import.meta.dirname, "take-lock.ts");
  const start = () =>
    spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, folder], { stdio: "pipe" });
  const dying = start();
  await new Promise((resolve) => dying.stdout.once("data", resolve));
  dying.kill("SIGKILL");
  await new Promise((resolve) => dying.once("exit", resolve));
  expect(readdirSync(folder)).toEqual(["lock"]);
  const said = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const child = start();
      let text = "";
      child.stdout.on("data", (data) => {
        text += data;
      });
      // The one with the lock keeps it until all others have tried.
      setTimeout(() => child.stdin.end(), 0);
      await new Promise((resolve) => child.once("exit", resolve));
      return text.trim();
    }),
  );
  expect(said.every((each) => each === "taken" || each === "locked")).toBe(true);
  expect(said).toContain("taken");
  rmSync(folder, { recursive: true });
});

it("The machine tells a process that lives from one that does not", () => {
  expect(machine.isAlive(process.pid)).toBe(true);
  expect(machine.isAlive(2 ** 22 + 1)).toBe(false);
  expect(machine.startOf(process.pid)).toBe(machine.startOf(process.pid));
  expect(machine.bootedAt().getTime()).toBeLessThan(Date.now());
});
