/** OpenAI Codex CLI. */
import type { CatalogueEntry } from "./schema.ts";

export const codex = {
  platform: "codex",
  name: "Codex CLI",
  description: "OpenAI's Codex CLI.",
  status: "active",
  root_dir: ".codex",
  artifact_path_map: {
    skill: { path: ".agents/skills", base: "project" },
    agent: { path: "agents", format: "toml", filename: "{name}.toml" },
    hook: { path: "hooks.json", kind: "file", format: "json" },
    mcp: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" },
  },
  project_config_filenames: ["AGENTS.md"],
  context_path_prefixes: [".codex/context/", ".codex/"],
  supported_artifact_types: ["skill", "agent", "hook", "mcp"],
  as_of: "2026-08-18",
  sources: [
    { source: "openai/codex", at: "2026-08", path: "codex-rs/core-skills/src/loader.rs", grade: "P" },
    { source: "dyoshikawa/rulesync", at: "cfebcd75", path: "src/constants/codexcli-paths.ts", grade: "2+" },
    { source: "microsoft/apm", at: "3aa03655", path: "src/apm_cli/integration/targets.py", grade: "2+" },
    { source: "miethe/skillmeat", at: "9798d2f8", path: "skillmeat/core/platform_defaults.py", grade: "1" },
  ],
  notes: [
    "Skills: .agents/skills as the vendor's loader reads it; .codex/skills, which SkillMeat and OpenPackage write, is still scanned.",
    "Commands: none in a project; prompts live in the user's ~/.codex/prompts and are deprecated.",
  ],
} as const satisfies CatalogueEntry;
