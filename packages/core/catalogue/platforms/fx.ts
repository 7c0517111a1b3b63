/** fx. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { LOCAL_OR_TYPED } from "../shapes/mcp-entry.ts";
import { addMcp, vercelSkills17 } from "../sources.ts";

export const fx = {
  platform: "fx",
  name: "fx",
  description: "The coding agent fx (fx.sh).",
  status: "active",
  replaced_by: null,
  root_dir: ".fx",
  artifacts: { skill: { to: { path: ".agents/skills", base: "project" }, from: [vercelSkills17] } },
  instructions: null,
  also_reads: {},
  user: {
    skill: { path: "~/.agents/skills", from: [vercelSkills17] },
    mcp: {
      path: "~/.fx/mcp.json",
      kind: "merge",
      key: "mcp",
      format: "json",
      mcp_entry: LOCAL_OR_TYPED,
      from: [addMcp],
    },
  },
  as_of: "2026-11-25",
  notes: [
    "MCP servers are read from the user's file only.",
    "A literal Authorization header is refused. bearer_token_env names the variable that holds the token.",
  ],
} as const satisfies CatalogueEntry;
