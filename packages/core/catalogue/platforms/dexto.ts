/** Dexto. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { skillshare, vercelSkills17 } from "../sources.ts";

export const dexto = {
  platform: "dexto",
  name: "Dexto",
  description: "Truffle AI's Dexto agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".dexto",
  artifacts: { skill: { to: { path: ".agents/skills", base: "project" }, from: [skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.agents/skills", from: [skillshare, vercelSkills17] } },
  as_of: "2026-11-25",
  notes: ["vercel's skills tells that it is installed by the folder ~/.dexto."],
} as const satisfies CatalogueEntry;
