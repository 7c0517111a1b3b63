/** What a run does with a place, by what is there, what was written last, and what is new. */

import type { EntryPlace } from "@skillmeat-deployments/cli/files/edit/entries.ts";
import { hashBytes } from "@skillmeat-deployments/cli/files/hash.ts";
import type { Options, Outcome, Place } from "@skillmeat-deployments/cli/files/place.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { placesIn, valueFor } from "./edit/random-entries.ts";
import { settingsOf } from "./edit/settings.ts";
import { watched } from "./faults.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";
import {
  begin,
  commandPlace,
  file,
  hook,
  hookPlace,
  inRun,
  mcpPlace,
  ROOT,
  rulePlace,
  skill,
  skillPlace,
} from "./scenario.ts";

const RUNS = Number(process.env.SETTINGS_RUNS ?? 25);

let disk: MemoryDisk;
beforeEach(() => {
  disk = createMemoryDisk();
  disk.put(`${ROOT}/README.md`, "mine\n");
});

const COMMAND = `${ROOT}/.claude/commands/c.md`;
const CONFLICT = `${ROOT}/.skillmeat/conflicts/.claude/commands/c.md`;
const command = commandPlace("c");
const text = (path: string) => Buffer.from(disk.readFile(path)).toString();
const write = (content: string, options?: Options) => inRun(disk, (run) => run.write(command, file(content), options));
const remove = (place: Place = command, options?: Options) => inRun(disk, (run) => run.remove(place, options));
/** The project without the folder of this tool. */
const project = () =>
  Object.fromEntries(Object.entries(disk.dump()).filter(([path]) => !path.includes("/.skillmeat/")));

describe("a file", () => {
  it("A file that is not there is created with its folders, and all of them go again", async () => {
    const before = project();
    expect(await write("one\n")).toEqual({
      id: command.id,
      path: command.path,
      action: "create",
      detail: null,
      hash: hashBytes("one\n"),
      disk_hash: hashBytes("one\n"),
      changes: [{ path: command.path, before: null, after: Buffer.from("one\n") }],
      conflicts: [],
    });
    expect((await write("one\n")).action).toBe("unchanged");
    expect((await remove()).action).toBe("remove");
    expect(project()).toEqual(before);
    expect((await remove()).action).toBe("absent");
  });

  it("A folder that was there before stays", async () => {
    disk.mkdir(`${ROOT}/.claude`);
    await write("one\n");
    await remove();
    expect(project()).toEqual({ [`${ROOT}/.claude/`]: "", [`${ROOT}/README.md`]: "644 mine\n" });
  });

  it("What the user changed is merged, and is still the user's after that", async () => {
    await write("1\n2\n3\n4\n");
    disk.put(COMMAND, "1\r\n2\r\n3\r\nmine\r\n");
    const merged = await write("theirs\n2\n3\n4\n");
    expect(merged).toMatchObject({ action: "merge", hash: hashBytes("theirs\n2\n3\n4\n") });
    expect(text(COMMAND)).toBe("theirs\r\n2\r\n3\r\nmine\r\n");
    expect(merged.disk_hash).toBe(hashBytes(text(COMMAND)));
    expect((await write("theirs\n2\n3\n4\n")).action).toBe("unchanged");
    expect((await write("other\n2\n3\n4\n")).action).toBe("merge");
    expect(text(COMMAND)).toBe("other\r\n2\r\n3\r\nmine\r\n");
    expect(await remove()).toMatchObject({ action: "keep", detail: ".claude/commands/c.md was changed" });
  });

  it("Changes of the same lines are a conflict until the user removes the new content", async () => {
    await write("1\n");
    disk.put(COMMAND, "mine\n");
    for (let time = 0; time < 2; time++) {
      expect(await write("theirs\n")).toMatchObject({
        action: "conflict",
        detail: ".claude/commands/c.md was changed, and so was the artifact",
        conflicts: [".skillmeat/conflicts/.claude/commands/c.md"],
      });
      expect([text(COMMAND), text(CONFLICT)]).toEqual(["mine\n", "theirs\n"]);
    }
    disk.put(COMMAND, "both\n");
    disk.unlink(CONFLICT);
    expect((await write("theirs\n")).action).toBe("unchanged");
    expect((await write("theirs\n2\n")).action).toBe("conflict");
    disk.put(COMMAND, "theirs\n2\n");
    expect((await write("theirs\n2\n")).action).toBe("unchanged");
    expect(disk.lstat(CONFLICT)).toBeUndefined();
  });

  it("A file that was there before is not overwritten, and not removed where it has the content already", async () => {
    disk.put(COMMAND, "mine\n");
    for (let time = 0; time < 2; time++) {
      expect(await write("theirs\n")).toMatchObject({
        action: "conflict",
        detail: ".claude/commands/c.md is there already and is not ours",
      });
    }
    expect(await remove()).toMatchObject({ action: "keep", detail: ".claude/commands/c.md is not ours" });
    disk.put(COMMAND, "theirs\n");
    expect((await write("theirs\n")).action).toBe("unchanged");
    expect(await remove()).toMatchObject({ action: "keep", detail: ".claude/commands/c.md was there before" });
    expect(text(COMMAND)).toBe("theirs\n");
  });

  it("With force it is overwritten and removed", async () => {
    disk.put(COMMAND, "mine\n");
    expect((await write("theirs\n", { force: true })).action).toBe("update");
    disk.put(COMMAND, "mine\n");
    expect((await remove(command, { force: true })).action).toBe("remove");
    expect(disk.lstat(COMMAND)).toBeUndefined();
  });

  it("A file that the user removed is created again", async () => {
    await write("one\n");
    disk.unlink(COMMAND);
    expect((await write("one\n")).action).toBe("create");
  });

  it("A binary file is replaced where it is ours, and never merged", async () => {
    const bytes = (n: number) => ({ type: "file", bytes: Uint8Array.of(0, n, 255) }) as const;
    await inRun(disk, (run) => run.write(command, bytes(1)));
    expect((await inRun(disk, (run) => run.write(command, bytes(2)))).action).toBe("update");
    disk.put(COMMAND, Buffer.from([0, 9]));
    expect((await inRun(disk, (run) => run.write(command, bytes(3)))).action).toBe("conflict");
  });

  it("The mode of a file is kept, and a script can be run by those who can read it", async () => {
    const script = (content: string, executable: boolean) =>
      inRun(disk, (run) => run.write(command, file(content, executable)));
    await script("one\n", true);
    expect(disk.lstat(COMMAND)?.mode).toBe(0o755);
    disk.chmod(COMMAND, 0o640);
    await script("two\n", false);
    expect(disk.lstat(COMMAND)?.mode).toBe(0o640);
    await script("three\n", true);
    expect(disk.lstat(COMMAND)?.mode).toBe(0o750);
  });

  it("A link to a file of the project is written through and never removed", async () => {
    disk.put(`${ROOT}/real.md`, "one\n");
    disk.put(`${ROOT}/.claude/commands/x`, "");
    disk.symlink("../../real.md", COMMAND);
    await write("one\n", { recorded: hashBytes("one\n") });
    expect((await write("two\n")).action).toBe("update");
    expect([text(`${ROOT}/real.md`), disk.lstat(COMMAND)?.type]).toEqual(["two\n", "link"]);
    expect(await remove()).toMatchObject({ action: "keep", detail: ".claude/commands/c.md is a link" });
  });

  it("A folder in its place is never written over, and named", async () => {
    disk.put(`${COMMAND}/x`, "");
    expect(await write("one\n")).toMatchObject({ action: "failed", detail: ".claude/commands/c.md is a folder" });
    expect(await remove()).toMatchObject({ action: "keep" });
  });

  it("A file that changes while it is written is left alone", async () => {
    await write("one\n");
    const editor = watched(disk, ({ name, path }) => {
      if (name === "createFile" && path.includes("/commands/.")) disk.put(COMMAND, "typed just now\n");
    });
    const outcome = await inRun(editor, (run) => run.write(command, file("two\n")));
    expect(outcome).toMatchObject({
      action: "failed",
      detail: expect.stringContaining("was changed while it was written"),
    });
    expect(text(COMMAND)).toBe("typed just now\n");
    expect(disk.readdir(`${ROOT}/.claude/commands`)).toEqual(["c.md"]);
  });
});

describe("a skill", () => {
  const place = skillPlace("s");
  const FOLDER = `${ROOT}/.claude/skills/s`;
  const writeSkill = (files: Record<string, string>, options?: Options) =>
    inRun(disk, (run) => run.write(place, skill(files), options));

  it("Files that are not in the new version go, unless the user changed them", async () => {
    await writeSkill({ "SKILL.md": "1\n", "old.md": "o\n", "changed.md": "c\n", "a/deep.md": "d\n" });
    disk.put(`${FOLDER}/changed.md`, "mine\n");
    disk.put(`${FOLDER}/notes.md`, "mine\n");
    expect((await writeSkill({ "SKILL.md": "2\n", "new.md": "n\n" })).action).toBe("update");
    expect(disk.readdir(FOLDER).sort()).toEqual(["SKILL.md", "changed.md", "new.md", "notes.md"]);
    expect((await remove(place)).action).toBe("remove");
    expect(disk.readdir(FOLDER).sort()).toEqual(["changed.md", "notes.md"]);
  });

  it("One conflict among its files is the outcome, and the other files are written", async () => {
    await writeSkill({ "SKILL.md": "1\n", "a.md": "1\n", "b.md": "1\n" });
    disk.put(`${FOLDER}/a.md`, "mine\n");
    const outcome = await writeSkill({ "SKILL.md": "2\n", "a.md": "2\n", "b.md": "2\n" });
    expect(outcome).toMatchObject({ action: "conflict", conflicts: [".skillmeat/conflicts/.claude/skills/s/a.md"] });
    expect([text(`${FOLDER}/a.md`), text(`${FOLDER}/b.md`)]).toEqual(["mine\n", "2\n"]);
  });

  it("Two profiles that share a folder share its files: the first to go leaves them to the other", async () => {
    const twin = { ...place, id: "codex:skill:s" };
    await writeSkill({ "SKILL.md": "1\n" });
    await inRun(disk, (run) => run.write(twin, skill({ "SKILL.md": "1\n" })));
    await writeSkill({ "SKILL.md": "2\n" });
    expect((await inRun(disk, (run) => run.write(twin, skill({ "SKILL.md": "2\n" })))).action).toBe("unchanged");
    expect(await remove(place)).toMatchObject({
      action: "keep",
      detail: expect.stringContaining("also that of codex:skill:s"),
    });
    expect((await remove(twin)).action).toBe("remove");
    expect(disk.lstat(`${ROOT}/.claude`)).toBeUndefined();
  });

  it("An artifact whose place changed moves: what was not changed goes from the old one", async () => {
    await writeSkill({ "SKILL.md": "1\n" });
    const moved = { ...place, path: ".agents/skills/s/SKILL.md" };
    expect((await inRun(disk, (run) => run.write(moved, skill({ "SKILL.md": "1\n" })))).action).toBe("create");
    expect(project()).toEqual({
      [`${ROOT}/.agents/skills/s/SKILL.md`]: "644 1\n",
      [`${ROOT}/README.md`]: "644 mine\n",
    });
  });
});

describe("without the state of earlier runs", () => {
  const lose = () => disk.unlink(`${ROOT}/.skillmeat/state.json`);

  it("The hash of a record proves that a file is ours", async () => {
    await write("one\n");
    lose();
    expect((await write("two\n", { recorded: hashBytes("one\n") })).action).toBe("update");
    lose();
    expect((await remove(command, { recorded: `sha256:${hashBytes("two\n").toUpperCase()}` })).action).toBe("remove");
  });

  it("The hash of a record proves that a skill is ours, whatever the operating system left in its folder", async () => {
    const { hash } = await inRun(disk, (run) =>
      run.write(skillPlace("s"), skill({ "SKILL.md": "1\n", "a/b.md": "2\n" })),
    );
    disk.put(`${ROOT}/.claude/skills/s/.DS_Store`, "junk");
    lose();
    expect(
      (await inRun(disk, (run) => run.write(skillPlace("s"), skill({ "SKILL.md": "2\n" }), { recorded: hash }))).action,
    ).toBe("update");
    expect(disk.readdir(`${ROOT}/.claude/skills/s`)).not.toContain("a");
  });

  it("Nothing is overwritten or removed without such a proof", async () => {
    await write("one\n");
    for (const damage of [lose, () => disk.put(`${ROOT}/.skillmeat/state.json`, '{"version":1,"places":{"x":1}')]) {
      damage();
      expect((await write("two\n")).action).toBe("conflict");
      damage();
      expect((await remove()).action).toBe("keep");
      damage();
      expect((await remove(command, { recorded: hashBytes("other") })).action).toBe("keep");
      expect(text(COMMAND)).toBe("one\n");
    }
  });

  it("A damaged state is named in a note", async () => {
    disk.put(`${ROOT}/.skillmeat/state.json`, "{");
    const run = await begin(disk);
    expect(run.notes).toEqual([".skillmeat/state.json is damaged. Nothing is taken for ours without a record"]);
    await run.finish();
  });

  it("Entries and hooks that a record proves are ours are updated and removed", async () => {
    const { hash } = await inRun(disk, (run) => run.write(mcpPlace("m"), { type: "entry", value: { command: "a" } }));
    const written = await inRun(disk, (run) => run.write(hookPlace("h"), { type: "entry", value: hook("one") }));
    disk.put(
      `${ROOT}/.claude/settings.json`,
      text(`${ROOT}/.claude/settings.json`).replace("[", '[{"matcher":"mine","hooks":[]},'),
    );
    for (const path of ["state.json", `base/${written.hash}`, `base/${hash}`])
      disk.unlink(`${ROOT}/.skillmeat/${path}`);
    const options = { recorded: written.hash };
    const updated = await inRun(disk, (run) =>
      run.write(hookPlace("h"), { type: "entry", value: hook("two") }, options),
    );
    expect(updated.action).toBe("update");
    expect(JSON.parse(text(`${ROOT}/.claude/settings.json`)).hooks.PreToolUse).toHaveLength(2);
    expect((await inRun(disk, (run) => run.remove(mcpPlace("m"), { recorded: hash }))).action).toBe("remove");
  });
});

describe("runs", () => {
  it("A run that only looks says what would be done, and writes nothing", async () => {
    await write("1\n");
    const before = disk.dump();
    const run = await begin(disk, { dryRun: true });
    const outcomes: Outcome[] = [
      await run.write(command, file("2\n")),
      await run.write(mcpPlace("a"), { type: "entry", value: { command: "a" } }),
      await run.write(mcpPlace("b"), { type: "entry", value: { command: "b" } }),
      await run.remove(skillPlace("none")),
    ];
    await run.finish();
    expect(outcomes.map(({ action }) => action)).toEqual(["update", "create", "create", "absent"]);
    const after = outcomes[2]?.changes[0]?.after;
    expect(Object.keys(JSON.parse(Buffer.from(after ?? []).toString()).mcpServers)).toEqual(["a", "b"]);
    expect(disk.dump()).toEqual(before);
  });

  it("A run in a project where nothing was written does not leave more than its own folder", async () => {
    await inRun(disk, async () => {});
    expect(Object.keys(disk.dump())).toEqual([
      `${ROOT}/.skillmeat/.gitignore`,
      `${ROOT}/.skillmeat/state.json`,
      `${ROOT}/README.md`,
    ]);
    expect(text(`${ROOT}/.skillmeat/.gitignore`)).toBe("/*\n!/config.toml\n");
  });

  it("The state can be kept elsewhere, as for the user's home", async () => {
    const folder = "/home/config/state";
    await (await begin(disk, { folder })).finish();
    expect(disk.lstat(`${folder}/state.json`)).toBeDefined();
    expect(disk.lstat(`${ROOT}/.skillmeat`)).toBeUndefined();
  });

  it("A kept content that nothing refers to any more is removed", async () => {
    await write("one\n");
    await write("two\n");
    expect(disk.readdir(`${ROOT}/.skillmeat/base`)).toEqual([hashBytes("two\n")]);
    await remove();
    expect(disk.lstat(`${ROOT}/.skillmeat/base`)).toBeUndefined();
  });

  it("A damaged kept content is not merged with", async () => {
    await write("1\n2\n3\n");
    disk.put(COMMAND, "1\n2\nmine\n");
    disk.put(`${ROOT}/.skillmeat/base/${hashBytes("1\n2\n3\n")}`, "1\n2\nmine\n");
    expect((await write("theirs\n2\n3\n")).action).toBe("conflict");
    expect(text(COMMAND)).toBe("1\n2\nmine\n");
  });
});

describe("a repository that is not to be trusted", () => {
  it("A folder of this tool that is a link is refused", async () => {
    disk.put("/home/other/x", "");
    disk.symlink("/home/other", `${ROOT}/.skillmeat`);
    await expect(begin(disk)).rejects.toThrow(".skillmeat must be a folder, and no link");
  });

  it.each(["base", "conflicts"])("A link in place of .skillmeat/%s leads nowhere", async (name) => {
    disk.put("/home/other/x", "x");
    disk.put(`${ROOT}/.skillmeat/config.toml`, "");
    disk.symlink("/home/other", `${ROOT}/.skillmeat/${name}`);
    disk.put(COMMAND, "mine\n");
    const outcome = await write("theirs\n");
    expect(outcome).toMatchObject({ action: "failed", detail: `.skillmeat/${name} must be a folder, and no link` });
    expect(disk.readdir("/home/other")).toEqual(["x"]);
  });

  it.each(["a journal", "no journal"])(
    "A state that names files elsewhere removes nothing, with %s that does",
    async (journal) => {
      disk.put("/home/other/empty/x", "");
      disk.unlink("/home/other/empty/x");
      disk.put("/home/other/.000000000000.skillmeat-tmp", "x");
      disk.put(`${ROOT}/src/.000000000000.not-ours`, "x");
      const place = { path: "../other/x", kind: "file", name: "x" };
      const places = { evil: { place, hash: null, files: { "../other/x": { hash: "0" } } } };
      const folders = ["../other/empty"];
      disk.put(`${ROOT}/.skillmeat/state.json`, JSON.stringify({ version: 1, places, shared: {}, folders }));
      const operations = ["../other/.000000000000.skillmeat-tmp", "src/.000000000000.not-ours"].map((next) => ({
        path: "src/x",
        before: null,
        after: "0",
        next,
      }));
      const step = JSON.stringify({ id: "x", operations, after: null, shared: {}, folders });
      if (journal === "a journal") disk.put(`${ROOT}/.skillmeat/journal`, `${step}\n{"torn`);
      const before = project();
      const outcome = await inRun(disk, (run) => run.remove({ ...command, id: "evil" }));
      expect(outcome).toMatchObject({ action: "failed", detail: '"../other/x" is not a path below the project' });
      expect(project()).toEqual(before);
    },
  );
});

it("Blocks are merged by their text, and a conflict shows the new one", async () => {
  const block = (content: string) => inRun(disk, (run) => run.write(rulePlace("r"), { type: "block", text: content }));
  await block("1\n2\n3\n4\n");
  const path = `${ROOT}/AGENTS.md`;
  disk.put(path, text(path).replace("4", "mine"));
  expect((await block("theirs\n2\n3\n4\n")).action).toBe("merge");
  expect(text(path)).toContain("theirs\n2\n3\nmine\n");
  expect(await block("theirs\n2\n3\nmore\n")).toMatchObject({
    action: "conflict",
    detail: "the block of r in AGENTS.md was changed, and so was the artifact",
    conflicts: [".skillmeat/conflicts/AGENTS.md/r.md"],
  });
  expect(await remove(rulePlace("r"))).toMatchObject({ action: "keep" });
});

describe.each(["json", "toml", "yaml"] as const)("settings files: %s", (format) => {
  it("An apply followed by a remove gives back the same bytes and folders", async () => {
    let removed = 0;
    const property = fc.asyncProperty(fc.integer(), async (seed) => {
      const { text: before, key } = settingsOf(format, seed);
      const random = createRandom(seed + 3);
      const path = random.pick(["settings", ".x/settings"]);
      const project = createMemoryDisk();
      project.put(`${ROOT}/README.md`, "");
      if (!random.oneIn(4)) project.put(`${ROOT}/${path}`, before);
      const tree = () =>
        JSON.stringify(Object.entries(project.dump()).filter(([each]) => !each.includes("/.skillmeat/")));
      const original = tree();
      const places = placesIn(random, key).map(
        (place): Place => ({ ...place, id: place.name, path, kind: "merge", format }),
      );
      const members = format === "json" && random.oneIn(2) ? { members: { version: 1 } } : {};
      for (let time = 0; time < 2; time++) {
        await inRun(project, async (run) => {
          for (const place of random.shuffle(places)) {
            const { name, key: container, entry } = place as EntryPlace & Place;
            const value = valueFor(random, { name, key: container, entry, item_name: "name" });
            await run.write(place, { type: "entry", value, ...members });
          }
        });
      }
      const outcomes = await inRun(project, async (run) => {
        const all: Outcome[] = [];
        for (const place of random.shuffle(places)) all.push(await run.remove(place));
        return all;
      });
      expect(tree(), outcomes.map(({ action, detail }) => `${action} ${detail}`).join()).toBe(original);
      removed += outcomes.filter(({ action }) => action === "remove").length;
    });
    await fc.assert(property, { numRuns: RUNS });
    expect(removed).toBeGreaterThan(RUNS);
  });
});
