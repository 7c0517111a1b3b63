/** JetBrains Junie. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("junie");
const RS17 = rulesync17Paths("junie");
const AA = agnosticAi("junie");
const GUIDELINES = page("https://junie.jetbrains.com/docs/guidelines-and-memory.html", "2026-09", "Global guidelines");
const VARIABLES = page(
  "https://junie.jetbrains.com/docs/environment-variables.html",
  "2026-09",
  "JUNIE_HOME, as quoted in grimoire-rs/grimoire#148",
);

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
    skill: { path: "~/.junie/skills", from: [RS17, ghSkill, vercelSkills, bmad, skillshare] },
    command: { path: "~/.junie/commands", from: [RS17] },
    agent: { path: "~/.junie/agents", from: [RS17] },
    hook: {
      path: "~/.junie/config.json",
      kind: "merge",
      key: "hooks",
      entry: "by_event",
      format: "json",
      from: [RS17, rulesync17("hooks/junie-hooks")],
    },
    mcp: { path: "~/.junie/mcp/mcp.json", from: [RS17, agentConfig] },
    instructions: { path: "~/.junie/AGENTS.md", from: [GUIDELINES, RS17, RS] },
  },
  relocations: [
    { by: { variable: "JUNIE_HOME", replaces: "~/.junie" }, from: [VARIABLES] },
    {
      by: { variable: "JUNIE_GUIDELINES_FILENAME", replaces: ".junie/AGENTS.md", value: "file_names" },
      from: [agentConfig],
    },
  ],
  markers: { paths: [".junie"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/junie-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/junie-subagent")] },
  },
  ignore_files: { project: [".aiignore"], user: [], keys: [], from: [rulesync17("ignore/junie-ignore"), RS17] },
  permissions: {
    project: [],
    user: ["~/.junie/allowlist.json"],
    keys: ["rules.executables.rules"],
    from: [rulesync17("permissions/junie-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/junie-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "Hooks are configured for the user only (~/.junie/config.json). Hooks of a project are ignored.",
    "If .junie/AGENTS.md does not exist, AGENTS.md and .junie/rules are read. So a block in it hides AGENTS.md from Junie.",
  ],
} as const satisfies CatalogueEntry;
