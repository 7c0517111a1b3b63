/** Trae CN. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ghSkill, openPackage11, skillshare, vercelSkills17 } from "../sources.ts";

export const traeCn = {
  platform: "trae_cn",
  name: "Trae CN",
  description: "The edition of ByteDance's Trae for China.",
  status: "active",
  replaced_by: null,
  root_dir: ".trae",
  artifacts: {
    skill: {
      to: "skills",
      from: [ghSkill, vercelSkills17, skillshare],
      disputed: "OpenPackage writes .trae-cn/skills. The catalogue follows the majority, which writes .trae/skills.",
    },
  },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.trae-cn/skills", from: [ghSkill, vercelSkills17, skillshare] } },
  user_root: ".trae-cn",
  markers: { paths: [".trae-cn"], shared: [".trae"], from: [openPackage11] },
  as_of: "2026-11-25",
  notes: ["In a project it shares the folder .trae with Trae. In the user's home it has its own."],
} as const satisfies CatalogueEntry;
