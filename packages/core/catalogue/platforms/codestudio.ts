/** Code Studio. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { skillshare, vercelSkills17 } from "../sources.ts";

export const codestudio = {
  platform: "codestudio",
  name: "Code Studio",
  description: "The coding agent Code Studio.",
  status: "active",
  replaced_by: null,
  root_dir: ".codestudio",
  artifacts: { skill: { to: "skills", from: [skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.codestudio/skills", from: [skillshare, vercelSkills17] } },
  markers: { paths: [".codestudio"], from: [skillshare] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
