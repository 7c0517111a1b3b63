/** Neovate Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { bmad, ghSkill, openPackage11, skillshare, vercelSkills17 } from "../sources.ts";

const SKILLS = [ghSkill, vercelSkills17, skillshare, bmad, openPackage11];

export const neovate = {
  platform: "neovate",
  name: "Neovate Code",
  description: "The Neovate terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".neovate",
  artifacts: {
    skill: { to: "skills", from: SKILLS },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [openPackage11] },
  },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.neovate/skills", from: SKILLS } },
  markers: { paths: [".neovate"], from: [openPackage11] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
