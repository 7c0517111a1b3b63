/** Tencent CodeBuddy. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS_APPLY_OR_PATHS, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import {
  agentConfig,
  bmad,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  page,
  rulesync17,
  rulesync17Paths,
  rulesyncNext,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync17Paths("codebuddy");
const RS_NEXT = rulesyncNext("codebuddy", "9ce9c613");
const FOLDERS = page(
  "https://cloud.tencent.com/document/product/1831/137016",
  "2026-08-26",
  "The folder .codebuddy, in the home and in the project",
);
const SKILLS = [FOLDERS, RS_NEXT, ghSkill, vercelSkills17, skillshare, bmad, openPackage11, agentConfig];

export const codebuddy = {
  platform: "codebuddy",
  name: "CodeBuddy",
  description: "Tencent's CodeBuddy, an editor and the command line CodeBuddy Code.",
  status: "active",
  replaced_by: null,
  root_dir: ".codebuddy",
  artifacts: {
    skill: { to: "skills", from: [...SKILLS, openSpecTools] },
    command: { to: "commands", from: [FOLDERS, openSpec("codebuddy"), specKit("codebuddy"), RS_NEXT] },
    agent: { to: "agents", from: [RS_NEXT] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [agentConfig, RS_NEXT],
    },
    mcp: {
      to: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS_NEXT],
      disputed:
        "agent-config knows of no file for MCP servers. The catalogue follows rulesync, which names the vendor's page on them.",
    },
    rule_file: {
      to: "rules",
      from: [FOLDERS, RS, openPackage11],
      disputed:
        "OpenPackage writes .codebuddy/rules/<name>.mdc. The catalogue follows rulesync, which writes .md and names the vendor's page on rules.",
    },
  },
  instructions: {
    files: ["CODEBUDDY.md"],
    from: [FOLDERS, RS, specKitContext],
    disputed:
      "agent-config writes CLAUDE.md. The catalogue follows the vendor, which names the file after the platform.",
  },
  also_reads: { instructions: { paths: [".codebuddy/CODEBUDDY.md"], from: [rulesync17("rules/codebuddy-rule")] } },
  user: {
    skill: { path: "~/.codebuddy/skills", from: SKILLS },
    command: { path: "~/.codebuddy/commands", from: [RS_NEXT] },
    agent: { path: "~/.codebuddy/agents", from: [FOLDERS, RS_NEXT] },
    hook: { path: "~/.codebuddy/settings.json", from: [agentConfig, RS_NEXT] },
    mcp: {
      path: "~/.codebuddy/.mcp.json",
      also_reads: { paths: ["~/.codebuddy/mcp.json", "~/.codebuddy.json"], from: [FOLDERS, RS_NEXT] },
      from: [RS_NEXT],
      disputed:
        "The vendor's page on folders names ~/.codebuddy/mcp.json. The catalogue follows rulesync, which calls that file deprecated and names the vendor's page on MCP servers.",
    },
    rule_file: { path: "~/.codebuddy/rules", from: [FOLDERS, RS] },
    instructions: {
      path: "~/.codebuddy/CODEBUDDY.md",
      from: [FOLDERS, RS],
      disputed: "agent-config writes ~/.codebuddy/CLAUDE.md. The catalogue follows the vendor.",
    },
  },
  markers: { paths: [".codebuddy", "CODEBUDDY.md"], from: [openPackage11, openSpecTools] },
  frontmatter: { command: { keys: NAME_AND_DESCRIPTION, from: [openSpec("codebuddy")] } },
  rule_frontmatter: { ...ALWAYS_APPLY_OR_PATHS, from: [rulesync17("rules/codebuddy-rule")] },
  permissions: {
    project: [],
    user: ["~/.codebuddy/settings.json"],
    keys: ["permissions.allow", "permissions.deny"],
    from: [FOLDERS],
  },
  as_of: "2026-11-29",
  notes: [
    "CODEBUDDY.local.md and .codebuddy/settings.local.json are the user's own and belong into no commit.",
    "A rule always applies unless it says alwaysApply: false and names paths. With neither, the platform drops it.",
  ],
} as const satisfies CatalogueEntry;
