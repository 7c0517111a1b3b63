/** The disks of this machine. */

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import { beginRun } from "@skillmeat-deployments/cli/files/run.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applyUpdate, commandPlace, file, mcpPlace, removeAll, rulePlace, skill, skillPlace } from "./scenario.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const tree = () =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".skillmeat") && statSync(join(root, path)).isFile())
    .sort();

it("A run writes and removes on a real disk, and leaves nothing unfinished", async () => {
  writeFileSync(join(root, ".mcp.json"), '{\r\n  "a": 1 // mine\r\n}\r\n');
  writeFileSync(join(root, "AGENTS.md"), "# Mine\n");
  // More than new files get.
  chmodSync(join(root, "AGENTS.md"), 0o666);
  const first = await beginRun(nodeDisk, root);
  const outcomes = [
    await first.write(skillPlace("s"), skill({ "SKILL.md": "s\n", "bin/run.sh": "#!/bin/sh\n" })),
    await first.write(mcpPlace("m"), { type: "entry", value: { command: "c" } }),
    await first.write(rulePlace("r"), { type: "block", text: "rule\n" }),
  ];
  await first.finish();
  expect(outcomes.map(({ action, detail }) => [action, detail])).toEqual(Array(3).fill(["create", null]));
  expect(tree()).toEqual([".claude/skills/s/SKILL.md", ".claude/skills/s/bin/run.sh", ".mcp.json", "AGENTS.md"]);
  expect(spawnSync(join(root, ".claude/skills/s/bin/run.sh")).status).toBe(0);
  expect(statSync(join(root, "AGENTS.md")).mode & 0o777).toBe(0o666);
  expect(readdirSync(join(root, ".skillmeat")).sort()).toEqual([".gitignore", "base", "state.json"]);
  const second = await beginRun(nodeDisk, root);
  expect((await removeAll(second)).map(({ action }) => action)).toEqual(Array(3).fill("remove"));
  await second.finish();
  expect(tree()).toEqual([".mcp.json", "AGENTS.md"]);
  expect(readFileSync(join(root, ".mcp.json"), "utf8")).toBe('{\r\n  "a": 1 // mine\r\n}\r\n');
  expect(readFileSync(join(root, "AGENTS.md"), "utf8")).toBe("# Mine\n");
  expect(existsSync(join(root, ".claude"))).toBe(false);
});

it("All kinds of places can be written on a real disk", async () => {
  const run = await beginRun(nodeDisk, root);
  const outcomes = await applyUpdate(run);
  await run.finish();
  expect(outcomes.filter(({ action }) => action === "failed")).toEqual([]);
});

it("Links on a real disk are followed inside of the project only", async () => {
  mkdirSync(join(root, ".agents/commands"), { recursive: true });
  mkdirSync(join(root, ".claude"));
  symlinkSync("../.agents/commands", join(root, ".claude/commands"));
  symlinkSync(tmpdir(), join(root, ".claude/skills"));
  const run = await beginRun(nodeDisk, root);
  expect(await run.write(commandPlace("c"), file("c"))).toMatchObject({ action: "create" });
  expect(await run.write(skillPlace("s"), skill({ "SKILL.md": "s" }))).toMatchObject({ action: "failed" });
  await run.finish();
  expect(readdirSync(join(root, ".agents/commands"))).toEqual(["c.md"]);
});

it.skipIf(isRoot)(
  "A folder that may not be written is named, and nothing is left in it (root may write it)",
  async () => {
    mkdirSync(join(root, ".claude/commands"), { recursive: true });
    chmodSync(join(root, ".claude/commands"), 0o555);
    const run = await beginRun(nodeDisk, root);
    expect(await run.write(commandPlace("c"), file("c"))).toMatchObject({
      action: "failed",
      detail: ".claude/commands/c.md cannot be written: permission denied",
    });
    await run.finish();
    expect(readdirSync(join(root, ".claude/commands"))).toEqual([]);
  },
);

/** A disk of 256 KiB. Mounting it needs rights that a machine for tests need not give. */
const mounted = (folder: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]).status === 0;

it("A full disk is named, the old file stays, and a later run succeeds", async (test) => {
  if (!mounted(root)) return test.skip("no tmpfs can be mounted here");
  try {
    const write = async (text: string) => {
      const run = await beginRun(nodeDisk, root);
      const outcome = await run.write(commandPlace("c"), file(text));
      await run.finish();
      return outcome;
    };
    await write("one\n");
    writeFileSync(join(root, "filler"), "x".repeat(100 * 1024));
    expect(await write("two".repeat(60 * 1024))).toMatchObject({
      action: "failed",
      detail: expect.stringMatching(/cannot be written: the disk is full$/),
    });
    expect(readFileSync(join(root, ".claude/commands/c.md"), "utf8")).toBe("one\n");
    expect(readdirSync(join(root, ".claude/commands"))).toEqual(["c.md"]);
    rmSync(join(root, "filler"));
    expect((await write("three\n")).action).toBe("update");
    spawnSync("mount", ["-o", "remount,ro", root]);
    await expect(write("four\n")).rejects.toThrow(/^\.skillmeat\/lock cannot be written: the disk is read-only$/);
  } finally {
    spawnSync("umount", [root]);
  }
});

it("A device, a link and what is not there are told apart", () => {
  expect(nodeDisk.lstat("/dev/null")?.type).toBe("other");
  expect(nodeDisk.lstat(join(root, "none"))).toBeUndefined();
  symlinkSync("none", join(root, "link"));
  expect(nodeDisk.lstat(join(root, "link"))?.type).toBe("link");
});
