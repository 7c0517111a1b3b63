/** CodeArts Agent. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { openSpecTools, skillshare, vercelSkills17 } from "../sources.ts";

export const codearts = {
  platform: "codearts",
  name: "CodeArts Agent",
  description: "Huawei's CodeArts agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".codeartsdoer",
  artifacts: { skill: { to: "skills", from: [openSpecTools, skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.codeartsdoer/skills", from: [skillshare, vercelSkills17] } },
  markers: { paths: [".codeartsdoer"], from: [openSpecTools] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
