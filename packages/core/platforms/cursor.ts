/** Cursor. */
import type { CatalogueEntry } from "./schema.ts";

export const cursor = {
  platform: "cursor",
  name: "Cursor",
  description: "The Cursor editor and its agent.",
  status: "active",
  root_dir: ".cursor",
  artifact_path_map: {
    skill: "skills",
    command: "commands",
    agent: "agents",
    hook: { path: "hooks.json", kind: "file", format: "json" },
    mcp: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
    rule_file: { path: "rules", format: "mdc", filename: "{name}.mdc" },
  },
  project_config_filenames: ["AGENTS.md"],
  context_path_prefixes: [".cursor/context/", ".cursor/"],
  supported_artifact_types: ["skill", "command", "agent", "hook", "mcp", "rule_file"],
  as_of: "2026-08-19",
  sources: [
    { source: "dyoshikawa/rulesync", at: "cfebcd75", path: "src/constants/cursor-paths.ts", grade: "2+" },
    { source: "intellectronica/ruler", at: "0fa2caee", path: "README.md", grade: "2+" },
    { source: "microsoft/apm", at: "3aa03655", path: "src/apm_cli/integration/targets.py", grade: "2+" },
    { source: "miethe/skillmeat", at: "9798d2f8", path: "skillmeat/core/platform_defaults.py", grade: "1" },
  ],
  notes: ["Skills: the platform's own .cursor/skills (rulesync, spec-kit, ruler); .agents/skills is read too."],
} as const satisfies CatalogueEntry;
