/** MCPJam. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ghSkill, openPackage11, skillshare, vendor, vercelSkills17 } from "../sources.ts";

const CODE = vendor("MCPJam/inspector", "2026-08-22@6d550c02", "The code that finds skills.");

export const mcpjam = {
  platform: "mcpjam",
  name: "MCPJam",
  description: "The MCPJam inspector for MCP servers, and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".mcpjam",
  artifacts: { skill: { to: "skills", from: [CODE, ghSkill, openPackage11, skillshare, vercelSkills17] } },
  instructions: null,
  native_skills: { to: "skills", from: [CODE, ghSkill, openPackage11, skillshare, vercelSkills17] },
  also_reads: { skill: { paths: [".agents/skills", ".claude/skills"], from: [CODE] } },
  user: {
    skill: {
      path: "~/.mcpjam/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [CODE] },
      from: [CODE, ghSkill, skillshare, vercelSkills17],
    },
  },
  markers: { paths: [".mcpjam"], from: [openPackage11] },
  as_of: "2026-11-25",
  notes: [
    "The folders .mcpjam, .agents and .claude of the project are read if the inspector is started in the project.",
  ],
} as const satisfies CatalogueEntry;
