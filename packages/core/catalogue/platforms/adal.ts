/** AdaL. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { bmad, ghSkill, openPackage11, skillshare, vercelSkills17 } from "../sources.ts";

const SKILLS = [ghSkill, vercelSkills17, skillshare, bmad, openPackage11];

export const adal = {
  platform: "adal",
  name: "AdaL",
  description: "SylphAI's terminal agent AdaL.",
  status: "active",
  replaced_by: null,
  root_dir: ".adal",
  artifacts: {
    skill: { to: "skills", from: SKILLS },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [openPackage11],
    },
  },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.adal/skills", from: SKILLS } },
  markers: { paths: [".adal"], from: [openPackage11] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
