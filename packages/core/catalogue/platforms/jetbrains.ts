/** JetBrains AI Assistant. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { rulesync, rulesync17 } from "../sources.ts";

const RS = rulesync("aiassistant");

export const jetbrains = {
  platform: "jetbrains",
  name: "JetBrains AI Assistant",
  description: "The AI Assistant in JetBrains' editors. Junie is a separate platform.",
  status: "active",
  replaced_by: null,
  root_dir: ".aiassistant",
  artifacts: {
    skill: { to: { path: ".agents/skills", base: "project" }, from: [RS] },
    mcp: {
      to: { path: ".ai/mcp/mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [rulesync17("mcp/aiassistant-mcp"), RS],
    },
    rule_file: { to: "rules", from: [RS] },
  },
  instructions: null,
  also_reads: {},
  user: {},
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/aiassistant-mcp")] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
