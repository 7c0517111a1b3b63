/** Zencoder. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { bmad, ghSkill, openPackage11, skillshare, vercelSkills17 } from "../sources.ts";

export const zencoder = {
  platform: "zencoder",
  name: "Zencoder",
  description: "Zencoder's coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".zencoder",
  artifacts: { skill: { to: "skills", from: [bmad, ghSkill, openPackage11, skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.zencoder/skills", from: [bmad, ghSkill, skillshare, vercelSkills17] } },
  markers: { paths: [".zencoder"], from: [openPackage11] },
  as_of: "2026-11-25",
  notes: ["Zenflow, by the same vendor, reads the same folders (vercel's skills)."],
} as const satisfies CatalogueEntry;
