/** Mistral Vibe. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { TOML_SUBAGENT } from "../shapes/front-matter.ts";
import { NAMED_TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync17,
  rulesyncTable,
  skillshare,
  specKit,
  specKitContext,
  toolHive,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const PACKAGE = page("https://pypi.org/project/mistral-vibe/", "2026-10", "3.0.3");
const NATIVE = [PACKAGE, rulesyncTable, ruler, ghSkill, vercelSkills, specKit("vibe")];
const SUBAGENT = rulesync17("subagents/vibe-subagent");

export const vibe = {
  platform: "vibe",
  name: "Mistral Vibe",
  description: "Mistral's Vibe command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".vibe",
  artifacts: {
    skill: { to: "skills", from: NATIVE },
    agent: {
      to: { path: "agents", format: "toml", filename: "{name}.toml" },
      from: [SUBAGENT, rulesyncTable],
      disputed:
        "rulesync writes the agent's system prompt besides, in .vibe/prompts. The catalogue follows the file that makes the agent, which names the prompt.",
    },
    hook: {
      to: { path: "hooks.toml", kind: "merge", key: "hooks", entry: "list", format: "toml" },
      from: [PACKAGE, rulesync17("hooks/vibe-hooks")],
    },
    mcp: {
      to: { path: "config.toml", kind: "merge", key: "mcp_servers", entry: "list", format: "toml" },
      from: [PACKAGE, rulesync17("mcp/vibe-mcp"), toolHive],
    },
    ...textBlocks("AGENTS.md", [PACKAGE, rulesyncTable, ruler, specKitContext]),
  },
  instructions: { files: ["AGENTS.md"], from: [PACKAGE, rulesyncTable, ruler, specKitContext] },
  native_skills: { to: "skills", from: NATIVE },
  also_reads: { skill: { paths: [".agents/skills"], from: [PACKAGE] } },
  user: {
    skill: {
      path: "~/.vibe/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [rulesync17("skills/vibe-skill")] },
      from: [rulesync17("skills/vibe-skill"), ghSkill, vercelSkills17, skillshare, bmad, toolHive],
    },
    agent: {
      path: "~/.vibe/agents",
      from: [SUBAGENT],
      disputed:
        "rulesync writes the agent's system prompt besides, in ~/.vibe/prompts. The catalogue follows the file that makes the agent, which names the prompt.",
    },
    hook: { path: "~/.vibe/hooks.toml", from: [rulesync17("hooks/vibe-hooks")] },
    mcp: { path: "~/.vibe/config.toml", from: [rulesync17("mcp/vibe-mcp"), toolHive] },
    instructions: { path: "~/.vibe/AGENTS.md", from: [PACKAGE, rulesync17("rules/vibe-rule")] },
  },
  relocations: [{ by: { variable: "VIBE_HOME", replaces: "~/.vibe" }, from: [PACKAGE, vercelSkills17] }],
  markers: { paths: [".vibe"], from: [openPackage11, openSpecTools] },
  frontmatter: { agent: { keys: TOML_SUBAGENT, from: [SUBAGENT] } },
  ignore_files: { project: [".vibeignore"], user: [], keys: [], from: [rulesync17("ignore/vibe-ignore")] },
  permissions: {
    project: [".vibe/config.toml"],
    user: ["~/.vibe/config.toml"],
    keys: ["tools.NAME.permission", "tools.NAME.allowlist", "tools.NAME.denylist"],
    from: [rulesync17("permissions/vibe-permissions")],
  },
  mcp_entry: { ...NAMED_TRANSPORT, from: [rulesync17("mcp/vibe-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "config.toml contains other settings besides MCP servers.",
    "Since Vibe 3, hooks need no flag. A hook has a name, a type (pre_tool, post_tool or post_agent), a command and a match.",
    "The system prompts that agents name are in .vibe/prompts.",
    "A server with server-sent events is written with the transport http.",
  ],
} as const satisfies CatalogueEntry;
