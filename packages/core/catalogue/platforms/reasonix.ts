/** Reasonix. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { NAMED_STANDARD } from "../shapes/mcp-entry.ts";
import { rulesync17, rulesync17Paths, vercelSkills17 } from "../sources.ts";

const RS17 = rulesync17Paths("reasonix");
const SUBAGENT = rulesync17("subagents/reasonix-subagent");
const HOOKS = rulesync17("hooks/reasonix-hooks");
const MCP = rulesync17("mcp/reasonix-mcp");
const DENIED = rulesync17("ignore/reasonix-ignore");

export const reasonix = {
  platform: "reasonix",
  name: "Reasonix",
  description: "Reasonix, a coding agent for the DeepSeek models.",
  status: "active",
  replaced_by: null,
  root_dir: ".reasonix",
  artifacts: {
    skill: { to: "skills", from: [RS17, vercelSkills17] },
    command: { to: "commands", from: [RS17] },
    agent: { to: { path: "skills", filename: "{name}/SKILL.md" }, from: [SUBAGENT, RS17] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [HOOKS],
    },
    mcp: {
      to: {
        path: "reasonix.toml",
        base: "project",
        kind: "merge",
        key: "plugins",
        entry: "list",
        format: "toml",
      },
      from: [MCP],
    },
    ...textBlocks("REASONIX.md", [RS17]),
  },
  instructions: { files: ["REASONIX.md"], from: [RS17] },
  also_reads: { instructions: { paths: ["AGENTS.md", "CLAUDE.md"], from: [RS17] } },
  user: {
    skill: { path: "~/.reasonix/skills", from: [RS17, vercelSkills17] },
    command: { path: "~/.reasonix/commands", from: [RS17] },
    agent: { path: "~/.reasonix/skills", from: [SUBAGENT, RS17] },
    hook: { path: "~/.reasonix/settings.json", from: [HOOKS] },
    mcp: { path: "~/.reasonix/config.toml", from: [MCP] },
    instructions: { path: "~/.reasonix/REASONIX.md", from: [RS17] },
  },
  markers: { paths: [".reasonix", "reasonix.toml", "REASONIX.md"], from: [RS17] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/reasonix-command")] },
    agent: {
      keys: { ...NAME_AND_DESCRIPTION, invocation: { value: "manual" }, runAs: { value: "subagent" } },
      from: [SUBAGENT],
    },
  },
  ignore_files: {
    project: ["reasonix.toml"],
    user: ["~/.reasonix/config.toml"],
    keys: ["permissions.deny Read(…)"],
    from: [DENIED],
  },
  permissions: {
    project: ["reasonix.toml"],
    user: ["~/.reasonix/config.toml"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [rulesync17("permissions/reasonix-permissions")],
  },
  mcp_entry: { ...NAMED_STANDARD, from: [MCP] },
  as_of: "2026-11-25",
  notes: [
    "An agent is a skill that runs as a subagent: its front matter has invocation manual and runAs subagent.",
    "A hook is one flat entry in the list of its event, with command and match.",
    "An MCP server is an item of the list plugins in reasonix.toml, which contains other settings too.",
  ],
} as const satisfies CatalogueEntry;
