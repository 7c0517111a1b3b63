/** Cursor. */
import type { CatalogueEntry, Source } from "../entry.schema.ts";
import { ALWAYS_APPLY, DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
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
  ghSkill,
  openPackage11,
  openSpecTools,
  report,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  toolHive,
  vercelSkills,
  zedInstructions,
} from "../sources.ts";

const RS = rulesync("cursor");
const RS17 = rulesync17Paths("cursor");
const AA = agnosticAi("cursor");
/** The page on Claude Code, which names the other platforms that read its folders. */
const CLAUDE: Source = {
  repo: "Chemaclass/agnostic-ai",
  commit: "012a016d",
  date: "2026-08",
  path: "docs/site/content/docs/targets/claude.md",
  grade: "1",
};
const HOOKS = rulesync17("hooks/cursor-hooks");
const SK = specKit("cursor_agent");

export const cursor = {
  platform: "cursor",
  name: "Cursor",
  description: "The Cursor editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".cursor",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, SK, ruler, AA],
      disputed:
        "gh, vercel's skills and apm write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [RS, apm, AA] },
    agent: { to: "agents", from: [RS, apm, AA] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [HOOKS, RS, apm, AA],
    },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, apm, AA] },
    rule_file: { to: { path: "rules", format: "mdc", filename: "{name}.mdc" }, from: [RS, apm, AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [ruler, aiRules],
    disputed:
      "rulesync writes .cursor/rules/overview.mdc, a rule. The catalogue follows the two projects that write the platform's instruction file.",
  },
  native_skills: { to: "skills", from: [RS, SK, ruler, AA] },
  also_reads: {
    agent: { paths: [".claude/agents"], from: [CLAUDE, report("streamlit/streamlit", "2026-11", 15146)] },
    hook: { paths: [".claude/settings.json"], from: [AA] },
    skill: { paths: [".agents/skills", ".claude/skills", ".codex/skills"], from: [AA, ghSkill, vercelSkills] },
  },
  user: {
    skill: {
      path: "~/.cursor/skills",
      also_reads: { paths: ["~/.agents/skills", "~/.claude/skills", "~/.codex/skills"], from: [AA, apm35, bmad] },
      from: [AA, RS17, ghSkill, vercelSkills, skillshare, toolHive, agentConfig],
      disputed:
        "apm and BMAD-METHOD write ~/.agents/skills. The catalogue follows the platform's own folder, as the other sources do.",
    },
    command: { path: "~/.cursor/commands", from: [RS17] },
    agent: { path: "~/.cursor/agents", from: [RS17, skillshare] },
    hook: { path: "~/.cursor/hooks.json", from: [RS17, agentConfig] },
    mcp: { path: "~/.cursor/mcp.json", from: [RS17, addMcp, apm35, dockerMcp, toolHive, agentConfig] },
  },
  markers: {
    paths: [".cursor", ".cursorrules"],
    from: [addMcp, openPackage11, openSpecTools, zedInstructions],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/cursor-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/cursor-subagent"), AA] },
  },
  rule_frontmatter: { ...ALWAYS_APPLY, from: [rulesync17("rules/cursor-rule"), AA] },
  ignore_files: {
    project: [".cursorignore", ".cursorindexingignore"],
    user: [],
    keys: [],
    from: [rulesync17("ignore/cursor-ignore"), RS17],
  },
  permissions: {
    project: [".cursor/cli.json"],
    user: ["~/.cursor/cli-config.json"],
    keys: ["permissions.allow", "permissions.deny"],
    from: [rulesync17("permissions/cursor-permissions"), RS17],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/cursor-mcp")] },
  new_file: { hook: { members: { version: 1 }, from: [HOOKS, apm] } },
  as_of: "2026-11-25",
  notes: [
    "The vendor's page on commands now redirects to skills.",
    ".cursorrules is the legacy instruction file.",
    ".cursorindexingignore applies to the index only.",
    "The user's rules are stored in the application's settings. Only agnostic-ai's index names a file for them, ~/.cursor/AGENTS.md, so the catalogue leaves it out.",
    "Review instructions, .cursor/BUGBOT.md, have no artifact type.",
  ],
} as const satisfies CatalogueEntry;
