/** Snowflake Cortex Code. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import { bmad, ghSkill, rulesync17, rulesync17Paths, skillshare, vercelSkills17 } from "../sources.ts";

const RS = rulesync17Paths("cortexcode");
const SKILLS = [RS, ghSkill, vercelSkills17, skillshare, bmad];

export const cortex = {
  platform: "cortex",
  name: "Cortex Code",
  description: "Snowflake's Cortex Code command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".cortex",
  artifacts: {
    skill: { to: "skills", from: SKILLS },
    agent: { to: "agents", from: [RS] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/cortexcode-hooks")],
    },
    mcp: { unsupported: true, from: [RS] },
    ...textBlocks("AGENTS.md", [RS]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS] },
  also_reads: {},
  user_root: ".snowflake/cortex",
  user: {
    skill: { path: "~/.snowflake/cortex/skills", from: SKILLS },
    agent: { path: "~/.snowflake/cortex/agents", from: [RS] },
    hook: { path: "~/.snowflake/cortex/hooks.json", from: [RS] },
    mcp: {
      path: "~/.snowflake/cortex/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
      from: [rulesync17("mcp/cortexcode-mcp")],
    },
  },
  relocations: [{ by: { variable: "SNOWFLAKE_HOME", replaces: "~/.snowflake" }, from: [RS] }],
  markers: { paths: [".cortex"], from: [RS] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/cortexcode-subagent")] } },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/cortexcode-mcp")] },
  as_of: "2026-11-25",
  notes: ["MCP servers are configured for the user only. The user's hooks are in a file of their own."],
} as const satisfies CatalogueEntry;
