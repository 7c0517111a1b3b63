/** Roo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STREAMABLE_HTTP } from "../mcp-entry.ts";
import { aiRules, ghSkill, ruler, rulesync, rulesync17, vercelSkills } from "../sources.ts";

const RS = rulesync("roo");

export const roo = {
  platform: "roo",
  name: "Roo Code",
  description: "The Roo Code extension. It is archived; the community continues it as Zoo Code.",
  status: "archived",
  replaced_by: "zoocode",
  root_dir: ".roo",
  artifacts: {
    skill: { to: "skills", from: [RS, ruler, ghSkill, vercelSkills] },
    command: { to: "commands", from: [RS] },
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
      from: [rulesync17("subagents/roo-subagent"), RS],
    },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, ruler, aiRules],
    },
    rule_file: { to: "rules", from: [RS, aiRules] },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler] },
  also_reads: {},
  user: {},
  mcp_entry: { ...STREAMABLE_HTTP, from: [rulesync17("mcp/roo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The last release is v3.54.0 (2026-05-15).",
    "Zoo Code uses the same folder, so enable only one of roo and zoocode.",
    "All modes are in one file, .roomodes, as YAML or JSON. A mode is told by its slug, and needs name, roleDefinition and groups. The rules of a mode are in .roo/rules-<mode>/.",
  ],
} as const satisfies CatalogueEntry;
