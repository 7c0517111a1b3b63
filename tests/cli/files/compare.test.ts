/** What is on the disk, compared with the hashes of records. */
import { createInspector } from "@skillmeat-deployments/cli/files/compare.ts";
import { hashBlock, hashBytes, hashEntry } from "@skillmeat-deployments/cli/files/hash.ts";
import type { Json, Place } from "@skillmeat-deployments/cli/files/place.ts";
import { beforeEach, expect, it } from "vitest";
import { watched } from "./faults.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";
import {
  commandPlace,
  file,
  hook,
  hookPlace,
  inRun,
  mcpPlace,
  modePlace,
  ROOT,
  rulePlace,
  skill,
  skillPlace,
} from "./scenario.ts";

let disk: MemoryDisk;
beforeEach(() => {
  disk = createMemoryDisk();
  disk.put(`${ROOT}/README.md`, "mine\n");
});

const compare = (place: Place, expected: string) => createInspector(disk, ROOT).compare(place, expected);
const entry = (value: Json) => ({ type: "entry", value }) as const;

it("What a run wrote is synced by the hash of its outcome, also where the project's state is missing", async () => {
  const places = [commandPlace("c"), skillPlace("s"), mcpPlace("m"), hookPlace("h"), rulePlace("r"), modePlace("o")];
  const contents = [
    file("c\n"),
    skill({ "SKILL.md": "s\n", "a/b.md": "b\n" }),
    entry({ command: "m" }),
    entry(hook("h")),
    { type: "block", text: "r\n" } as const,
    entry({ slug: "o", x: 1 }),
  ];
  await inRun(disk, (run) => run.write(hookPlace("other"), entry(hook("other"))));
  const hashes: (string | null)[] = [];
  for (const [i, place] of places.entries()) {
    const content = contents[i];
    if (content) hashes.push((await inRun(disk, (run) => run.write(place, content))).hash);
  }
  expect(hashes).toEqual([
    hashBytes("c\n"),
    expect.any(String),
    hashEntry({ command: "m" }),
    hashEntry(hook("h")),
    hashBlock("r"),
    hashEntry({ slug: "o", x: 1 }),
  ]);
  for (const state of ["kept", "lost"]) {
    if (state === "lost")
      for (const path of disk.readdir(`${ROOT}/.skillmeat/base`)) disk.unlink(`${ROOT}/.skillmeat/base/${path}`);
    for (const [i, place] of places.entries()) {
      expect(await compare(place, hashes[i] ?? ""), `${place.id}, contents ${state}`).toEqual({
        state: "synced",
        hash: hashes[i],
        detail: null,
      });
      const isHook = place.entry === "by_event";
      expect((await compare(place, hashEntry("other"))).state).toBe(isHook ? "missing" : "modified");
    }
  }
  expect(await compare({ ...skillPlace("s"), path: ".claude/skills/s" }, hashes[1] ?? "")).toMatchObject({
    state: "synced",
  });
});

it("What is not there is missing: the file, the entry, the block, the hooks", async () => {
  const hash = hashEntry({});
  for (const place of [commandPlace("c"), skillPlace("s"), mcpPlace("m"), hookPlace("h"), rulePlace("r")]) {
    expect(await compare(place, hash)).toEqual({ state: "missing", hash: null, detail: null });
  }
  disk.put(`${ROOT}/.mcp.json`, "{}");
  disk.put(`${ROOT}/AGENTS.md`, "text");
  expect(await compare(mcpPlace("m"), hash)).toMatchObject({ state: "missing" });
  expect(await compare(rulePlace("r"), hash)).toMatchObject({ state: "missing" });
});

it("Hooks that were changed are modified where their content was kept", async () => {
  const { hash } = await inRun(disk, (run) => run.write(hookPlace("h"), entry(hook("run it"))));
  const path = `${ROOT}/.claude/settings.json`;
  disk.put(path, Buffer.from(disk.readFile(path)).toString().replace("Bash", "Edit"));
  expect(await compare(hookPlace("h"), hash ?? "")).toEqual({ state: "modified", hash: null, detail: null });
});

it("What an operating system leaves in a skill's folder is no change, and what the user adds is one", async () => {
  const { hash } = await inRun(disk, (run) => run.write(skillPlace("s"), skill({ "SKILL.md": "s\n" })));
  disk.put(`${ROOT}/.claude/skills/s/.DS_Store`, "x");
  disk.put(`${ROOT}/.claude/skills/s/__pycache__/x.pyc`, "x");
  expect((await compare(skillPlace("s"), hash ?? "")).state).toBe("synced");
  disk.put(`${ROOT}/.claude/skills/s/notes.md`, "x");
  expect((await compare(skillPlace("s"), hash ?? "")).state).toBe("modified");
});

it("Each file is read once, however many places it has", async () => {
  disk.put(
    `${ROOT}/.mcp.json`,
    JSON.stringify({ mcpServers: Object.fromEntries([..."abcdefgh"].map((name) => [name, {}])) }),
  );
  const reads: string[] = [];
  const counted = watched(disk, ({ name, path }) => {
    if (name === "readFile" && !path.includes(".skillmeat")) reads.push(path);
  });
  const inspector = createInspector(counted, ROOT);
  for (const name of "abcdefgh") expect((await inspector.compare(mcpPlace(name), hashEntry({}))).state).toBe("synced");
  expect(reads).toEqual([`${ROOT}/.mcp.json`]);
});

it.each<[string, Place, (path: string) => void, string]>([
  [
    "malformed",
    mcpPlace("m"),
    (path) => disk.put(path, '{\n  "a": }'),
    ".mcp.json:2:8 is malformed: a value is missing",
  ],
  ["binary", mcpPlace("m"), (path) => disk.put(path, Buffer.from([0xff, 0xfe, 0])), ".mcp.json is not a text in UTF-8"],
  [
    "huge",
    commandPlace("c"),
    (path) => disk.put(path, Buffer.alloc(10 * 1024 * 1024 + 1)),
    ".claude/commands/c.md is larger than 10 MiB",
  ],
  ["a folder", mcpPlace("m"), (path) => disk.put(`${path}/x`, ""), ".mcp.json is a folder"],
  [
    "a link that leads out",
    commandPlace("c"),
    (path) => disk.symlink("/home", path),
    ".claude/commands/c.md is a link that leads out of the project",
  ],
  [
    "below a file",
    commandPlace("c"),
    () => disk.put(`${ROOT}/.claude`, ""),
    ".claude/commands/c.md cannot exist: .claude is not a folder",
  ],
])("A file that is %s is an error of one line", async (_, place, make, detail) => {
  if (!detail.includes("is not a folder")) disk.put(`${ROOT}/.claude/commands/x`, "");
  make(`${ROOT}/${place.path}`);
  expect(await compare(place, hashEntry({}))).toEqual({ state: "error", hash: null, detail });
});

it("A file of 10 MiB is compared", async () => {
  const large = Buffer.alloc(10 * 1024 * 1024, "a");
  disk.put(`${ROOT}/.claude/commands/c.md`, large);
  expect(await compare(commandPlace("c"), hashBytes(large))).toMatchObject({ state: "synced" });
});

it("A file that cannot be read is an error of one line", async () => {
  disk.put(`${ROOT}/.claude/commands/c.md`, "c");
  const guarded = watched(disk, ({ name, path }) => {
    if (name === "readFile" && path.endsWith("c.md")) throw Object.assign(new Error("no"), { code: "EACCES" });
  });
  expect(await createInspector(guarded, ROOT).compare(commandPlace("c"), hashEntry({}))).toEqual({
    state: "error",
    hash: null,
    detail: ".claude/commands/c.md cannot be read: permission denied",
  });
});

it("A malformed file, a binary one, a folder and a file that is too large are left alone by a run too", async () => {
  disk.put(`${ROOT}/.mcp.json`, '{"a": }');
  disk.put(`${ROOT}/AGENTS.md`, Buffer.from([0xff]));
  disk.put(`${ROOT}/.roomodes/x`, "");
  disk.put(`${ROOT}/.claude/settings.json`, Buffer.alloc(10 * 1024 * 1024 + 1));
  const before = disk.dump();
  const outcomes = await inRun(disk, async (run) => [
    await run.write(mcpPlace("m"), entry({})),
    await run.write(rulePlace("r"), { type: "block", text: "r" }),
    await run.write(modePlace("o"), entry({ slug: "o" })),
    await run.write(hookPlace("h"), entry(hook("h"))),
    await run.remove(mcpPlace("m")),
    await run.write({ ...mcpPlace("m"), path: "x.ini" }, entry({})),
    await run.write(mcpPlace("m", "new.json"), entry({ n: Number.NaN })),
  ]);
  expect(outcomes.map(({ action, detail }) => `${action}: ${detail}`)).toEqual([
    "failed: .mcp.json:1:7 is malformed: a value is missing",
    "failed: AGENTS.md is not a text in UTF-8",
    "failed: .roomodes is a folder",
    "failed: .claude/settings.json is larger than 10 MiB",
    "failed: .mcp.json:1:7 is malformed: a value is missing",
    "failed: x.ini cannot be edited: files of the format ini have no entries",
    "failed: new.json cannot be edited: the entry is not JSON: NaN is not allowed",
  ]);
  expect(disk.dump()).toMatchObject(before);
});
