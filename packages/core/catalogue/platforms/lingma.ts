/** Tongyi Lingma. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { openSpec, openSpecTools, skillshare, specKit, specKitContext, vercelSkills17 } from "../sources.ts";

export const lingma = {
  platform: "lingma",
  name: "Tongyi Lingma",
  description: "Alibaba's Tongyi Lingma editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".lingma",
  artifacts: {
    skill: { to: "skills", from: [openSpecTools, specKit("lingma"), skillshare, vercelSkills17] },
    command: {
      to: "commands",
      from: [openSpec("lingma")],
      disputed:
        "spec-kit writes its commands as skills, into .lingma/skills. The catalogue follows OpenSpec, which writes files into .lingma/commands.",
    },
    rule_file: { to: "rules", from: [specKitContext] },
  },
  instructions: null,
  also_reads: {},
  user: { skill: { path: "~/.lingma/skills", from: [skillshare, vercelSkills17] } },
  markers: { paths: [".lingma"], from: [openSpecTools] },
  frontmatter: { command: { keys: NAME_AND_DESCRIPTION, from: [openSpec("lingma")] } },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
