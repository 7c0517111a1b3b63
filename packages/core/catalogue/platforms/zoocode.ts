/** Zoo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STREAMABLE_HTTP } from "../mcp-entry.ts";
import { rulesync, rulesync17, rulesyncTable } from "../sources.ts";

const from = [rulesync("roo"), rulesyncTable];

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
  user: {},
  mcp_entry: { ...STREAMABLE_HTTP, from: [rulesync17("mcp/roo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Enable only one of roo and zoocode, because both use the same files.",
    "All modes are in one file, .roomodes, as YAML or JSON. A mode is told by its slug, and needs name, roleDefinition and groups.",
  ],
} as const satisfies CatalogueEntry;
