/** Warp. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  bmad,
  ghSkill,
  openPackage11,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("warp");
const RS17 = rulesync17Paths("warp");
const SOURCE = vendor("warpdotdev/warp", "2026-08-22@19548aec", "crates/ai/src/skills/skill_provider.rs");
const FILES = vendor(
  "warpdotdev/warp",
  "2026-08-22@19548aec",
  "The code that finds instruction files and MCP servers.",
);
const AA = agnosticAi("warp");
const COMMAND = rulesync17("commands/warp-command");
const PERMISSIONS = rulesync17("permissions/warp-permissions");
const SETTINGS = "~/.config/warp-terminal";

export const warp = {
  platform: "warp",
  name: "Warp",
  description: "The Warp terminal and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".warp",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [SOURCE, ghSkill, vercelSkills, AA],
      disputed:
        "rulesync writes .warp/skills. The catalogue follows the majority. According to rulesync and agnostic-ai, the vendor recommends this folder.",
    },
    command: { to: { path: "skills", filename: "{name}/SKILL.md" }, from: [COMMAND] },
    mcp: { to: { path: ".mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    ...textBlocks("AGENTS.md", [RS, AA]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [SOURCE, RS] },
  also_reads: {
    skill: {
      paths: [
        ".warp/skills",
        ".claude/skills",
        ".codex/skills",
        ".cursor/skills",
        ".gemini/skills",
        ".copilot/skills",
        ".factory/skills",
        ".github/skills",
        ".opencode/skills",
      ],
      from: [SOURCE, RS, AA],
    },
    instructions: { paths: ["WARP.md"], from: [FILES] },
    mcp: { paths: [".mcp.json", ".codex/config.toml", ".agents/.mcp.json"], from: [FILES] },
  },
  user: {
    skill: {
      path: "~/.agents/skills",
      also_reads: { paths: ["~/.warp/skills"], from: [SOURCE, rulesync17("skills/warp-skill")] },
      from: [SOURCE, vercelSkills, vercelSkills17, ghSkill, skillshare, bmad],
      disputed:
        "rulesync writes ~/.warp/skills, which is read too. As in the project, the catalogue follows the majority.",
    },
    command: { path: "~/.warp/skills", from: [COMMAND] },
    mcp: { path: "~/.warp/.mcp.json", from: [rulesync17("mcp/warp-mcp")] },
    instructions: { path: "~/.agents/AGENTS.md", from: [RS17, RS, AA] },
  },
  relocations: [
    { by: { system: "macos", replaces: SETTINGS, by: "~/.warp" }, from: [PERMISSIONS] },
    { by: { system: "windows", replaces: SETTINGS, by: "%LOCALAPPDATA%/warp/Warp/config" }, from: [PERMISSIONS] },
  ],
  markers: { paths: [".warp", "WARP.md"], from: [openPackage11] },
  frontmatter: { command: { keys: NAME_AND_DESCRIPTION, from: [COMMAND] } },
  ignore_files: { project: [".warpindexingignore"], user: [], keys: [], from: [rulesync17("ignore/warp-ignore")] },
  permissions: {
    project: [],
    user: ["~/.config/warp-terminal/settings.toml"],
    keys: ["agents.profiles", "agents.execution_profiles"],
    from: [PERMISSIONS],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/warp-mcp")] },
  shared_names: { types: ["skill", "command"], from: [COMMAND] },
  as_of: "2026-11-25",
  notes: [
    "Skills replace commands, so a command is written as a skill.",
    "WARP.md is the legacy instruction file. Where both exist, it wins over AGENTS.md.",
    ".warpindexingignore only keeps files out of the index.",
  ],
} as const satisfies CatalogueEntry;
