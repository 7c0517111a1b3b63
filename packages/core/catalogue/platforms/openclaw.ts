/** OpenClaw. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { REMOTE_TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  apm35,
  bmad,
  ghSkill,
  openPackage11,
  rulesyncNext,
  skillshare,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const SKILLS = vendor("openclaw/openclaw", "2026-11@00d92d90", "docs/tools/skills.md");
const MCP = vendor("openclaw/openclaw", "2026-11@0c564e0b", "docs/cli/mcp.md");
const RS_NEXT = rulesyncNext("openclaw", "86238881");
const OWN_SKILLS = [SKILLS, ghSkill, vercelSkills17, skillshare, openPackage11];

export const openclaw = {
  platform: "openclaw",
  name: "OpenClaw",
  description: "The OpenClaw assistant, called Clawdbot and Moltbot before. A project is the workspace of an agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".openclaw",
  artifacts: {
    skill: {
      to: { path: "skills", base: "project" },
      from: OWN_SKILLS,
      disputed:
        "apm, BMAD-METHOD and agent-config write .agents/skills, which is read too. The catalogue follows the folder that wins where both have a skill of one name.",
    },
    mcp: { unsupported: true, from: [MCP, agentConfig] },
    ...textBlocks("AGENTS.md", [RS_NEXT, agentConfig]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS_NEXT, agentConfig] },
  native_skills: { to: { path: "skills", base: "project" }, from: OWN_SKILLS },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS, apm35, bmad, agentConfig] } },
  user: {
    skill: {
      path: "~/.openclaw/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, bmad] },
      from: [SKILLS, ghSkill, vercelSkills17, skillshare, apm35, agentConfig],
      disputed:
        "BMAD-METHOD writes ~/.agents/skills, which is read too. vercel's skills write ~/.clawdbot/skills or ~/.moltbot/skills where only these folders exist. The catalogue follows the vendor's document.",
    },
    mcp: {
      path: "~/.openclaw/openclaw.json",
      kind: "merge",
      key: ["mcp", "servers"],
      format: "json",
      from: [MCP, agentConfig],
    },
    instructions: { path: "~/.openclaw/workspace/AGENTS.md", from: [RS_NEXT] },
  },
  relocations: [{ by: { variable: "OPENCLAW_STATE_DIR", replaces: "~/.openclaw" }, from: [SKILLS] }],
  markers: { paths: [".openclaw"], from: [openPackage11] },
  former_names: { names: ["Clawdbot", "Moltbot"], from: [vercelSkills17] },
  mcp_entry: { ...REMOTE_TRANSPORT, from: [MCP, agentConfig] },
  as_of: "2026-11-29",
  notes: [
    "Skills are found up to six levels below their folder.",
    "~/.openclaw/openclaw.json is JSON5. Where transport is missing, a server at a URL counts as sse.",
    "The folder skills at a project's root tells nothing by itself, because other projects have one, too.",
  ],
} as const satisfies CatalogueEntry;
