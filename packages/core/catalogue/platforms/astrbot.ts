/** AstrBot. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { skillshare, vercelSkills17 } from "../sources.ts";

export const astrbot = {
  platform: "astrbot",
  name: "AstrBot",
  description: "AstrBot, a framework for chat bots with agents.",
  status: "active",
  replaced_by: null,
  root_dir: ".astrbot",
  artifacts: { skill: { to: { path: "data/skills", base: "project" }, from: [skillshare, vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.astrbot/data/skills", from: [skillshare, vercelSkills17] } },
  as_of: "2026-11-25",
  notes: ["In a project the skills are in data/skills. A folder of this name does not tell of AstrBot."],
} as const satisfies CatalogueEntry;
