/** Qwen Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION, PATHS_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("qwencode");
const RS17 = rulesync17Paths("qwencode");
const doc = (path: string) => vendor("QwenLM/qwen-code", "2026-08", path);
const packaged = (path: string) => page("https://www.npmjs.com/package/@qwen-code/qwen-code", "2026-11", path);
const PACKAGE = packaged("0.24.4");
const SKILLS = doc("docs/users/features/skills.md");
const RULES = packaged("0.24.4, docs/features/rules.md");
const SETTINGS = doc("docs/users/configuration/settings.md");

export const qwen = {
  platform: "qwen",
  name: "Qwen Code",
  description: "Alibaba's Qwen Code.",
  status: "active",
  replaced_by: null,
  root_dir: ".qwen",
  artifacts: {
    skill: { to: "skills", from: [SKILLS] },
    command: { to: "commands", from: [RS, specKit("qwen")] },
    agent: { to: "agents", from: [doc("docs/users/features/sub-agents.md")] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/qwencode-hooks"), RS],
    },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [SETTINGS, RS, ruler],
    },
    rule_file: { to: "rules", from: [RULES, RS] },
  },
  instructions: {
    files: ["QWEN.md", "AGENTS.md", "QWEN.local.md"],
    from: [PACKAGE, RS, specKitContext],
    disputed:
      "rulesync and spec-kit name only QWEN.md. The catalogue follows the vendor, whose version 0.24 reads all three.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: {
      paths: [".agents/skills"],
      from: [SKILLS, PACKAGE],
      disputed:
        "The vendor's documents no longer name the folder, but the code still reads it. The catalogue follows the code.",
    },
    mcp: { paths: [".mcp.json"], from: [PACKAGE] },
  },
  user: {
    skill: {
      path: "~/.qwen/skills",
      from: [SKILLS, RS17, ghSkill, vercelSkills17, skillshare, bmad, agentConfig],
    },
    command: { path: "~/.qwen/commands", from: [packaged("0.24.4, docs/features/commands.md"), RS17] },
    agent: { path: "~/.qwen/agents", from: [RS17] },
    hook: { path: "~/.qwen/settings.json", from: [packaged("0.24.4, docs/features/hooks.md"), RS17] },
    mcp: { path: "~/.qwen/settings.json", from: [SETTINGS, RS17, agentConfig] },
    rule_file: { path: "~/.qwen/rules", from: [RULES, rulesync17("rules/qwencode-rule")] },
    instructions: {
      path: "~/.qwen/QWEN.md",
      from: [packaged("0.24.4, docs/features/memory.md"), RS, RS17, agentConfig],
    },
  },
  relocations: [{ by: { variable: "QWEN_HOME", replaces: "~/.qwen" }, from: [RULES] }],
  markers: { paths: [".qwen", "QWEN.md"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/qwencode-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/qwencode-subagent")] },
  },
  rule_frontmatter: { ...PATHS_AND_DESCRIPTION, from: [RULES, rulesync17("rules/qwencode-rule")] },
  ignore_files: {
    project: [".qwenignore"],
    user: [],
    keys: [],
    from: [doc("docs/users/configuration/qwen-ignore.md"), rulesync17("ignore/qwencode-ignore")],
  },
  permissions: {
    project: [".qwen/settings.json"],
    user: ["~/.qwen/settings.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [rulesync17("permissions/qwencode-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/qwencode-mcp")] },
  as_of: "2026-11-25",
  notes: ["Rules and hooks of a project count only once the user trusts its folder."],
} as const satisfies CatalogueEntry;
