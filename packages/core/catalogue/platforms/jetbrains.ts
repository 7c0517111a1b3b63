/** JetBrains AI Assistant. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { APPLY } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import { rulesync, rulesync17, rulesync17Paths } from "../sources.ts";

const RS = rulesync("aiassistant");
const RS17 = rulesync17Paths("aiassistant");

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
  user_root: ".ai",
  user: { mcp: { path: "~/.ai/mcp/mcp.json", from: [RS17, rulesync17("mcp/aiassistant-mcp")] } },
  markers: { paths: [".aiassistant", ".ai/mcp/mcp.json"], from: [RS17] },
  rule_frontmatter: { ...APPLY, from: [rulesync17("rules/aiassistant-rule")] },
  ignore_files: { project: [".aiignore"], user: [], keys: [], from: [rulesync17("ignore/aiassistant-ignore")] },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/aiassistant-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A rule without apply is off. Its front matter is not YAML: each line is a name, a colon and the value as it is.",
    "Skills of the user are stored inside the editor, not in a folder.",
  ],
} as const satisfies CatalogueEntry;
