/** Trae. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS_APPLY, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { UNTYPED } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  ghSkill,
  openPackage11,
  openSpecTools,
  skillshare,
  specKit,
  toolHive,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const AA = agnosticAi("trae");
const SETTINGS = "~/.config/Trae/User";

export const trae = {
  platform: "trae",
  name: "Trae",
  description: "ByteDance's Trae editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".trae",
  artifacts: {
    skill: {
      to: "skills",
      from: [ghSkill, vercelSkills, specKit("trae"), AA],
      disputed: "ToolHive writes .agents/skills. The catalogue follows all other sources.",
    },
    command: { to: "commands", from: [AA] },
    agent: { to: "agents", from: [AA] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [AA],
      disputed:
        "agnostic-ai is the only source. It read the vendor's page, by which the file has the events under hooks, beside a version.",
    },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [AA] },
    rule_file: { to: "rules", from: [AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [AA],
    disputed:
      "agent-config writes .trae/project_rules.md. The catalogue follows agnostic-ai, which read the vendor's newer page.",
  },
  also_reads: {},
  user: {
    skill: {
      path: "~/.trae/skills",
      from: [ghSkill, vercelSkills17, skillshare, agentConfig],
      disputed: "ToolHive writes ~/.agents/skills. The catalogue follows the four other sources.",
    },
    mcp: { path: "~/.config/Trae/User/mcp.json", from: [toolHive] },
  },
  relocations: [
    { by: { system: "macos", replaces: SETTINGS, by: "~/Library/Application Support/Trae/User" }, from: [toolHive] },
    { by: { system: "windows", replaces: SETTINGS, by: "%APPDATA%/Trae/User" }, from: [toolHive] },
  ],
  markers: { paths: [".trae"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: NAME_AND_DESCRIPTION, from: [AA] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [AA] },
  },
  rule_frontmatter: { ...ALWAYS_APPLY, from: [AA] },
  ignore_files: { project: [".trae/.ignore"], user: [], keys: [], from: [AA] },
  mcp_entry: { ...UNTYPED, from: [AA, toolHive] },
  new_file: { hook: { members: { version: 1 }, from: [AA] } },
  as_of: "2026-11-25",
  notes: [
    "Hooks in .claude/settings.json run too, if the user opts in.",
    "Project hooks, project MCP servers and project agents work once the user turns them on in the settings.",
    ".trae/.ignore counts after the next indexing.",
  ],
} as const satisfies CatalogueEntry;
