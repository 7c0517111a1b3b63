/** Claude Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import {
  agnosticAi,
  aiRules,
  apm,
  dotagents,
  ghSkill,
  openPackage,
  ruler,
  rulesync,
  skillmeat,
  specKit,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("claudecode");
const AA = agnosticAi("claude");

export const claudeCode = {
  platform: "claude_code",
  name: "Claude Code",
  description:
    "Anthropic's Claude Code. It is the primary platform: a record without a profile counts as this platform.",
  status: "active",
  replaced_by: null,
  root_dir: ".claude",
  artifacts: {
    skill: { to: "skills", from: [RS, apm, ghSkill, vercelSkills, specKit("claude"), AA] },
    command: { to: "commands", from: [RS, apm, AA, openPackage] },
    agent: { to: "agents", from: [RS, apm, AA] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", format: "json" },
      from: [RS, apm, AA, dotagents],
      disputed:
        "SkillMeat's own preset names a folder, .claude/hooks. The catalogue follows the file that the platform reads.",
    },
    mcp: {
      to: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, apm, ruler, AA, dotagents, aiRules],
      disputed:
        "SkillMeat's own preset names a folder, .claude/mcp. The catalogue follows the file that the platform reads.",
    },
    rule_file: { to: "rules", from: [RS, apm, AA, openPackage] },
  },
  instructions: {
    files: ["CLAUDE.md"],
    from: [RS, AA, skillmeat],
    disputed:
      "One project and a maintainer's comment say that AGENTS.md is a fallback. The catalogue does not follow them, because no vendor document says so.",
  },
  also_reads: {},
  user: {
    skill: { path: "~/.claude/skills", from: [ghSkill, vercelSkills, apm] },
    instructions: { path: "~/.claude/CLAUDE.md", from: [RS, AA] },
  },
  as_of: "2026-09-22",
  notes: [
    "According to the vendor, commands and skills are now one mechanism, and skills are preferred.",
    "CLAUDE_CONFIG_DIR changes the location of the user's folder.",
  ],
} as const satisfies CatalogueEntry;
