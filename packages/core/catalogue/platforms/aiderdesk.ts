/** AiderDesk. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { skillshare, vercelSkills17 } from "../sources.ts";

export const aiderdesk = {
  platform: "aiderdesk",
  name: "AiderDesk",
  description: "AiderDesk, a desktop application with a coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".aider-desk",
  artifacts: { skill: { to: "skills", from: [skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.aider-desk/skills", from: [skillshare, vercelSkills17] } },
  markers: { paths: [".aider-desk"], from: [skillshare] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
