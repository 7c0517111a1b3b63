/** A run that is killed or fails at any moment, and run again, ends as one that was not. */
import type { Outcome } from "@skillmeat-deployments/cli/files/place.ts";
import type { Run } from "@skillmeat-deployments/cli/files/run.ts";
import { describe, expect, it } from "vitest";
import { failing, remainsOf } from "./faults.ts";
import type { MemoryDisk } from "./memory-disk.ts";
import { applyUpdate, begin, inRun, preparedProject, ROOT, removeAll } from "./scenario.ts";

/** 1 tries every operation of every run; CI tries each third failure. */
const EACH = Number(process.env.FAULTS_EACH ?? 3);

it("The scenario has an outcome of each kind", async () => {
  const disk = await preparedProject();
  const outcomes = await inRun(disk, applyUpdate);
  expect(outcomes.map(({ action }) => action)).toEqual([
    "create",
    "update",
    "merge",
    "conflict",
    "conflict",
    "update",
    "create",
    "create",
    "update",
    "create",
    "update",
    "create",
    "update",
    "create",
    "remove",
    "keep",
    "remove",
    "remove",
    "remove",
    "remove",
    "remove",
  ]);
  const dump = disk.dump();
  expect(dump[`${ROOT}/.claude/commands/merge.md`]).toBe("644 theirs\n2\n3\n4\nmine\n");
  expect(dump[`${ROOT}/.claude/commands/clash.md`]).toBe("644 mine\n2\n3\n");
  expect(dump[`${ROOT}/.skillmeat/conflicts/.claude/commands/clash.md`]).toBe("644 theirs\n2\n3\n");
  expect(dump[`${ROOT}/.skillmeat/conflicts/.claude/commands/taken.md`]).toBe("644 theirs\n");
  expect(dump[`${ROOT}/.claude/skills/remove/notes.md`]).toBe("644 the user's\n");
  expect(Object.keys(dump).filter((path) => path.endsWith("/") || path.includes(".codex"))).toEqual([]);
});

describe.each([
  ["an update", applyUpdate, 200],
  ["a removal", removeAll, 60],
] as const)("%s", (_, work, least) => {
  it("A run that is killed before, after or in the middle of any operation is completed by the next one", async () => {
    const prepared = await preparedProject();
    const disk = prepared.copy();
    const remains = await remainsOf(disk, (watchedDisk) => whole(watchedDisk, work));
    const expected = disk.dump();
    expect(remains.length).toBeGreaterThan(least);
    for (const { disk: left, when } of remains) {
      const half = left.copy().dump();
      expect(torn(half, prepared.dump(), expected), `files that are neither old nor new ${when}`).toEqual([]);
      await inRun(left, work);
      expect(left.dump(), when).toEqual(expected);
    }
  });

  it("A run of which an operation fails says so, goes on, and is completed by the next one", async () => {
    const prepared = await preparedProject();
    const expected = await after(prepared, work);
    for (let n = 0; ; n += EACH) {
      const disk = prepared.copy();
      const faulty = failing(disk, n, ["ENOSPC", "EACCES", "EROFS"][n % 3] as string);
      const said = await whole(faulty.disk, work).catch((error: Error) => error);
      if (!faulty.failed()) break;
      const details =
        said instanceof Error
          ? [said.message]
          : said.flatMap(({ action, detail }) => (action === "failed" ? [detail] : []));
      for (const detail of details)
        expect(detail).toMatch(/cannot be (?:written|removed|read): (?:the disk is|permission denied)/);
      await inRun(disk, work);
      expect(disk.dump(), `failed at ${n}: ${details}`).toEqual(expected);
    }
  });
});

async function whole(disk: Parameters<typeof begin>[0], work: (run: Run) => Promise<Outcome[]>): Promise<Outcome[]> {
  const run = await begin(disk);
  try {
    return await work(run);
  } finally {
    await run.finish();
  }
}

async function after(prepared: MemoryDisk, work: (run: Run) => Promise<Outcome[]>) {
  const disk = prepared.copy();
  await inRun(disk, work);
  return disk.dump();
}

type Dump = Record<string, string>;

/** The files of the project that have a content which they have neither before nor after. Shared files change stepwise. */
const torn = (now: Dump, before: Dump, later: Dump) =>
  Object.keys(now).filter(
    (path) =>
      path.startsWith(`${ROOT}/.claude/`) &&
      !path.endsWith("settings.json") &&
      !path.endsWith(".skillmeat-tmp") &&
      !path.endsWith("/") &&
      ![before[path], later[path]].includes(now[path]),
  );
