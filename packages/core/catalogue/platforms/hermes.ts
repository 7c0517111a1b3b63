/** Hermes Agent. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { SSE_TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  apm35,
  bmad,
  openSpecTools,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync17Paths("hermesagent");
const SKILLS = vendor("NousResearch/hermes-agent", "2026-11@01037fc4", "website/docs/user-guide/features/skills.md");
const AGENTS = rulesync17("subagents/hermesagent-subagent");
const COMMANDS = rulesync17("commands/hermesagent-command");
const OWN_PLUGIN = "which only a plugin that rulesync writes can read. The platform has no such files of its own.";

export const hermes = {
  platform: "hermes",
  name: "Hermes Agent",
  description: "Nous Research's Hermes Agent. It has its skills and servers in the user's home.",
  status: "active",
  replaced_by: null,
  root_dir: ".hermes",
  artifacts: {
    skill: {
      unsupported: true,
      from: [SKILLS, rulesync17("skills/hermesagent-skill"), specKit("hermes"), agentConfig],
      disputed:
        "OpenSpec, skillshare and vercel's skills write .hermes/skills, apm and BMAD-METHOD .agents/skills. The catalogue writes neither: the vendor's document says that all skills are in the home, and that a folder of a project is read only where the user names it under skills.external_dirs.",
    },
    command: { unsupported: true, from: [COMMANDS] },
    agent: {
      unsupported: true,
      from: [AGENTS],
      disputed: `rulesync writes .hermes/rulesync/subagents, ${OWN_PLUGIN}`,
    },
    hook: { unsupported: true, from: [rulesync17("hooks/hermesagent-hooks")] },
    mcp: { unsupported: true, from: [rulesync17("mcp/hermesagent-mcp"), agentConfig] },
    ...textBlocks(".hermes.md", [RS, agentConfig]),
  },
  instructions: {
    files: [".hermes.md"],
    from: [RS, agentConfig],
    disputed: "spec-kit writes AGENTS.md, which is read too. The catalogue follows the platform's own file.",
  },
  also_reads: { instructions: { paths: ["HERMES.md", "AGENTS.md"], from: [agentConfig, specKitContext] } },
  user: {
    skill: {
      path: "~/.hermes/skills",
      from: [SKILLS, RS, vercelSkills17, apm35, bmad, skillshare, specKit("hermes"), agentConfig],
    },
    command: {
      unsupported: true,
      from: [COMMANDS],
      disputed: `rulesync writes ~/.hermes/rulesync/commands, ${OWN_PLUGIN}`,
    },
    agent: {
      unsupported: true,
      from: [AGENTS],
      disputed: `rulesync writes ~/.hermes/rulesync/subagents, ${OWN_PLUGIN}`,
    },
    hook: {
      path: "~/.hermes/config.yaml",
      kind: "merge",
      key: "hooks",
      entry: "by_event",
      format: "yaml",
      from: [rulesync17("hooks/hermesagent-hooks")],
    },
    mcp: {
      path: "~/.hermes/config.yaml",
      kind: "merge",
      key: "mcp_servers",
      format: "yaml",
      from: [rulesync17("mcp/hermesagent-mcp"), apm35, agentConfig],
    },
  },
  relocations: [
    { by: { variable: "HERMES_HOME", replaces: "~/.hermes" }, from: [vercelSkills17, RS] },
    { by: { system: "windows", replaces: "~/.hermes", by: "%LOCALAPPDATA%/hermes" }, from: [RS] },
  ],
  markers: { paths: [".hermes", "HERMES.md", ".hermes.md"], from: [openSpecTools] },
  permissions: {
    project: [],
    user: ["~/.hermes/config.yaml"],
    keys: ["approvals.deny"],
    from: [rulesync17("permissions/hermesagent-permissions")],
  },
  mcp_entry: { ...SSE_TRANSPORT, from: [rulesync17("mcp/hermesagent-mcp")] },
  as_of: "2026-11-29",
  notes: [
    "A skill is a slash command, too. Skills can lie in folders of categories, ~/.hermes/skills/<category>/<name>/.",
    "Of .hermes.md, HERMES.md and AGENTS.md, the first two come before the other instruction files.",
    "Hooks of the user are named after events such as pre_tool_call, and hold no groups.",
  ],
} as const satisfies CatalogueEntry;
