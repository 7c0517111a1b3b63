/** Claude Code. */
import type { CatalogueEntry, Source } from "../entry.schema.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION, PATHS } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  aiRules,
  apm,
  apm35,
  bmad,
  dockerMcp,
  dotagents,
  ghSkill,
  openPackage,
  openPackage11,
  openSpecTools,
  page,
  report,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillmeat,
  skillshare,
  specKit,
  toolHive,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("claudecode");
const RS17 = rulesync17Paths("claudecode");
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
    skill: {
      path: "~/.claude/skills",
      from: [RS17, ghSkill, vercelSkills, apm, bmad, skillshare, toolHive, agentConfig],
    },
    command: { path: "~/.claude/commands", from: [RS17] },
    agent: { path: "~/.claude/agents", from: [RS17, skillshare] },
    hook: { path: "~/.claude/settings.json", from: [RS17, agentConfig] },
    mcp: { path: "~/.claude.json", from: [RS17, addMcp, apm35, dockerMcp, openPackage11, toolHive, agentConfig] },
    rule_file: { path: "~/.claude/rules", from: [RS17] },
    instructions: { path: "~/.claude/CLAUDE.md", from: [RS17, RS, AA, agentConfig] },
  },
  relocations: [
    {
      by: { variable: "CLAUDE_CONFIG_DIR", replaces: "~/.claude" },
      from: [page("https://code.claude.com/docs/en/env-vars", "2026-11", "CLAUDE_CONFIG_DIR"), vercelSkills],
    },
  ],
  markers: {
    paths: [".claude", "CLAUDE.md", "CLAUDE.local.md"],
    shared: [".mcp.json"],
    from: [addMcp, openPackage11, openSpecTools, RS17],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/claudecode-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/claudecode-subagent")] },
  },
  rule_frontmatter: { ...PATHS, from: [rulesync17("rules/claudecode-rule"), RS] },
  ignore_files: {
    project: [".claude/settings.json"],
    user: ["~/.claude/settings.json"],
    keys: ["permissions.deny Read(…)"],
    from: [rulesync17("ignore/claudecode-ignore")],
  },
  permissions: {
    project: [".claude/settings.json"],
    user: ["~/.claude/settings.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [rulesync17("permissions/claudecode-permissions")],
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
  ],
} as const satisfies CatalogueEntry;
