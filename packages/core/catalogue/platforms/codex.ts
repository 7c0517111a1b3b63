/** OpenAI Codex CLI. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { TOML_INSTRUCTIONS } from "../shapes/front-matter.ts";
import { UNTYPED_HTTP_HEADERS } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  bmad,
  dotagents,
  ghSkill,
  openPackage,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillmeat,
  skillshare,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("codexcli");
const RS17 = rulesync17Paths("codexcli");
const AA = agnosticAi("codex");
const LOADER = vendor("openai/codex", "2026-08", "codex-rs/core-skills/src/loader.rs");
const VARIABLES = page("https://developers.openai.com/codex/environment-variables", "2026-11", "Core locations");

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
        "SkillMeat and OpenPackage name project folders, .codex/prompts. Prompts existed for the user only (~/.codex/prompts), until codex-cli 0.117.0 removed them (openai/codex#15941). The catalogue follows the vendor.",
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
      also_reads: { paths: ["~/.codex/skills"], from: [LOADER, ghSkill, bmad, skillshare] },
      from: [LOADER, vercelSkills17, rulesync17("skills/codexcli-skill"), apm35, toolHive, agentConfig],
      disputed:
        "gh, BMAD-METHOD and skillshare still write ~/.codex/skills, deprecated but scanned. The catalogue follows the vendor's loader. vercel's skills does so too since version 1.7.",
    },
    command: {
      unsupported: true,
      from: [RS, AA],
      disputed:
        "rulesync and OpenSpec write ~/.codex/prompts. The catalogue does not, because codex-cli 0.117.0 removed custom prompts (openai/codex#15941).",
    },
    agent: { path: "~/.codex/agents", from: [RS17] },
    hook: { path: "~/.codex/hooks.json", from: [RS17, agentConfig] },
    mcp: { path: "~/.codex/config.toml", from: [RS17, apm35, toolHive, agentConfig, addMcp] },
    instructions: { path: "~/.codex/AGENTS.md", from: [RS17, RS, AA, agentConfig] },
  },
  relocations: [{ by: { variable: "CODEX_HOME", replaces: "~/.codex" }, from: [VARIABLES] }],
  markers: {
    paths: [".codex"],
    shared: [".agents/skills"],
    from: [addMcp, openPackage11, openSpecTools],
  },
  frontmatter: { agent: { keys: TOML_INSTRUCTIONS, from: [rulesync17("subagents/codexcli-subagent")] } },
  permissions: {
    project: [".codex/config.toml", ".codex/rules"],
    user: ["~/.codex/config.toml", "~/.codex/rules"],
    keys: ["approval_policy", "permissions", "prefix rules in files ending in .rules"],
    from: [rulesync17("permissions/codexcli-permissions")],
  },
  mcp_entry: { ...UNTYPED_HTTP_HEADERS, from: [rulesync17("mcp/codexcli-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Hooks are inactive until they are trusted with /hooks.",
    "The folder that CODEX_HOME names must exist already.",
  ],
} as const satisfies CatalogueEntry;
