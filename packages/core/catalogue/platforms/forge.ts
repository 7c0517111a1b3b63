/** ForgeCode. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { ID_AND_DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { UNTYPED_REMOTE } from "../shapes/mcp-entry.ts";
import { agentConfig, openSpecTools, skillshare, specKit, specKitContext, vendor, vercelSkills17 } from "../sources.ts";

const source = (file: string) => vendor("antinomyhq/forge", "2026-04-12@54cecac1", `crates/forge_domain/src/${file}`);
const PATHS = source("env.rs");
const SERVERS = source("mcp.rs");
const SKILLS = [PATHS, vercelSkills17, skillshare, agentConfig];

export const forge = {
  platform: "forge",
  name: "ForgeCode",
  description: "The ForgeCode terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".forge",
  artifacts: {
    skill: { to: "skills", from: [...SKILLS, openSpecTools] },
    command: { to: "commands", from: [PATHS, specKit("forge")] },
    agent: { to: "agents", from: [PATHS] },
    mcp: {
      to: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [PATHS, agentConfig],
    },
    ...textBlocks("AGENTS.md", [PATHS, agentConfig, specKitContext]),
  },
  instructions: { files: ["AGENTS.md"], from: [PATHS, agentConfig, specKitContext] },
  also_reads: {},
  user: {
    skill: {
      path: "~/.forge/skills",
      from: SKILLS,
      disputed:
        "Older versions had ~/forge/skills. The catalogue follows the base folder of the newer ones, which vercel's skills and agent-config name.",
    },
    command: { path: "~/.forge/commands", from: [PATHS] },
    agent: { path: "~/.forge/agents", from: [PATHS] },
    mcp: { path: "~/.forge/.mcp.json", from: [PATHS, agentConfig] },
    instructions: { path: "~/.forge/AGENTS.md", from: [PATHS, agentConfig] },
  },
  relocations: [
    {
      by: { variable: "FORGE_CONFIG", replaces: "~/.forge" },
      from: [vendor("antinomyhq/forge", "2026-04-12@54cecac1", "The code that finds the base folder.")],
    },
  ],
  markers: { paths: [".forge"], shared: [".mcp.json"], from: [openSpecTools, PATHS] },
  frontmatter: {
    command: { keys: NAME_AND_DESCRIPTION, from: [specKit("forge")] },
    agent: { keys: ID_AND_DESCRIPTION, from: [source("agent_definition.rs")] },
  },
  mcp_entry: { ...UNTYPED_REMOTE, from: [SERVERS] },
  as_of: "2026-11-29",
  notes: [
    "The user's base folder moved from ~/forge to ~/.forge.",
    "The kind of a server at a URL is found out by trying. A command's arguments are {{parameters}}.",
  ],
} as const satisfies CatalogueEntry;
