/** Mistral Vibe. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ghSkill, ruler, rulesyncTable, specKit, specKitContext, vercelSkills } from "../sources.ts";

export const vibe = {
  platform: "vibe",
  name: "Mistral Vibe",
  description: "Mistral's Vibe command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".vibe",
  artifacts: {
    skill: { to: "skills", from: [rulesyncTable, ruler, ghSkill, vercelSkills, specKit("vibe")] },
    agent: { to: { path: "agents", format: "toml", filename: "{name}.toml" }, from: [rulesyncTable] },
    mcp: { to: { path: "config.toml", kind: "file", format: "toml" }, from: [rulesyncTable, ruler] },
  },
  instructions: { files: ["AGENTS.md"], from: [rulesyncTable, ruler, specKitContext] },
  also_reads: {},
  user: {},
  as_of: "2026-08-21",
  notes: ["config.toml contains other settings besides MCP servers. No source names the key of the servers."],
} as const satisfies CatalogueEntry;
