/** Claude Code. */
import type { CatalogueEntry, Source } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import {
  agnosticAi,
  aiRules,
  apm,
  dotagents,
  ghSkill,
  openPackage,
  page,
  report,
  ruler,
  rulesync,
  rulesync17,
  skillmeat,
  specKit,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("claudecode");
const AA = agnosticAi("claude");
const CHANGELOG: Source = page(
  "https://code.claude.com/docs/en/changelog",
  "2026-09-18",
  "2.1.277, as quoted in python-pillow/Pillow#10027 and agentsmd/agents.md#244",
);

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
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/claudecode-hooks"), RS, apm, AA, dotagents],
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
    workflow: {
      to: { path: "workflows", format: "js", filename: "{name}.js" },
      from: [page("https://code.claude.com/docs/en/workflows", "2026-11", "Dynamic workflows")],
    },
  },
  instructions: {
    files: ["CLAUDE.md"],
    from: [RS, AA, skillmeat, CHANGELOG],
    disputed:
      "Older sources say that AGENTS.md is not read. The vendor's changelog says that it is read where the project has no CLAUDE.md. The catalogue follows the vendor: CLAUDE.md is the platform's file, and AGENTS.md is in also_reads.",
  },
  also_reads: { instructions: { paths: ["AGENTS.md"], from: [CHANGELOG] } },
  user: {
    skill: { path: "~/.claude/skills", from: [ghSkill, vercelSkills, apm] },
    instructions: { path: "~/.claude/CLAUDE.md", from: [RS, AA] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/claudecode-mcp")] },
  one_level: {
    skill: {
      from: [report("anthropics/claude-code", "2026-03", 39138), report("vercel-labs/agent-skills", "2026-02", 122)],
    },
  },
  shared_names: { types: ["skill", "command"], from: [report("anthropics/claude-code", "2025-12", 14945)] },
  as_of: "2026-11-25",
  notes: [
    "According to the vendor, commands and skills are now one mechanism, and skills are preferred.",
    "AGENTS.md is read only where the project has no CLAUDE.md, since Claude Code 2.1.277 (2026-09-18). /config turns it off. It is not read on Bedrock, Vertex AI and Foundry.",
    "Workflows require Claude Code 2.1.154 or later.",
    "CLAUDE_CONFIG_DIR changes the location of the user's folder.",
  ],
} as const satisfies CatalogueEntry;
