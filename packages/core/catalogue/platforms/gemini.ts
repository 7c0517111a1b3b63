/** Google's Gemini CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, vendor } from "../sources.ts";

const AA = agnosticAi("gemini");
const doc = (path: string) => vendor("google-gemini/gemini-cli", "5411f113", path);
const STORAGE = doc("packages/core/src/config/storage.ts");
const SKILLS = doc("docs/cli/skills.md");

export const gemini = {
  platform: "gemini",
  name: "Gemini CLI",
  description: "Google's Gemini CLI.",
  status: "active",
  replaced_by: null,
  root_dir: ".gemini",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh writes .agents/skills, which is read too and has priority for equal names. The catalogue follows the platform's own folder.",
    },
    command: { to: { path: "commands", format: "toml", filename: "{name}.toml" }, from: [STORAGE] },
    agent: { to: "agents", from: [doc("docs/core/subagents.md"), STORAGE] },
    hook: { to: { path: "settings.json", kind: "merge", key: "hooks", format: "json" }, from: [STORAGE] },
    mcp: { to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" }, from: [STORAGE] },
  },
  instructions: { files: ["GEMINI.md"], from: [STORAGE] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS] } },
  user: {
    skill: { path: "~/.gemini/skills", from: [SKILLS] },
    instructions: { path: "~/.gemini/GEMINI.md", from: [STORAGE, AA] },
  },
  as_of: "2026-09-01",
  notes: [
    "The setting context.fileName changes the name of the instruction file.",
    "rulesync replaced this platform with antigravity on 2026-06-25, but gemini-cli was still released on 2026-08-22.",
  ],
} as const satisfies CatalogueEntry;
