/** Continue. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, vercelSkills } from "../sources.ts";

const AA = agnosticAi("continue");

export const continueDev = {
  platform: "continue",
  name: "Continue",
  description: "The Continue agent for editors and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".continue",
  artifacts: {
    skill: {
      to: "skills",
      from: [ghSkill, vercelSkills],
      disputed:
        "agnostic-ai says that there are no skills. The catalogue follows the two installers that name the folder.",
    },
    mcp: { to: { path: "mcpServers", format: "yaml", filename: "{name}.yaml" }, from: [AA] },
    rule_file: { to: "rules", from: [AA] },
  },
  instructions: null,
  also_reads: {},
  user: {},
  as_of: "2026-09-01",
  notes: [],
} as const satisfies CatalogueEntry;
