/** Replit. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import {
  ghSkill,
  openPackage11,
  rulesync17,
  rulesync17Paths,
  rulesyncTable,
  skillshare,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

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
  instructions: { files: ["replit.md"], from: [rulesyncTable, rulesync17Paths("replit")] },
  also_reads: {},
  user_root: ".config/agents",
  user: {
    skill: {
      path: "~/.config/agents/skills",
      from: [ghSkill, vercelSkills17, skillshare],
      disputed: "rulesync writes ~/.agents/skills, by the specification of skills. The catalogue follows the majority.",
    },
  },
  markers: {
    paths: [".replit", "replit.md"],
    shared: [".agents"],
    from: [openPackage11, rulesync17("rules/replit-rule")],
  },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
