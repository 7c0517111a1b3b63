/** JetBrains AI Assistant. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { rulesync } from "../sources.ts";

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
    mcp: { to: { path: ".ai/mcp/mcp.json", base: "project", kind: "file", format: "json" }, from: [RS] },
    rule_file: { to: "rules", from: [RS] },
  },
  instructions: null,
  also_reads: {},
  user: {},
  as_of: "2026-08-18",
  notes: [],
} as const satisfies CatalogueEntry;
