/** Augment Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION, TYPE } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("augmentcode");
const RS17 = rulesync17Paths("augmentcode");
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
  also_reads: {
    skill: { paths: [".agents/skills", ".claude/skills"], from: [SKILLS] },
    command: { paths: [".claude/commands", ".agents/commands"], from: [RS17] },
  },
  user: {
    skill: {
      path: "~/.augment/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [RS17, bmad] },
      from: [RS17, ghSkill, vercelSkills17, skillshare],
    },
    command: {
      path: "~/.augment/commands",
      also_reads: { paths: ["~/.claude/commands", "~/.agents/commands"], from: [RS17] },
      from: [RS17],
    },
    agent: { path: "~/.augment/agents", from: [RS17, skillshare] },
    hook: { path: "~/.augment/settings.json", from: [rulesync17("hooks/augmentcode-hooks")] },
    mcp: { path: "~/.augment/settings.json", from: [rulesync17("mcp/augmentcode-mcp")] },
    rule_file: { path: "~/.augment/rules", from: [rulesync17("rules/augmentcode-rule"), AA] },
  },
  markers: { paths: [".augment"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/augmentcode-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/augmentcode-subagent")] },
  },
  rule_frontmatter: { ...TYPE, from: [RULES, rulesync17("rules/augmentcode-rule")] },
  ignore_files: {
    project: [".augmentignore"],
    user: [],
    keys: [],
    from: [rulesync17("ignore/augmentcode-ignore")],
  },
  permissions: {
    project: [".augment/settings.json"],
    user: ["~/.augment/settings.json"],
    keys: ["toolPermissions"],
    from: [rulesync17("permissions/augmentcode-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/augmentcode-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Rules in the user's home always apply. Their front matter is not read.",
    "A review reads .augment/code_review_guidelines.yaml.",
  ],
} as const satisfies CatalogueEntry;
