/** Command Code. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION, NO_KEYS } from "../shapes/front-matter.ts";
import { STANDARD, TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  bmad,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  page,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync17Paths("commandcode");
const PACKAGE = page("https://www.npmjs.com/package/command-code", "2026-11", "1.64.0");
const SKILLS = [PACKAGE, RS, ghSkill, vercelSkills17, skillshare, openPackage11];

export const commandCode = {
  platform: "command_code",
  name: "Command Code",
  description: "The Command Code terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".commandcode",
  artifacts: {
    skill: {
      to: "skills",
      from: [...SKILLS, openSpecTools, specKit("cmdc")],
      disputed:
        "BMAD-METHOD writes .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [PACKAGE, RS, openSpec("command-code"), openPackage11] },
    agent: { to: "agents", from: [PACKAGE, RS, openPackage11] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [PACKAGE, rulesync17("hooks/commandcode-hooks")],
    },
    mcp: {
      to: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [PACKAGE, rulesync17("mcp/commandcode-mcp")],
    },
    ...textBlocks("AGENTS.md", [PACKAGE, RS]),
  },
  instructions: { files: ["AGENTS.md"], from: [PACKAGE, RS] },
  native_skills: { to: "skills", from: SKILLS },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [PACKAGE, bmad] },
    instructions: { paths: [".commandcode/AGENTS.md"], from: [RS] },
  },
  user: {
    skill: {
      path: "~/.commandcode/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [PACKAGE, bmad] },
      from: SKILLS,
    },
    command: { path: "~/.commandcode/commands", from: [PACKAGE, RS] },
    agent: { path: "~/.commandcode/agents", from: [PACKAGE, RS] },
    hook: { path: "~/.commandcode/settings.json", from: [PACKAGE, RS] },
    mcp: { path: "~/.commandcode/mcp.json", mcp_entry: TRANSPORT, from: [PACKAGE, RS] },
    instructions: { path: "~/.commandcode/AGENTS.md", from: [PACKAGE, RS] },
  },
  markers: { paths: [".commandcode"], shared: [".mcp.json"], from: [openPackage11, openSpecTools, RS] },
  frontmatter: {
    command: { keys: NO_KEYS, from: [rulesync17("commands/commandcode-command"), openSpec("command-code")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/commandcode-subagent")] },
  },
  permissions: {
    project: [".commandcode/settings.json"],
    user: ["~/.commandcode/settings.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [rulesync17("permissions/commandcode-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/commandcode-mcp")] },
  as_of: "2026-11-29",
  notes: [
    ".commandcode/AGENTS.md is read only where the project has no AGENTS.md.",
    "The user's file of MCP servers says transport where the project's says type.",
  ],
} as const satisfies CatalogueEntry;
