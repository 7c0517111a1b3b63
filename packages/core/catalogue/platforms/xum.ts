/** Xum, called Mux before. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { bmad, ghSkill, openPackage11, skillshare, vendor, vercelSkills17 } from "../sources.ts";

const doc = (path: string) => vendor("coder/mux", "2026-08-22@f2160b19", `docs/${path}`);
const SKILLS = doc("agents/agent-skills.mdx");
const AGENTS = doc("agents/index.mdx");
const FILES = doc("agents/instruction-files.mdx");
const SERVERS = doc("config/mcp-servers.mdx");
const HOOKS = [doc("hooks/tools.mdx"), doc("hooks/init.mdx")];

export const xum = {
  platform: "xum",
  name: "Xum",
  description: "Coder's Xum, called Mux until 2026, for agents that work in parallel.",
  status: "active",
  replaced_by: null,
  root_dir: ".xum",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh, vercel's skills, skillshare and OpenPackage write .mux/skills, the folder from before the new name, and BMAD-METHOD .agents/skills. Both are read. The catalogue follows the vendor's document.",
    },
    agent: { to: "agents", from: [AGENTS] },
    hook: { to: { path: ".xum", base: "project", filename: "{name}" }, from: HOOKS },
    mcp: { to: { path: "mcp.jsonc", kind: "merge", key: "servers", format: "jsonc" }, from: [SERVERS] },
    ...textBlocks("AGENTS.md", [FILES]),
  },
  instructions: { files: ["AGENTS.md", ".xum/AGENTS.md"], from: [FILES] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: {
      paths: [".agents/skills", ".claude/skills", ".mux/skills"],
      from: [SKILLS, ghSkill, vercelSkills17, skillshare, openPackage11],
    },
    mcp: { paths: [".mux/mcp.jsonc"], from: [SERVERS] },
    instructions: { paths: ["AGENT.md", "CLAUDE.md", "AGENTS.local.md"], from: [FILES] },
  },
  user: {
    skill: {
      path: "~/.xum/skills",
      also_reads: {
        paths: ["~/.agents/skills", "~/.claude/skills", "~/.mux/skills"],
        from: [SKILLS, ghSkill, vercelSkills17, skillshare, bmad],
      },
      from: [SKILLS],
    },
    agent: { path: "~/.xum/agents", from: [AGENTS] },
    hook: { path: "~/.xum", from: [doc("hooks/tools.mdx")] },
    mcp: { path: "~/.xum/mcp.jsonc", from: [SERVERS] },
    instructions: { path: "~/.xum/AGENTS.md", from: [FILES] },
  },
  markers: { paths: [".xum", ".mux"], from: [SKILLS, openPackage11] },
  hook_events: { names: ["init", "tool_pre", "tool_post", "tool_env"], from: HOOKS },
  former_names: { names: ["Mux"], from: [SERVERS] },
  as_of: "2026-11-29",
  notes: [
    "A hook is an executable with the name of its event and no extension: .xum/init, .xum/tool_pre and .xum/tool_post. .xum/tool_env is sourced before a command runs. The user has no init.",
    "The folder .mux is from before the new name, and still read. Skills of .agents are read too, those of .claude only with an experiment turned on.",
    "A local MCP server is one text, its command line. A server at a URL has transport (http, sse or auto), url and headers.",
    "Of AGENTS.md, AGENT.md and CLAUDE.md, only the first one found is read. .xum/AGENTS.md is read besides.",
  ],
} as const satisfies CatalogueEntry;
