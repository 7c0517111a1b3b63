/** Sources: what is found in a folder of artifacts, and what is left out with which reason. */

import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hashBytes, hashEntry, hashFolder } from "@skillmeat-deployments/cli/files/hash.ts";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import { readSource } from "@skillmeat-deployments/cli/sources/read-source.ts";
import type { Source } from "@skillmeat-deployments/cli/sources/source.ts";
import { describe, expect, it } from "vitest";
import { watched } from "../files/faults.ts";
import { createMemoryDisk, type MemoryDisk } from "../files/memory-disk.ts";

const SKILL = "---\nname: review\ndescription: Reviews code.\nallowed-tools: [Read, Grep]\n---\n\n# Review\n";

function sourceOf(files: Record<string, string | Buffer>, change: (disk: MemoryDisk) => void = () => {}) {
  const disk = createMemoryDisk();
  disk.put("/source/.keep", "");
  for (const [path, text] of Object.entries(files))
    disk.put(`/source/${path}`, text, path.endsWith(".sh") ? 0o755 : 0o644);
  change(disk);
  return readSource(disk, "/source");
}

const listOf = ({ artifacts }: Source) => artifacts.map(({ type, name, path }) => `${type} ${name} ${path}`);
const problemsOf = ({ problems }: Source) => problems.map(({ code, path }) => `${code} ${path}`);

describe("a folder", () => {
  it("Skills are found at any depth, with their files, front matter and SkillMeat's hash", async () => {
    const source = await sourceOf({
      "skills/review/SKILL.md": SKILL,
      "skills/review/scripts/run.sh": "#!/bin/sh\n",
      "skills/group/deep/plain/SKILL.md": "# Plain\n",
      "top/SKILL.md": SKILL,
      "top/inner/SKILL.md": "a part of top\n",
    });
    expect(source).toMatchObject({ layout: "folder", problems: [] });
    expect(listOf(source)).toEqual([
      "skill plain skills/group/deep/plain",
      "skill review skills/review",
      "skill top top",
    ]);
    expect(source.artifacts[1]).toEqual({
      type: "skill",
      name: "review",
      path: "skills/review",
      content_hash: hashFolder([
        { path: "SKILL.md", bytes: Buffer.from(SKILL) },
        { path: "scripts/run.sh", bytes: Buffer.from("#!/bin/sh\n") },
      ]),
      description: "Reviews code.",
      frontmatter: { name: "review", description: "Reviews code.", "allowed-tools": ["Read", "Grep"] },
      form: "folder",
      files: [
        { path: "SKILL.md", bytes: Uint8Array.from(Buffer.from(SKILL)), executable: false },
        { path: "scripts/run.sh", bytes: Uint8Array.from(Buffer.from("#!/bin/sh\n")), executable: true },
      ],
    });
    expect(source.artifacts[0]).toMatchObject({ description: null, frontmatter: null });
  });

  it("A source that is one skill is that skill", async () => {
    expect(listOf(await sourceOf({ "SKILL.md": SKILL }))).toEqual(["skill source "]);
  });

  it("Commands, agents, rules, hooks and servers are found by their folders", async () => {
    const source = await sourceOf({
      "commands/do.md": "Do it\n",
      "commands/git/push.md": "Push\n",
      "commands/README.md": "about\n",
      "commands/notes.txt": "no artifact\n",
      "agents/pm/writer.md": "---\ndescription: Writes.\n---\nWrite\n",
      "rules/style.md": "Style\n",
      "hooks/check.json": '{ "description": "Checks.", "hooks": { "Stop": [{ "hooks": [] }] } }',
      "hooks/folder/settings.json": '{ "PreToolUse": [] }',
      "mcp/one.json": '// c\n{ "command": "one" }',
      "mcp/two.json": '{ "mcpServers": { "other": { "url": "https://x" } } }',
      "mcp/three/.mcp.json": '{ "mcpServers": { "three": { "command": "3" }, "x": { "command": "x" } } }',
      ".mcp.json": '{ "mcpServers": { "a": { "command": "a" }, "b": { "url": "b" } } }',
    });
    expect(source.problems).toEqual([]);
    expect(listOf(source)).toEqual([
      "agent writer agents/pm/writer.md",
      "command do commands/do.md",
      "command push commands/git/push.md",
      "hook check hooks/check.json",
      "hook folder hooks/folder",
      "mcp a .mcp.json",
      "mcp b .mcp.json",
      "mcp one mcp/one.json",
      "mcp three mcp/three",
      "mcp two mcp/two.json",
      "rule_file style rules/style.md",
    ]);
    const by = new Map(source.artifacts.map((artifact) => [artifact.name, artifact]));
    expect(by.get("check")).toMatchObject({ form: "value", value: { Stop: [{ hooks: [] }] }, description: "Checks." });
    expect(by.get("three")).toMatchObject({ value: { command: "3" } });
    expect(by.get("two")).toMatchObject({ value: { url: "https://x" } });
    expect(by.get("a")?.content_hash).toBe(hashEntry({ command: "a" }));
    expect(by.get("do")).toMatchObject({
      content_hash: hashBytes("Do it\n"),
      form: "file",
      files: [{ path: "do.md" }],
    });
  });

  it("A link to a file of the source is read as that file, and a link to a folder is left out, as SkillMeat does", async () => {
    const source = await sourceOf({ "s/SKILL.md": "s\n", "s/a/x.md": "x", "shared.md": "shared" }, (disk) => {
      disk.symlink("../shared.md", "/source/s/shared.md");
      disk.symlink("a", "/source/s/folder");
    });
    expect(source.problems).toEqual([]);
    expect(source.artifacts).toMatchObject([
      { files: [{ path: "SKILL.md" }, { path: "a/x.md" }, { path: "shared.md" }] },
    ]);
  });

  it("What operating systems and tools leave behind is no part of a skill", async () => {
    const source = await sourceOf({
      "s/SKILL.md": "s\n",
      "s/.DS_Store": "x",
      "s/__pycache__/a.pyc": "x",
      "s/node_modules/m/SKILL.md": "x",
      "s/.hidden": "kept",
      "node_modules/m/SKILL.md": "x",
      ".git/x/SKILL.md": "x",
    });
    expect(source.artifacts).toHaveLength(1);
    expect(source.artifacts[0]).toMatchObject({ files: [{ path: ".hidden" }, { path: "SKILL.md" }] });
  });
});

it("A collection has the names, types and descriptions of its manifest, then what is not listed", async () => {
  const source = await sourceOf({
    "collection.toml": `[collection]
name = "default"
version = "1.0.0"

[[artifacts]]
name = "My Review"
type = "skill"
path = 'skills\\review\\'
origin = "local"
[artifacts.metadata]
description = "From the manifest."

[[artifacts]]
name = "spec"
type = "spec_file"
path = "specs/spec.md"

[[artifacts]]
name = "server"
type = "mcp"
path = "mcp/server"

[[artifacts]]
name = "flow"
type = "workflow"
path = "workflows/flow"

[[artifacts]]
name = "gone"
type = "command"
path = "commands/gone.md"

[[artifacts]]
name = "out"
type = "command"
path = "../out.md"
`,
    "skills/review/SKILL.md": "# no front matter\n",
    "skills/unlisted/SKILL.md": SKILL,
    "specs/spec.md": "spec\n",
    "mcp/server/mcp.json": '{ "command": "s" }',
    "workflows/flow/WORKFLOW.yaml": "steps: []\n",
  });
  expect(source.layout).toBe("collection");
  expect(listOf(source)).toEqual([
    "mcp server mcp/server",
    "skill My Review skills/review",
    "skill unlisted skills/unlisted",
    "spec_file spec specs/spec.md",
    "workflow flow workflows/flow",
  ]);
  expect(source.artifacts[1]).toMatchObject({ description: "From the manifest." });
  expect(problemsOf(source)).toEqual(["outside ../out.md", "missing commands/gone.md"]);
});

it("A manifest that is malformed is named with its line, and the folders are read", async () => {
  const source = await sourceOf({ "collection.toml": "[[artifacts]\n", "skills/a/SKILL.md": SKILL });
  expect(listOf(source)).toEqual(["skill a skills/a"]);
  expect(source.problems).toMatchObject([
    { code: "malformed", detail: expect.stringMatching(/^collection\.toml:\d+:\d+: /) },
  ]);
  const listed = await sourceOf({ "collection.toml": "[[artifacts]]\nname = 1\n" });
  expect(problemsOf(listed)).toEqual(["malformed collection.toml"]);
});

it("A plugin has its folders, those that its manifest names, and hooks under the plugin's name", async () => {
  const root = "$" + "{CLAUDE_PLUGIN_ROOT}";
  const source = await sourceOf({
    ".claude-plugin/plugin.json": JSON.stringify({
      name: "tools",
      commands: ["./custom/special.md", "./more/"],
      agents: "./custom/agents",
      mcpServers: { inline: { command: "i" }, needs: { command: `${root}/bin/x` } },
    }),
    "skills/review/SKILL.md": SKILL,
    "docs/no/SKILL.md": "not in skills/\n",
    "commands/do.md": "Do\n",
    "custom/special.md": "Special\n",
    "custom/agents/a.md": "Agent\n",
    "more/m.md": "More\n",
    "hooks/hooks.json": '{ "hooks": { "Stop": [] } }',
    ".mcp.json": '{ "db": { "command": "db" } }',
  });
  expect(source.layout).toBe("plugin");
  expect(listOf(source)).toEqual([
    "agent a custom/agents/a.md",
    "command do commands/do.md",
    "command m more/m.md",
    "command special custom/special.md",
    "hook tools hooks/hooks.json",
    "mcp db .mcp.json",
    "mcp inline .claude-plugin/plugin.json",
    "skill review skills/review",
  ]);
  expect(source.problems).toEqual([
    {
      code: "unsupported",
      path: ".claude-plugin/plugin.json",
      detail: `needs in .claude-plugin/plugin.json needs the files of its plugin (${root})`,
    },
  ]);
});

it("Hooks in a plugin's manifest are read, and a malformed manifest is named", async () => {
  const inline = await sourceOf({ ".claude-plugin/plugin.json": '{ "name": "p", "hooks": { "Stop": [{}] } }' });
  expect(inline.artifacts).toMatchObject([{ type: "hook", name: "p", value: { Stop: [{}] } }]);
  const broken = await sourceOf({ ".claude-plugin/plugin.json": "{", "commands/do.md": "Do\n" });
  expect(listOf(broken)).toEqual(["command do commands/do.md"]);
  expect(problemsOf(broken)).toEqual(["malformed .claude-plugin/plugin.json"]);
});

it("Each thing that cannot be used is named with its reason, and the rest is read", async () => {
  const source = await sourceOf(
    {
      "skills/good/SKILL.md": SKILL,
      "skills/binary/SKILL.md": Buffer.from([0, 1, 2]),
      "skills/empty/SKILL.md": "\n",
      "skills/large/SKILL.md": SKILL,
      "skills/large/big.bin": Buffer.alloc(10 * 1024 * 1024 + 1),
      "skills/front/SKILL.md": "---\nname: [\n---\ntext\n",
      "skills/x/good/SKILL.md": SKILL,
      "skills/\u202etxt/SKILL.md": SKILL,
      "commands/ bad.md": "text\n",
      "mcp/broken.json": '{\n"a": }',
      "mcp/none.json": "{}",
      "mcp/blank.json": "",
      "mcp/list.json": "[]",
      "hooks/odd.json": '{ "hooks": { "Stop": 1 } }',
    },
    (disk) => {
      disk.put("/elsewhere/SKILL.md", SKILL);
      disk.symlink("/elsewhere", "/source/skills/link-out");
      disk.symlink("/elsewhere/SKILL.md", "/source/commands/link-out.md");
      disk.symlink("good", "/source/skills/a-link-in");
      disk.symlink("nowhere", "/source/commands/gone.md");
      disk.put("/source/skills/holds/SKILL.md", SKILL);
      disk.symlink("/elsewhere/SKILL.md", "/source/skills/holds/out.md");
    },
  );
  expect(listOf(source)).toEqual(["skill front skills/front", "skill good skills/good"]);
  expect(problemsOf(source)).toEqual([
    "invalid-name commands/ bad.md",
    "missing commands/gone.md",
    "outside commands/link-out.md",
    "malformed hooks/odd.json",
    "empty mcp/blank.json",
    "malformed mcp/broken.json",
    "malformed mcp/list.json",
    "malformed mcp/none.json",
    "binary skills/binary/SKILL.md",
    "empty skills/empty/SKILL.md",
    "malformed skills/front/SKILL.md",
    "outside skills/holds/out.md",
    "too-large skills/large/big.bin",
    "outside skills/link-out",
    "duplicate skills/x/good",
    "invalid-name skills/\u202etxt",
  ]);
  const details = source.problems.map(({ detail }) => detail).join("\n");
  expect(details).toContain("mcp/broken.json:2:6: a value is missing");
  expect(details).toContain("skills/x/good is a second skill called good, after skills/good");
  expect(details).toMatch(/skills\/front\/SKILL\.md: the front matter is malformed in line [23]/);
});

it("A file that cannot be read leaves out its artifact, and nothing else", async () => {
  const disk = createMemoryDisk();
  for (const name of ["a", "b"]) disk.put(`/source/${name}/SKILL.md`, SKILL);
  disk.put("/source/a/x.md", "x");
  const guarded = watched(disk, ({ name, path }) => {
    if (name === "readFile" && path.endsWith("/a/x.md")) throw Object.assign(new Error("no"), { code: "EACCES" });
  });
  const source = await readSource(guarded, "/source");
  expect(listOf(source)).toEqual(["skill b b"]);
  expect(source.problems).toEqual([
    { code: "unreadable", path: "a/x.md", detail: "a/x.md cannot be read: permission denied" },
  ]);
});

it("A source that is no folder is refused", async () => {
  const disk = createMemoryDisk();
  disk.put("/file", "");
  await expect(readSource(disk, "/file")).rejects.toThrow("/file is not a folder");
  await expect(readSource(disk, "/none")).rejects.toThrow("/none cannot be read: it does not exist");
});

it("A skill with line ends of Windows and a byte order mark has its front matter read", async () => {
  const source = await sourceOf({ "s/SKILL.md": `\uFEFF${SKILL.replaceAll("\n", "\r\n")}` });
  expect(source).toMatchObject({ problems: [], artifacts: [{ description: "Reviews code." }] });
});

it("A source on a real disk is read with its modes", async () => {
  const root = mkdtempSync(join(tmpdir(), "source-"));
  for (const [path, text] of Object.entries({ "s/SKILL.md": "hello\n", "s/a/b.txt": "1", "s/a-b/c.txt": "2" })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  chmodSync(join(root, "s/a/b.txt"), 0o755);
  const source = await readSource(nodeDisk, root);
  expect(source.artifacts).toMatchObject([
    {
      content_hash: "899df6856c917c9495f56179e704e195d70b12fc849831ae76191c4c3b0c5ae7",
      files: [{ executable: false }, { path: "a/b.txt", executable: true }, { path: "a-b/c.txt" }],
    },
  ]);
});
