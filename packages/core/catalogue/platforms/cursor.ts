/** Cursor. */
import type { CatalogueEntry, Source } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import {
  agnosticAi,
  aiRules,
  apm,
  ghSkill,
  report,
  ruler,
  rulesync,
  rulesync17,
  specKit,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("cursor");
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
  user: { skill: { path: "~/.cursor/skills", from: [AA] } },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/cursor-mcp")] },
  new_file: { hook: { members: { version: 1 }, from: [HOOKS, apm] } },
  as_of: "2026-11-25",
  notes: [
    "The vendor's page on commands now redirects to skills.",
    ".cursorrules is the legacy instruction file.",
    "The user's rules are stored in the application's settings.",
  ],
} as const satisfies CatalogueEntry;
