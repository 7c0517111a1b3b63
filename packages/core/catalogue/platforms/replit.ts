/** Replit. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { ghSkill, rulesyncTable, vercelSkills } from "../sources.ts";

export const replit = {
  platform: "replit",
  name: "Replit",
  description: "Replit's agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".agents",
  artifacts: {
    skill: { to: "skills", from: [rulesyncTable, ghSkill, vercelSkills] },
    ...textBlocks("replit.md", [rulesyncTable]),
  },
  instructions: { files: ["replit.md"], from: [rulesyncTable] },
  also_reads: {},
  user: {},
  as_of: "2026-08-18",
  notes: [],
} as const satisfies CatalogueEntry;
