/** Warp. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, rulesync, rulesync17, vendor, vercelSkills } from "../sources.ts";

const RS = rulesync("warp");
const SOURCE = vendor("warpdotdev/warp", "2026-08-22@19548aec", "crates/ai/src/skills/skill_provider.rs");
const FILES = vendor(
  "warpdotdev/warp",
  "2026-08-22@19548aec",
  "The code that finds instruction files and MCP servers.",
);
const AA = agnosticAi("warp");

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
    command: { to: { path: "skills", filename: "{name}/SKILL.md" }, from: [rulesync17("commands/warp-command")] },
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
    skill: { path: "~/.agents/skills", from: [vercelSkills, ghSkill] },
    instructions: { path: "~/.agents/AGENTS.md", from: [RS, AA] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/warp-mcp")] },
  shared_names: { types: ["skill", "command"], from: [rulesync17("commands/warp-command")] },
  as_of: "2026-11-25",
  notes: [
    "Skills replace commands, so a command is written as a skill.",
    "WARP.md is the legacy instruction file. Where both exist, it wins over AGENTS.md.",
  ],
} as const satisfies CatalogueEntry;
