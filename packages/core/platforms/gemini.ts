/** Google Gemini CLI. */
import type { CatalogueEntry } from "./schema.ts";

export const gemini = {
  platform: "gemini",
  name: "Gemini CLI",
  description: "Google's Gemini CLI.",
  status: "active",
  root_dir: ".gemini",
  artifact_path_map: {
    skill: "skills",
    command: { path: "commands", format: "toml", filename: "{name}.toml" },
    agent: "agents",
    hook: { path: "settings.json", kind: "merge", key: "hooks", format: "json" },
    mcp: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
  },
  project_config_filenames: ["GEMINI.md"],
  context_path_prefixes: [".gemini/context/", ".gemini/"],
  supported_artifact_types: ["skill", "command", "agent", "hook", "mcp"],
  as_of: "2026-08-21",
  sources: [
    { source: "google-gemini/gemini-cli", at: "5411f113", path: "docs/cli/skills.md", grade: "P" },
    { source: "google-gemini/gemini-cli", at: "5411f113", path: "docs/core/subagents.md", grade: "P" },
    { source: "google-gemini/gemini-cli", at: "5411f113", path: "packages/core/src/config/storage.ts", grade: "P" },
    { source: "miethe/skillmeat", at: "9798d2f8", path: "skillmeat/core/platform_defaults.py", grade: "1" },
  ],
  notes: ["Skills: the platform's own .gemini/skills; .agents/skills is read too, and wins on an equal name."],
} as const satisfies CatalogueEntry;
