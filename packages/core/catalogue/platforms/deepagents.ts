/** Deep Agents Code. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import { ghSkill, rulesync17, rulesync17Paths, skillshare, vendor, vercelSkills17 } from "../sources.ts";

const CODE = vendor("langchain-ai/deepagents", "2026-08-21@23b83ad5", "libs/code/deepagents_code/config.py");
const RS17 = rulesync17Paths("deepagents");
const HOOKS = rulesync17("hooks/deepagents-hooks");
const MCP = rulesync17("mcp/deepagents-mcp");

export const deepagents = {
  platform: "deepagents",
  name: "Deep Agents Code",
  description: "LangChain's Deep Agents Code, the command line dcode.",
  status: "active",
  replaced_by: null,
  root_dir: ".deepagents",
  artifacts: {
    skill: {
      to: "skills",
      from: [CODE, RS17, skillshare],
      disputed:
        "gh and vercel's skills write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    agent: { to: { path: "agents", filename: "{name}/AGENTS.md" }, from: [CODE, RS17] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [CODE, HOOKS],
    },
    mcp: {
      to: { path: ".mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [CODE, MCP],
    },
    ...textBlocks(".deepagents/AGENTS.md", [CODE, RS17]),
  },
  instructions: { files: [".deepagents/AGENTS.md"], from: [CODE, RS17] },
  native_skills: { to: "skills", from: [CODE, RS17, skillshare] },
  also_reads: {
    skill: { paths: [".agents/skills", ".claude/skills"], from: [CODE, ghSkill, vercelSkills17] },
    mcp: { paths: [".mcp.json"], from: [CODE] },
    instructions: { paths: ["AGENTS.md"], from: [CODE] },
  },
  user: {
    skill: {
      path: "~/.deepagents/agent/skills",
      also_reads: { paths: ["~/.agents/skills", "~/.claude/skills"], from: [CODE] },
      from: [CODE, RS17, ghSkill, skillshare, vercelSkills17],
    },
    agent: { path: "~/.deepagents/agent/agents", from: [CODE, RS17] },
    hook: { path: "~/.deepagents/hooks.json", from: [CODE, HOOKS] },
    mcp: { path: "~/.deepagents/.mcp.json", from: [CODE, MCP] },
    instructions: { path: "~/.deepagents/agent/AGENTS.md", from: [CODE, RS17] },
  },
  relocations: [{ by: { variable: "DEEPAGENTS_HOME", replaces: "~/.deepagents" }, from: [HOOKS, MCP] }],
  markers: { paths: [".deepagents"], from: [RS17] },
  frontmatter: {
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/deepagents-subagent")] },
  },
  permissions: {
    project: [],
    user: ["~/.deepagents/config.toml"],
    keys: ["shell.allow_list"],
    from: [rulesync17("permissions/deepagents-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [MCP] },
  as_of: "2026-11-25",
  notes: [
    "The package deepagents-cli is deprecated since 2026-08. Its successor is deepagents-code, with the command dcode.",
    "The folder agent in the user's home is named after the agent. agent is the default name.",
    "Reading .claude/skills is experimental, according to the vendor's source.",
  ],
} as const satisfies CatalogueEntry;
