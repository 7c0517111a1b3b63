/** Paths of a project: nothing outside is read or written, and no file is taken for another. */
import { FileError } from "@skillmeat-deployments/cli/files/file-error.ts";
import { createPaths } from "@skillmeat-deployments/cli/files/paths.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";
import { commandPlace, file, inRun, mcpPlace, ROOT, skill, skillPlace } from "./scenario.ts";

let disk: MemoryDisk;
beforeEach(() => {
  disk = createMemoryDisk();
  disk.put(`${ROOT}/a/b.md`, "b");
  disk.put("/home/other/secret", "s");
  disk.put("/home/p2/x", "the folder with a name that begins like the project's");
});

const resolve = (path: string) => createPaths(disk, ROOT).resolve(path);
const codeOf = (path: string) => {
  try {
    resolve(path);
    return "allowed";
  } catch (error) {
    return error instanceof FileError ? error.code : String(error);
  }
};

it.each([
  "../p2/x",
  "a/../../other/secret",
  "/etc/passwd",
  "",
  ".",
  "a//b.md",
  "a/./b.md",
  "a/",
  "a\\b.md",
  "C:/x",
  "c:x",
  "a\0b",
  "..",
  "x".repeat(1025),
])("A path that is not one below the project is refused: %j", (path) => {
  expect(codeOf(path)).toBe("outside");
});

it.each([
  ".git/hooks/pre-commit",
  "a/.git/config",
  ".GIT/x",
  ".git./x",
  ".git /x",
  "git~1/x",
  ".g\u200cit/x",
  ".git:x",
  ".git",
  ".skillmeat/state.json",
  ".SkillMeat/journal",
])("A path into the folders of git and of this tool is refused: %j", (path) => {
  expect(codeOf(path)).toBe("outside");
});

it.each([".github/x.md", ".gitignore", "a/.skillmeat/x", "\u00fc/x", "__proto__", "a/..b"])(
  "Other paths are allowed: %j",
  (path) => {
    expect(codeOf(path)).toBe("allowed");
  },
);

it("Links inside of the project are followed, and those that lead out are refused, wherever they are in the path", () => {
  disk.symlink("../a", `${ROOT}/x`.replace("/x", "/a/self"));
  disk.symlink("a/b.md", `${ROOT}/link.md`);
  disk.symlink("/home/other", `${ROOT}/out`);
  disk.symlink("../p2", `${ROOT}/near`);
  disk.symlink("/home/other/secret", `${ROOT}/a/out.md`);
  expect(resolve("a/self/b.md").real).toBe(`${ROOT}/a/b.md`);
  expect(resolve("link.md")).toMatchObject({ real: `${ROOT}/a/b.md`, isLink: true });
  for (const path of ["out/secret", "out/new/file", "near/x", "a/out.md"]) expect(codeOf(path)).toBe("outside");
});

it("A link into the folder of git, to nothing, or in a circle is refused", () => {
  disk.put(`${ROOT}/.git/config`, "");
  disk.symlink(".git", `${ROOT}/g`);
  disk.symlink("nowhere", `${ROOT}/gone`);
  disk.symlink("round", `${ROOT}/round`);
  expect(codeOf("g/hooks/x")).toBe("outside");
  expect(codeOf("gone")).toBe("not-a-file");
  expect(codeOf("gone/x")).toBe("not-a-file");
  expect(codeOf("round")).toBe("disk");
});

it("A project that is itself reached by a link is no trouble", () => {
  disk.symlink(ROOT, "/home/link");
  expect(createPaths(disk, "/home/link").resolve("a/b.md").real).toBe(`${ROOT}/a/b.md`);
});

it("A file where a folder should be is named", () => {
  expect(() => resolve("a/b.md/c/d.md")).toThrow("a/b.md/c/d.md cannot exist: a/b.md is not a folder");
});

describe("on a disk that ignores case", () => {
  beforeEach(() => {
    disk = createMemoryDisk({ ignoresCase: true });
    disk.put(`${ROOT}/.claude/skills/Review/SKILL.md`, "the user's");
  });

  it("A path that is spelled differently from what is there is refused, and nothing is written", async () => {
    const before = disk.dump();
    const outcome = await inRun(disk, (run) => run.write(skillPlace("review"), skill({ "SKILL.md": "ours" })));
    expect(outcome).toMatchObject({
      action: "failed",
      detail: expect.stringContaining("the same file as the Review that is there"),
    });
    expect(disk.dump()).toMatchObject(before);
  });

  it("Two artifacts whose names differ in case do not overwrite each other", async () => {
    const [first, second] = await inRun(disk, async (run) => [
      await run.write(commandPlace("do"), file("one")),
      await run.write(commandPlace("DO"), file("two")),
    ]);
    expect([first?.action, second?.action]).toEqual(["create", "failed"]);
    expect(disk.dump()[`${ROOT}/.claude/commands/do.md`]).toBe("644 one");
  });

  it("Two files of one artifact whose names differ in case are noticed", async () => {
    const outcome = await inRun(disk, (run) =>
      run.write(skillPlace("x"), skill({ "SKILL.md": "s", "a.md": "1", "A.md": "2" })),
    );
    expect(outcome.action).toBe("failed");
    expect(disk.dump()[`${ROOT}/.claude/skills/x/a.md`]).toBe("644 1");
  });
});

it("On a disk that keeps case apart, both are written", async () => {
  const outcomes = await inRun(disk, async (run) => [
    await run.write(commandPlace("do"), file("one")),
    await run.write(commandPlace("DO"), file("two")),
  ]);
  expect(outcomes.map(({ action }) => action)).toEqual(["create", "create"]);
});

it("What the server says never leads outside: no kind of content does", async () => {
  disk.symlink("/home/other", `${ROOT}/out`);
  const before = disk.dump();
  await inRun(disk, async (run) => {
    const outcomes = [
      await run.write({ ...commandPlace("x"), path: "../p2/x" }, file("ours")),
      await run.write({ ...commandPlace("x"), path: "out/secret" }, file("ours")),
      await run.write(skillPlace("x"), skill({ "SKILL.md": "s", "../../../../p2/x": "ours" })),
      await run.write(mcpPlace("x", "out/new.json"), { type: "entry", value: {} }),
      await run.write({ ...mcpPlace("x"), kind: "block", path: ".git/config" }, { type: "block", text: "t" }),
      await run.remove({ ...commandPlace("y"), path: "out/secret" }, { force: true }),
    ];
    expect(outcomes.map(({ action }) => action)).toEqual(Array(6).fill("failed"));
  });
  for (const [path, text] of Object.entries(before)) expect(disk.dump()[path]).toBe(text);
  expect(
    Object.keys(disk.dump()).filter((path) => path.startsWith("/home/other") || path.startsWith("/home/p2")),
  ).toHaveLength(2);
});
