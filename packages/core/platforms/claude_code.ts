/** Claude Code. */
import type { CatalogueEntry } from "./schema.ts";

export const claudeCode = {
  platform: "claude_code",
  name: "Claude Code",
  description: "Anthropic's Claude Code: the primary platform, and what a record without profile fields counts as.",
  status: "active",
  root_dir: ".claude",
  artifact_path_map: {
    skill: "skills",
    command: "commands",
    agent: "agents",
    hook: { path: "settings.json", kind: "merge", key: "hooks", format: "json" },
    mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
    rule_file: "rules",
  },
  project_config_filenames: ["CLAUDE.md"],
  context_path_prefixes: [".claude/context/", ".claude/"],
  supported_artifact_types: ["skill", "command", "agent", "hook", "mcp", "rule_file"],
  as_of: "2026-08-18",
  sources: [
    { source: "dyoshikawa/rulesync", at: "cfebcd75", path: "src/constants/claudecode-paths.ts", grade: "2+" },
    { source: "microsoft/apm", at: "3aa03655", path: "src/apm_cli/integration/targets.py", grade: "2+" },
    { source: "miethe/skillmeat", at: "9798d2f8", path: "skillmeat/core/platform_defaults.py", grade: "1" },
  ],
  notes: [
    "MCP servers go to .mcp.json and hooks into .claude/settings.json, as rulesync and apm write them; SkillMeat's own defaults name folders for both.",
  ],
} as const satisfies CatalogueEntry;
