/** JetBrains Junie. */
import type { CatalogueEntry } from "../schema.ts";
import { agnosticAi, ghSkill, ruler, rulesync, specKit, specKitContext, vercelSkills } from "../sources.ts";

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
  },
  instructions: {
    files: [".junie/AGENTS.md", "AGENTS.md"],
    from: [RS, specKitContext, AA],
    disputed:
      "ruler still writes .junie/guidelines.md, which is legacy; followed: the newer and more numerous sources.",
  },
  also_reads: {},
  user: {
    skill: { path: "~/.junie/skills", from: [ghSkill, vercelSkills] },
    instructions: { path: "~/.junie/AGENTS.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "Hooks are the user's alone (~/.junie/config.json); those of a project are ignored.",
    "AGENTS.md is read where there is no .junie/AGENTS.md; so is .junie/rules.",
  ],
} as const satisfies CatalogueEntry;
