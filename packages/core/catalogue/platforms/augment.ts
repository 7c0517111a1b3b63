/** Augment Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, page, rulesync, rulesync17, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("augmentcode");
const SKILLS = page("https://docs.augmentcode.com/cli/skills", "2026-11", "Where skills are found");
const RULES = page("https://docs.augmentcode.com/cli/rules", "2026-11", "Rules and guidelines");
const AA = agnosticAi("augment");

export const augment = {
  platform: "augment",
  name: "Augment Code",
  description: "Augment Code and its command line, Auggie.",
  status: "active",
  replaced_by: null,
  root_dir: ".augment",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, RS, ghSkill, vercelSkills],
      disputed:
        "agnostic-ai and BMAD-METHOD write .agents/skills, which is read too. The catalogue follows the majority, in the platform's own folder.",
    },
    command: { to: "commands", from: [RS, specKit("auggie")] },
    agent: { to: "agents", from: [RS, AA] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [AA, RS],
    },
    mcp: { to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" }, from: [AA, RS] },
    rule_file: { to: "rules", from: [RS, AA] },
  },
  instructions: { files: ["AGENTS.md", "CLAUDE.md"], from: [RULES] },
  native_skills: { to: "skills", from: [SKILLS, RS, ghSkill, vercelSkills] },
  also_reads: { skill: { paths: [".agents/skills", ".claude/skills"], from: [SKILLS] } },
  user: {},
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/augmentcode-mcp")] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
