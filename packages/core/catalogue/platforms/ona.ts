/** Ona. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { bmad, vercelSkills17 } from "../sources.ts";

export const ona = {
  platform: "ona",
  name: "Ona",
  description: "Ona's coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".ona",
  artifacts: { skill: { to: "skills", from: [bmad, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.ona/skills", from: [vercelSkills17] } },
  markers: { paths: [".ona"], from: [bmad] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
