/** Zoo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, DESCRIPTION } from "../shapes/front-matter.ts";
import { STREAMABLE_HTTP } from "../shapes/mcp-entry.ts";
import { rulesync, rulesync17, rulesync17Paths, rulesyncTable } from "../sources.ts";

const from = [rulesync("roo"), rulesyncTable];
const RS17 = rulesync17Paths("zoocode");

export const zoocode = {
  platform: "zoocode",
  name: "Zoo Code",
  description: "The community's continuation of Roo Code, with the same folders.",
  status: "active",
  replaced_by: null,
  root_dir: ".roo",
  artifacts: {
    skill: { to: "skills", from },
    command: { to: "commands", from },
    agent: {
      to: {
        path: ".roomodes",
        base: "project",
        kind: "merge",
        key: "customModes",
        entry: "list",
        item_name: "slug",
        format: "yaml",
      },
      from: [rulesync17("subagents/zoocode-subagent"), ...from],
    },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from },
    rule_file: { to: "rules", from },
  },
  instructions: { files: ["AGENTS.md"], from: [rulesync17("rules/zoocode-rule")] },
  also_reads: {},
  user: {
    skill: { path: "~/.roo/skills", from: [rulesync17("skills/zoocode-skill")] },
    command: { path: "~/.roo/commands", from: [rulesync17("commands/zoocode-command")] },
    rule_file: { path: "~/.roo/rules", from: [rulesync17("rules/zoocode-rule")] },
    instructions: {
      unsupported: true,
      from: [rulesync17("rules/zoocode-rule")],
      disputed:
        "rulesync writes ~/.roo/rules/AGENTS.md. The catalogue does not, because that file is a rule like any other: its name is rulesync's choice.",
    },
  },
  frontmatter: { command: { keys: DESCRIPTION, from: [rulesync17("commands/zoocode-command")] } },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/zoocode-rule")] },
  ignore_files: { project: [".rooignore"], user: [], keys: [], from: [rulesync17("ignore/roo-ignore")] },
  permissions: {
    project: [".vscode/settings.json"],
    user: [],
    keys: ["zoo-code.allowedCommands", "zoo-code.deniedCommands"],
    from: [rulesync17("permissions/zoocode-permissions"), RS17],
  },
  mcp_entry: { ...STREAMABLE_HTTP, from: [rulesync17("mcp/roo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Enable only one of roo and zoocode, because both use the same files. So no file tells of Zoo Code alone.",
    "All modes are in one file, .roomodes, as YAML or JSON. A mode is told by its slug, and needs name, roleDefinition and groups.",
  ],
} as const satisfies CatalogueEntry;
