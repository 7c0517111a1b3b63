/** Google Antigravity. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION, TRIGGER } from "../shapes/front-matter.ts";
import { SERVER_URL } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  rulesync,
  rulesync17,
  rulesync17Paths,
  specKit,
  specKitContext,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("antigravity-ide");
const BOTH = rulesync17Paths("antigravity");
const IDE = rulesync17Paths("antigravity-ide");
const CLI = rulesync17Paths("antigravity-cli");
const AA = agnosticAi("antigravity");

export const antigravity = {
  platform: "antigravity",
  name: "Google Antigravity",
  description: "Google's Antigravity 2.0: the editor and the command line, agy.",
  status: "active",
  replaced_by: null,
  root_dir: ".agents",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, apm, ghSkill, vercelSkills, specKit("agy"), AA],
      disputed:
        "ruler and OpenPackage still write .agent/skills, the layout before 2.0. The catalogue follows the current one.",
    },
    command: {
      to: "workflows",
      from: [RS],
      disputed: "apm says that there are no commands. The catalogue follows rulesync, the newer of the two.",
    },
    agent: {
      to: { path: "agents", filename: "{name}/agent.md" },
      from: [AA],
      disputed:
        "rulesync, in version 17 too, writes flat .agents/agents/<name>.md, which is documented too. The catalogue follows agnostic-ai, which read the vendor's page. Its files are not picked up by other platforms that read .agents/agents.",
    },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: [], entry: "by_name", format: "json" },
      from: [rulesync17("hooks/antigravity-hooks"), RS, apm, AA],
    },
    mcp: {
      to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, AA],
      disputed:
        "agent-config also knows .agent/mcp_config.json, the layout before 2.0. The catalogue follows the current one.",
    },
    rule_file: { to: "rules", from: [RS, AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [RS, apm, specKitContext],
    disputed:
      "agnostic-ai writes .agent/AGENTS.md. The catalogue follows the majority, although rulesync notes that Antigravity's documentation does not mention AGENTS.md.",
  },
  also_reads: {
    skill: { paths: [".agent/skills"], from: [AA] },
    command: { paths: [".agent/workflows"], from: [openPackage11] },
    rule_file: { paths: [".agent/rules"], from: [AA] },
  },
  user_root: ".gemini/config",
  user: {
    skill: {
      path: "~/.gemini/config/skills",
      also_reads: {
        paths: ["~/.gemini/antigravity-cli/skills", "~/.gemini/antigravity/skills"],
        from: [CLI, apm35, bmad, vercelSkills17, ghSkill, agentConfig],
      },
      from: [IDE],
      disputed:
        "gh, vercel's skills and agnostic-ai name ~/.gemini/antigravity/skills. For the editor, the catalogue follows rulesync, the newest source. The command line has a folder of its own, ~/.gemini/antigravity-cli/skills. skillshare names ~/.gemini/skills, ToolHive ~/.agents/skills and gh ~/.antigravity/skills: one source each, so that they are left out.",
    },
    command: {
      path: "~/.gemini/antigravity/global_workflows",
      also_reads: { paths: ["~/.gemini/antigravity-cli/global_workflows"], from: [BOTH, CLI] },
      from: [IDE],
      disputed:
        "The editor and the command line have a folder each. The catalogue follows the editor's. The command line reads ~/.gemini/antigravity-cli/global_workflows.",
    },
    agent: {
      path: "~/.gemini/config/agents",
      from: [BOTH, rulesync17("subagents/antigravity-shared-subagent")],
      disputed:
        "rulesync writes flat files. As in the project, the catalogue follows agnostic-ai, which read the vendor's page, and gives each agent a folder.",
    },
    hook: {
      path: "~/.gemini/config/hooks.json",
      from: [rulesync17("hooks/antigravity-hooks"), agentConfig],
      disputed:
        "agent-config writes ~/.gemini/antigravity-cli/hooks.json for the command line. The catalogue follows rulesync, the newer source, by which both read one file.",
    },
    mcp: {
      path: "~/.gemini/config/mcp_config.json",
      from: [rulesync17("mcp/antigravity-mcp"), apm35, agentConfig],
      disputed:
        "ToolHive writes ~/.gemini/antigravity/mcp_config.json, and agent-config writes ~/.gemini/antigravity-cli/mcp_config.json for the command line. The catalogue follows the majority, which has one file for both.",
    },
    instructions: { path: "~/.gemini/GEMINI.md", from: [RS, IDE, CLI, agentConfig] },
  },
  markers: {
    paths: [".agent", ".agents/workflows", ".antigravity"],
    from: [openPackage11, openSpecTools, IDE],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/antigravity-shared-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [AA, rulesync17("subagents/antigravity-shared-subagent")] },
  },
  rule_frontmatter: { ...TRIGGER, from: [rulesync17("rules/antigravity-ide-rule")] },
  ignore_files: {
    project: [".geminiignore"],
    user: [],
    keys: [],
    from: [rulesync17("ignore/antigravity-cli-ignore")],
  },
  permissions: {
    project: [".antigravity/settings.json"],
    user: ["~/.gemini/antigravity-cli/settings.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [
      rulesync17("permissions/antigravity-ide-permissions"),
      rulesync17("permissions/antigravity-cli-permissions"),
    ],
  },
  mcp_entry: { ...SERVER_URL, from: [rulesync17("mcp/antigravity-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The command line has its own user folder: ~/.gemini/antigravity-cli/skills (rulesync, vercel's skills, apm, agent-config) or ~/.antigravity/skills (gh).",
    "Antigravity 1.20.5 renamed the folder .agent to .agents, and still reads the older one.",
    "In hooks.json each group of hooks is a top-level key with a name of its own.",
    "The URL of a remote MCP server is in serverUrl.",
    "The permissions in the project are the editor's, those in the user's home the command line's. The file for what is ignored is the command line's.",
    "The instructions in the user's home are shared with Gemini CLI.",
  ],
} as const satisfies CatalogueEntry;
