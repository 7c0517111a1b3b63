/** Rovo Dev. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { rulesync, specKit, specKitContext } from "../sources.ts";

const RS = rulesync("rovodev");
const SK = specKit("rovodev");

export const rovodev = {
  platform: "rovodev",
  name: "Rovo Dev",
  description: "Atlassian's Rovo Dev command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".rovodev",
  artifacts: {
    skill: { to: "skills", from: [RS, SK] },
    command: { to: "prompts", from: [RS, SK] },
    agent: { to: "subagents", from: [RS] },
    mcp: { to: { path: "mcp.json", kind: "file", format: "json" }, from: [RS] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [specKitContext],
    disputed: "rulesync writes .rovodev/AGENTS.md. The catalogue follows spec-kit, the newer of the two.",
  },
  also_reads: {},
  user: {},
  as_of: "2026-08-21",
  notes: [],
} as const satisfies CatalogueEntry;
