/** OpenHands. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  bmad,
  ghSkill,
  openPackage11,
  skillshare,
  specKit,
  specKitContext,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const doc = (path: string) => vendor("OpenHands/docs", "2026-08-21@b9b5c03f", path);
const SKILLS = doc("overview/skills.mdx");
const AGENTS = doc("sdk/guides/agent-file-based.mdx");
const HOOKS = doc("openhands/usage/customization/hooks.mdx");
const SERVERS = doc("openhands/usage/cli/mcp-servers.mdx");
const CLI = vendor("OpenHands/OpenHands-CLI", "2026-11@18e77558", "openhands_cli/mcp/mcp_utils.py");
const OLDER = [ghSkill, vercelSkills17, skillshare, openPackage11, specKit("openhands")];

export const openhands = {
  platform: "openhands",
  name: "OpenHands",
  description: "The open-source agent OpenHands.",
  status: "active",
  replaced_by: null,
  root_dir: ".openhands",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [SKILLS, bmad],
      disputed:
        "gh, vercel's skills, skillshare, OpenPackage and spec-kit write .openhands/skills, which is the older folder. The catalogue follows the vendor's document.",
    },
    agent: { to: { path: ".agents/agents", base: "project" }, from: [AGENTS] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: [], entry: "by_event", format: "json" },
      from: [HOOKS],
    },
    mcp: {
      unsupported: true,
      from: [SERVERS],
      disputed:
        "ruler writes config.toml at the project's root, which versions before 1.0 read. The catalogue follows the vendor's document, which names only the user's file.",
    },
    ...textBlocks("AGENTS.md", [SKILLS, specKitContext]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [SKILLS, specKitContext],
    disputed:
      "ruler writes .openhands/microagents/repo.md, which is the older file. The catalogue follows the vendor's document.",
  },
  native_skills: { to: "skills", from: OLDER },
  also_reads: {
    skill: { paths: [".openhands/skills"], from: [SKILLS, ...OLDER] },
    agent: { paths: [".openhands/agents"], from: [AGENTS] },
  },
  user: {
    skill: {
      path: "~/.agents/skills",
      also_reads: { paths: ["~/.openhands/skills"], from: [SKILLS, ...OLDER] },
      from: [SKILLS, bmad],
    },
    agent: {
      path: "~/.agents/agents",
      also_reads: { paths: ["~/.openhands/agents"], from: [AGENTS] },
      from: [AGENTS],
    },
    mcp: {
      path: "~/.openhands/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
      from: [SERVERS, CLI, openPackage11],
    },
  },
  markers: { paths: [".openhands"], from: [openPackage11] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [AGENTS] } },
  mcp_entry: { ...TRANSPORT, from: [CLI] },
  one_level: { agent: { from: [AGENTS] } },
  as_of: "2026-11-29",
  notes: [
    ".openhands/setup.sh runs when work on the project begins. It has no artifact type.",
    "In hooks.json the events are top-level keys, such as pre_tool_use. Names such as PreToolUse, and a wrapper named hooks, are accepted too.",
    "GEMINI.md and CLAUDE.md are read by the models of their vendors.",
    "Microagents became skills in 2026.",
  ],
} as const satisfies CatalogueEntry;
