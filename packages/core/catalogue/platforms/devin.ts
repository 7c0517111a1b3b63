/** Devin Desktop. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION, TRIGGER } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  openSpecTools,
  page,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("devin");
const RS17 = rulesync17Paths("devin");
const AA = agnosticAi("windsurf");
const DOCS = page("https://docs.devin.ai/cli/extensibility", "2026-11", "Skills, rules and subagents");
const IMPORTS = page("https://docs.devin.ai/cli/extensibility", "2026-11", "Import from other tools");
const CONFIG = page("https://docs.devin.ai/cli/extensibility/configuration", "2026-11", "Config file locations");
const SK = specKit("devin");

export const devin = {
  platform: "devin",
  name: "Devin Desktop",
  description: "Cognition's Devin Desktop, called Windsurf until 2026-06-02, and its command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".devin",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, SK, vercelSkills],
      disputed:
        "apm and agnostic-ai write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: {
      to: { path: "skills", filename: "{name}/SKILL.md" },
      from: [rulesync17("commands/devin-command")],
      disputed:
        "OpenSpec writes .devin/workflows. The catalogue follows rulesync, because Devin Desktop removed workflows in favour of skills.",
    },
    agent: {
      to: { path: "agents", filename: "{name}/AGENT.md" },
      from: [DOCS, rulesync17("subagents/devin-subagent")],
      disputed: "agnostic-ai writes flat files, .devin/agents/<name>.md. The catalogue follows the vendor's document.",
    },
    hook: {
      to: { path: "hooks.v1.json", kind: "merge", key: [], entry: "by_event", format: "json" },
      from: [rulesync17("hooks/devin-hooks"), RS, AA],
    },
    mcp: { to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "apm, ruler, gh and vercel's skills keep the folder .windsurf. The catalogue follows .devin, since the vendor renamed the product on 2026-06-02.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext] },
  native_skills: { to: "skills", from: [RS, SK, vercelSkills] },
  also_reads: {
    skill: { paths: [".agents/skills", ".windsurf/skills"], from: [DOCS, RS, AA] },
    agent: { paths: [".agents/agents"], from: [DOCS] },
    mcp: { paths: [".devin/config.json"], from: [CONFIG] },
    rule_file: { paths: [".windsurf/rules", ".cursor/rules"], from: [IMPORTS] },
    instructions: { paths: ["AGENT.md", "CLAUDE.md"], from: [IMPORTS] },
  },
  user_root: ".config/devin",
  user: {
    skill: { path: "~/.config/devin/skills", from: [RS17, RS, skillshare, vercelSkills] },
    command: { path: "~/.config/devin/skills", from: [RS17] },
    agent: { path: "~/.config/devin/agents", from: [RS17, rulesync17("subagents/devin-subagent")] },
    hook: {
      path: "~/.config/devin/config.json",
      kind: "merge",
      key: "hooks",
      entry: "by_event",
      format: "json",
      from: [CONFIG, rulesync17("hooks/devin-hooks")],
    },
    mcp: {
      path: "~/.config/devin/mcp_config.json",
      also_reads: { paths: ["~/.config/devin/config.json"], from: [CONFIG] },
      from: [RS17, page("https://docs.devin.ai", "2026-11", "The user's MCP servers, ~/.config/devin/mcp_config.json")],
    },
    rule_file: { path: "~/.devin/rules", from: [RS17] },
    instructions: { path: "~/.config/devin/AGENTS.md", from: [CONFIG, RS17, RS] },
  },
  relocations: [
    { by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [vercelSkills17] },
    { by: { system: "windows", replaces: "~/.config/devin", by: "%APPDATA%/devin" }, from: [CONFIG] },
  ],
  markers: { paths: [".devin", ".windsurf"], from: [openSpecTools, IMPORTS] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/devin-subagent")] } },
  rule_frontmatter: { ...TRIGGER, from: [rulesync17("rules/devin-rule")] },
  ignore_files: {
    project: [".devinignore"],
    user: ["~/.codeium/.codeiumignore"],
    keys: [],
    from: [rulesync17("ignore/devin-ignore")],
    disputed:
      "Older projects have .windsurfignore or .codeiumignore. The catalogue follows the name that rulesync writes.",
  },
  permissions: {
    project: [".devin/config.json"],
    user: ["~/.config/devin/config.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [CONFIG, rulesync17("permissions/devin-permissions")],
  },
  former_names: { names: ["Windsurf"], from: [AA] },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/devin-mcp")] },
  shared_names: { types: ["skill", "command"], from: [rulesync17("commands/devin-command")] },
  as_of: "2026-11-25",
  notes: [
    "Skills serve as slash commands, so a command is written as a skill.",
    "In hooks.v1.json the events are top-level keys, without a wrapper. In config.json they are under hooks.",
    "It imports commands, subagents and hooks from .claude by default. The setting read_config_from turns that off.",
    "Cascade and its workflows were removed in v3.9.19.",
    "The folder .windsurf tells of Windsurf and of Devin, which still reads it.",
  ],
} as const satisfies CatalogueEntry;
