/** JetBrains Junie. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, ruler, rulesync, rulesync17, specKit, specKitContext, vercelSkills } from "../sources.ts";

const RS = rulesync("junie");
const AA = agnosticAi("junie");

export const junie = {
  platform: "junie",
  name: "JetBrains Junie",
  description: "JetBrains' agent Junie.",
  status: "active",
  replaced_by: null,
  root_dir: ".junie",
  artifacts: {
    skill: { to: "skills", from: [RS, ruler, ghSkill, vercelSkills, AA] },
    command: { to: "commands", from: [RS, specKit("junie"), AA] },
    agent: { to: "agents", from: [RS, AA] },
    hook: { unsupported: true, from: [RS] },
    mcp: {
      to: { path: "mcp/mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, ruler, AA],
    },
    ...textBlocks(".junie/AGENTS.md", [RS, specKitContext, AA]),
  },
  instructions: {
    files: [".junie/AGENTS.md", "AGENTS.md"],
    first_only: true,
    from: [RS, specKitContext, AA],
    disputed:
      "ruler still writes .junie/guidelines.md, which is legacy. The catalogue follows the newer sources, which are also the majority.",
  },
  also_reads: {},
  user: {
    skill: { path: "~/.junie/skills", from: [ghSkill, vercelSkills] },
    instructions: { path: "~/.junie/AGENTS.md", from: [RS] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/junie-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Hooks are configured for the user only (~/.junie/config.json). Hooks of a project are ignored.",
    "If .junie/AGENTS.md does not exist, AGENTS.md and .junie/rules are read. So a block in it hides AGENTS.md from Junie.",
  ],
} as const satisfies CatalogueEntry;
