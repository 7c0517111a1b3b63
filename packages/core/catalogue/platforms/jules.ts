/** Jules. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { agentsMd, ruler } from "../sources.ts";

export const jules = {
  platform: "jules",
  name: "Jules",
  description: "Google's Jules, an agent that works on repositories by itself.",
  status: "active",
  replaced_by: null,
  root_dir: ".agents",
  artifacts: { ...textBlocks("AGENTS.md", [agentsMd, ruler]) },
  instructions: { files: ["AGENTS.md"], from: [agentsMd, ruler] },
  also_reads: {},
  user: {},
  as_of: "2026-11-25",
  notes: ["It runs on Google's machines, so it has no files in the user's home. No folder of its own is known."],
} as const satisfies CatalogueEntry;
