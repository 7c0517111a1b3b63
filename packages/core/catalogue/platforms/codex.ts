/** OpenAI Codex CLI. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { UNTYPED_HTTP_HEADERS } from "../mcp-entry.ts";
import {
  agnosticAi,
  apm,
  dotagents,
  openPackage,
  ruler,
  rulesync,
  rulesync17,
  skillmeat,
  vendor,
  vercelSkills17,
} from "../sources.ts";

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
        "SkillMeat and OpenPackage name project folders. Prompts existed for the user only (~/.codex/prompts), until codex-cli 0.117.0 removed them (openai/codex#15941). The catalogue follows the vendor.",
    },
    agent: { to: { path: "agents", format: "toml", filename: "{name}.toml" }, from: [RS, apm, ruler, dotagents, AA] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/codexcli-hooks"), RS, apm, AA],
    },
    mcp: { to: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" }, from: [RS, apm, ruler] },
    ...textBlocks("AGENTS.md", [RS, apm, AA]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS, apm, AA] },
  native_skills: { to: "skills", from: [LOADER, openPackage, skillmeat] },
  also_reads: { skill: { paths: [".codex/skills"], from: [LOADER] } },
  user: {
    skill: {
      path: "~/.agents/skills",
      from: [LOADER, vercelSkills17],
      disputed:
        "gh still writes ~/.codex/skills, deprecated but scanned. The catalogue follows the vendor's loader. vercel's skills does so too since version 1.7.",
    },
    instructions: { path: "~/.codex/AGENTS.md", from: [RS, AA] },
  },
  mcp_entry: { ...UNTYPED_HTTP_HEADERS, from: [rulesync17("mcp/codexcli-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Hooks are inactive until they are trusted with /hooks.",
    "CODEX_HOME changes the location of the user's folder.",
  ],
} as const satisfies CatalogueEntry;
