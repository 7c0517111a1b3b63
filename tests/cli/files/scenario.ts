/** A project with places of all kinds, before and after an update of its artifacts. */
import type { Disk } from "@skillmeat-deployments/cli/files/disk.ts";
import type { Processes } from "@skillmeat-deployments/cli/files/lock.ts";
import type { Content, Outcome, Place } from "@skillmeat-deployments/cli/files/place.ts";
import { beginRun, type Run } from "@skillmeat-deployments/cli/files/run.ts";
import { createMemoryDisk, type MemoryDisk } from "./memory-disk.ts";

export const ROOT = "/home/p";

export const file = (text: string, executable = false): Content => ({
  type: "file",
  bytes: Buffer.from(text),
  executable,
});
export const skill = (files: Record<string, string>): Content => ({
  type: "folder",
  files: Object.entries(files).map(([path, text]) => ({
    path,
    bytes: Buffer.from(text),
    executable: path.endsWith(".sh"),
  })),
});

export const skillPlace = (name: string): Place => ({
  id: `claude_code:skill:${name}`,
  path: `.claude/skills/${name}/SKILL.md`,
  kind: "directory",
  name,
});
export const commandPlace = (name: string): Place => ({
  id: `claude_code:command:${name}`,
  path: `.claude/commands/${name}.md`,
  kind: "directory",
  name,
});
export const mcpPlace = (name: string, path = ".mcp.json", key = "mcpServers"): Place => ({
  id: `${path}:mcp:${name}`,
  path,
  kind: "merge",
  key,
  entry: "by_name",
  name,
});
export const hookPlace = (name: string): Place => ({
  id: `claude_code:hook:${name}`,
  path: ".claude/settings.json",
  kind: "merge",
  key: "hooks",
  entry: "by_event",
  name,
});
export const rulePlace = (name: string): Place => ({
  id: `codex:rule_file:${name}`,
  path: "AGENTS.md",
  kind: "block",
  format: "md",
  name,
});
export const modePlace = (name: string): Place => ({
  id: `roo:agent:${name}`,
  path: ".roomodes",
  kind: "merge",
  key: "customModes",
  entry: "list",
  item_name: "slug",
  format: "yaml",
  name,
});

export const hook = (command: string) => ({ PreToolUse: [{ matcher: "Bash", hooks: [{ type: "command", command }] }] });
const server = (command: string) => ({ type: "entry", value: { command, args: ["-y"] } }) as const;

let pids = 0;
/** Each call is a new process; the ones before it are dead. */
function newProcess(): Processes {
  const pid = ++pids;
  const time = new Date(1_700_000_000_000);
  return {
    host: "h",
    pid,
    startOf: String,
    isAlive: (other) => other === pid,
    now: () => time,
    bootedAt: () => new Date(0),
  };
}

export const begin = (disk: Disk, options = {}) => beginRun(disk, ROOT, { processes: newProcess(), ...options });

/** Does something in a run, and finishes it. */
export async function inRun<T>(disk: Disk, work: (run: Run) => Promise<T>): Promise<T> {
  const run = await begin(disk);
  const result = await work(run);
  await run.finish();
  return result;
}

/** What the first version of the artifacts wrote, and what the user did since. */
export async function preparedProject(): Promise<MemoryDisk> {
  const disk = createMemoryDisk();
  disk.put(`${ROOT}/AGENTS.md`, "# Mine\r\n\r\ntext\r\n");
  disk.put(`${ROOT}/.mcp.json`, '{\n  // servers\n  "mcpServers": { "mine": { "command": "m" }, },\n}\n');
  disk.put(`${ROOT}/.claude/commands/taken.md`, "the user's\n");
  disk.put(`${ROOT}/.claude/settings.json`, '{"theme":"dark"}');
  await inRun(disk, async (run) => {
    await run.write(
      skillPlace("update"),
      skill({ "SKILL.md": "one\n", "run.sh": "#!/bin/sh\n", "gone/old.md": "old\n" }),
    );
    await run.write(skillPlace("remove"), skill({ "SKILL.md": "r\n", "a/b/c.md": "c\n" }));
    await run.write(commandPlace("merge"), file("1\n2\n3\n4\n5\n"));
    await run.write(commandPlace("clash"), file("1\n2\n3\n"));
    await run.write(commandPlace("kept"), file("k\n"));
    await run.write(commandPlace("gone"), file("g\n"));
    await run.write(mcpPlace("update"), server("one"));
    await run.write(mcpPlace("remove"), server("one"));
    await run.write(mcpPlace("last", ".codex/config.toml", "mcp_servers"), server("one"));
    await run.write(hookPlace("update"), { type: "entry", value: hook("one") });
    await run.write(hookPlace("remove"), {
      type: "entry",
      value: { Stop: [{ hooks: [{ type: "command", command: "s" }] }] },
    });
    await run.write(rulePlace("update"), { type: "block", text: "rule one\n" });
    await run.write(rulePlace("remove"), { type: "block", text: "rule r\n" });
    await run.write(modePlace("update"), { type: "entry", value: { slug: "update", roleDefinition: "one\ntwo\n" } });
  });
  disk.put(`${ROOT}/.claude/commands/merge.md`, "1\n2\n3\n4\nmine\n");
  disk.put(`${ROOT}/.claude/commands/clash.md`, "mine\n2\n3\n");
  disk.put(`${ROOT}/.claude/commands/kept.md`, "changed\n");
  disk.put(`${ROOT}/.claude/skills/remove/notes.md`, "the user's\n");
  return disk;
}

/** The second version: every kind of change. */
export async function applyUpdate(run: Run): Promise<Outcome[]> {
  return [
    await run.write(skillPlace("new"), skill({ "SKILL.md": "n\n", "scripts/x.sh": "#!/bin/sh\n" })),
    await run.write(skillPlace("update"), skill({ "SKILL.md": "two\n", "run.sh": "#!/bin/sh\n", "more/m.md": "m\n" })),
    await run.write(commandPlace("merge"), file("theirs\n2\n3\n4\n5\n")),
    await run.write(commandPlace("clash"), file("theirs\n2\n3\n")),
    await run.write(commandPlace("taken"), file("theirs\n")),
    await run.write(mcpPlace("update"), server("two")),
    await run.write(mcpPlace("new"), server("new")),
    await run.write(mcpPlace("first", ".cursor/mcp.json"), {
      type: "entry",
      value: { command: "c" },
      members: { version: 1 },
    }),
    await run.write(hookPlace("update"), { type: "entry", value: hook("two") }),
    await run.write(hookPlace("new"), { type: "entry", value: { ...hook("new"), Stop: [{ hooks: [] }] } }),
    await run.write(rulePlace("update"), { type: "block", text: "rule two\nmore\n" }),
    await run.write(rulePlace("new"), { type: "block", text: "rule new\n" }),
    await run.write(modePlace("update"), { type: "entry", value: { slug: "update", roleDefinition: "two\n" } }),
    await run.write(modePlace("new"), { type: "entry", value: { slug: "new", roleDefinition: "new" } }),
    await run.remove(skillPlace("remove")),
    await run.remove(commandPlace("kept")),
    await run.remove(commandPlace("gone")),
    await run.remove(mcpPlace("remove")),
    await run.remove(mcpPlace("last", ".codex/config.toml", "mcp_servers")),
    await run.remove(hookPlace("remove")),
    await run.remove(rulePlace("remove")),
  ];
}

/** Removes all that the first version wrote. */
export async function removeAll(run: Run): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const ids = [...run.state().places];
  for (const [id, { place }] of ids) outcomes.push(await run.remove({ ...place, id }));
  return outcomes;
}
