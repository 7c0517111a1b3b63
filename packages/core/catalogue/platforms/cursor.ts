/** Cursor. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, aiRules, apm, ghSkill, ruler, rulesync, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("cursor");
const AA = agnosticAi("cursor");
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
    hook: { to: { path: "hooks.json", kind: "file", format: "json" }, from: [RS, apm, AA] },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, apm, AA] },
    rule_file: { to: { path: "rules", format: "mdc", filename: "{name}.mdc" }, from: [RS, apm, AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler, RS, aiRules] },
  native_skills: { to: "skills", from: [RS, SK, ruler, AA] },
  also_reads: {
    hook: { paths: [".claude/settings.json"], from: [AA] },
    skill: { paths: [".agents/skills", ".claude/skills", ".codex/skills"], from: [AA, ghSkill, vercelSkills] },
  },
  user: { skill: { path: "~/.cursor/skills", from: [AA] } },
  as_of: "2026-09-01",
  notes: [
    "The vendor's page on commands now redirects to skills.",
    ".cursorrules is the legacy instruction file.",
    "The user's rules are stored in the application's settings.",
  ],
} as const satisfies CatalogueEntry;
