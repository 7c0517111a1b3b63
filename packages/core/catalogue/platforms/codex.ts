/** OpenAI Codex CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, apm, dotagents, openPackage, ruler, rulesync, skillmeat, vendor } from "../sources.ts";

const RS = rulesync("codexcli");
const AA = agnosticAi("codex");
const LOADER = vendor("openai/codex", "2026-08", "codex-rs/core-skills/src/loader.rs");

export const codex = {
  platform: "codex",
  name: "Codex CLI",
  description: "OpenAI's Codex CLI.",
  status: "active",
  replaced_by: null,
  root_dir: ".codex",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [LOADER, RS, apm, AA],
      disputed:
        "OpenPackage and SkillMeat write .codex/skills, which is still scanned. The catalogue follows the vendor's loader, whose first root is .agents/skills.",
    },
    command: {
      unsupported: true,
      from: [RS, AA],
      disputed:
        "SkillMeat and OpenPackage name project folders. Prompts exist for the user only (~/.codex/prompts), and are deprecated.",
    },
    agent: { to: { path: "agents", format: "toml", filename: "{name}.toml" }, from: [RS, apm, ruler, dotagents, AA] },
    hook: { to: { path: "hooks.json", kind: "file", format: "json" }, from: [RS, apm, AA] },
    mcp: { to: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" }, from: [RS, apm, ruler] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, apm, AA] },
  native_skills: { to: "skills", from: [LOADER, openPackage, skillmeat] },
  also_reads: { skill: { paths: [".codex/skills"], from: [LOADER] } },
  user: {
    skill: {
      path: "~/.agents/skills",
      from: [LOADER],
      disputed:
        "gh and vercel's skills still write ~/.codex/skills, deprecated but scanned. The catalogue follows the vendor's loader.",
    },
    instructions: { path: "~/.codex/AGENTS.md", from: [RS, AA] },
  },
  as_of: "2026-09-01",
  notes: [
    "Hooks are inactive until they are trusted with /hooks.",
    "CODEX_HOME changes the location of the user's folder.",
  ],
} as const satisfies CatalogueEntry;
