/** Cline. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION, NO_KEYS, PATHS_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STREAMABLE_HTTP_CAMEL } from "../shapes/mcp-entry.ts";
import { VSCODE_RELOCATIONS } from "../shapes/vscode.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  bmad,
  dockerMcp,
  ghSkill,
  openPackage11,
  openSpecTools,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("cline");
const RS17 = rulesync17Paths("cline");
const AA = agnosticAi("cline");
const HOOK_FILES = vendor("cline/cline", "2026-08@0f667f08", "sdk/packages/core/src/hooks/hook-file-config.ts");
const PATHS = vendor("cline/cline", "2026-08-22@21cb8d25", "sdk/packages/shared/src/storage/paths.ts");
const SKILLS = vendor("cline/cline", "2026-08", "docs/customization/skills.mdx");

/** Says why the folder below the user's documents is not the one to write to. */
const OLDER = (path: string) =>
  `rulesync writes ${path}, which is read too. The catalogue follows the vendor's own folder, which its source code lists besides.`;

export const cline = {
  platform: "cline",
  name: "Cline",
  description: "The Cline agent for editors and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".cline",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh and vercel's skills write .agents/skills. The catalogue follows the folder that the vendor recommends.",
    },
    command: { to: { path: ".clinerules/workflows", base: "project" }, from: [RS, specKit("cline"), AA] },
    agent: { to: { path: "agents", format: "yaml", filename: "{name}.yaml" }, from: [RS, AA] },
    hook: {
      to: { path: "hooks", format: "sh", filename: "{name}.sh" },
      from: [HOOK_FILES, AA],
      disputed:
        ".clinerules/hooks, in which rulesync writes, is read as well. The catalogue follows .cline/hooks, which agnostic-ai writes, because the vendor calls .clinerules deprecated.",
    },
    mcp: {
      unsupported: true,
      from: [RS],
      disputed:
        "OpenPackage writes cline_mcp_settings.json. That is the user's file, and the catalogue has it there. Cline reads none in the project.",
    },
    rule_file: {
      to: "rules",
      from: [PATHS, AA],
      disputed:
        "rulesync writes .clinerules, which is read too. The catalogue follows the vendor's source code, which calls .clinerules deprecated.",
    },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [PATHS, RS, AA],
    disputed: "ruler writes a file .clinerules. The catalogue has .clinerules as a folder of rules, which it also is.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: {
      paths: [".clinerules/skills", ".agents/skills"],
      from: [SKILLS, AA],
      disputed:
        "agnostic-ai names .claude/skills too. The catalogue follows the vendor, whose current list of paths does not contain it.",
    },
    command: { paths: [".cline/workflows"], from: [PATHS] },
    hook: { paths: [".clinerules/hooks"], from: [AA] },
    rule_file: { paths: [".clinerules"], from: [PATHS, RS] },
  },
  user: {
    skill: {
      path: "~/.cline/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [PATHS, ghSkill, vercelSkills17] },
      from: [SKILLS, PATHS, RS17, bmad, skillshare, toolHive, agentConfig],
      disputed:
        "gh and vercel's skills write ~/.agents/skills, which is read too. The catalogue follows the vendor's document.",
    },
    command: {
      path: "~/.cline/workflows",
      also_reads: { paths: ["~/Documents/Cline/Workflows"], from: [PATHS, RS17] },
      from: [PATHS],
      disputed: OLDER("~/Documents/Cline/Workflows"),
    },
    agent: { path: "~/.cline/agents", from: [PATHS, RS17] },
    hook: {
      path: "~/.cline/hooks",
      also_reads: { paths: ["~/Documents/Cline/Hooks"], from: [PATHS, RS17] },
      from: [PATHS],
      disputed: OLDER("~/Documents/Cline/Hooks"),
    },
    mcp: {
      path: "~/.cline/data/settings/cline_mcp_settings.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
      also_reads: {
        paths: [
          "~/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
          "~/.config/Cursor/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
        ],
        from: [addMcp, dockerMcp, toolHive],
      },
      from: [PATHS, RS17, addMcp],
      disputed:
        "ToolHive and Docker write the extension's file below VS Code's or Cursor's folder, agent-config on macOS: ~/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json. The catalogue follows the vendor's source code, in which the extension and the command line share one file.",
    },
    rule_file: {
      path: "~/.cline/rules",
      also_reads: { paths: ["~/Documents/Cline/Rules"], from: [PATHS, RS17] },
      from: [PATHS],
      disputed: OLDER("~/Documents/Cline/Rules"),
    },
    instructions: { path: "~/.agents/AGENTS.md", from: [PATHS, RS17, RS, AA] },
  },
  relocations: [
    { by: { variable: "CLINE_DIR", replaces: "~/.cline" }, from: [PATHS] },
    { by: { variable: "CLINE_DATA_DIR", replaces: "~/.cline/data" }, from: [PATHS] },
    {
      by: { variable: "CLINE_MCP_SETTINGS_PATH", replaces: "~/.cline/data/settings/cline_mcp_settings.json" },
      from: [PATHS],
    },
    ...VSCODE_RELOCATIONS,
  ],
  markers: { paths: [".cline", ".clinerules"], from: [openPackage11, openSpecTools, PATHS] },
  frontmatter: {
    command: { keys: NO_KEYS, from: [rulesync17("commands/cline-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/cline-subagent")] },
  },
  rule_frontmatter: { ...PATHS_AND_DESCRIPTION, from: [rulesync17("rules/cline-rule")] },
  ignore_files: {
    project: [".clineignore"],
    user: [],
    keys: [],
    from: [rulesync17("ignore/cline-ignore"), RS17],
  },
  permissions: {
    project: [".cline/command-permissions.json"],
    user: [],
    keys: ["allow", "deny", "allowRedirects"],
    from: [rulesync17("permissions/cline-permissions"), RS17],
  },
  mcp_entry: {
    ...STREAMABLE_HTTP_CAMEL,
    from: [vendor("cline/cline", "2026-08@038f2b64", "sdk/packages/core/src/extensions/mcp/config-loader.ts"), addMcp],
    disputed:
      "rulesync writes the type http. The catalogue follows the vendor's source code, which accepts stdio, sse and streamableHttp alone.",
  },
  hook_events: {
    names: [
      "TaskStart",
      "TaskResume",
      "TaskCancel",
      "TaskComplete",
      "TaskError",
      "PreToolUse",
      "PostToolUse",
      "UserPromptSubmit",
      "PreCompact",
      "SessionShutdown",
    ],
    from: [HOOK_FILES],
  },
  as_of: "2026-11-25",
  notes: [
    "A hook is an executable with the name of its event, in upper or lower case. It has no extension or one of sh, bash, zsh, js, mjs, cjs, ts, mts, cts, py and ps1.",
    "The vendor replaces .clinerules with .cline. .clineignore is to be removed.",
    "An agent's file contains YAML frontmatter, then the prompt. Files ending in .yml are read too.",
    "MCP servers are configured for the user only: ~/.cline/data/settings/cline_mcp_settings.json. A server without a type is taken for one with server-sent events.",
  ],
} as const satisfies CatalogueEntry;
