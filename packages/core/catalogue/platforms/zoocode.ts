/** Zoo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { rulesync, rulesyncTable } from "../sources.ts";

const from = [rulesync("roo"), rulesyncTable];

export const zoocode = {
  platform: "zoocode",
  name: "Zoo Code",
  description: "The community's continuation of Roo Code, with the same folders.",
  status: "active",
  replaced_by: null,
  root_dir: ".roo",
  artifacts: {
    skill: { to: "skills", from },
    command: { to: "commands", from },
    agent: { to: { path: ".roomodes", base: "project", kind: "file" }, from },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from },
    rule_file: { to: "rules", from },
  },
  instructions: null,
  also_reads: {},
  user: {},
  as_of: "2026-08-18",
  notes: ["Enable only one of roo and zoocode, because both use the same files."],
} as const satisfies CatalogueEntry;
