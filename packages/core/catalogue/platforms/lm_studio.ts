/** LM Studio. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { dockerMcp, toolHive } from "../sources.ts";

export const lmStudio = {
  platform: "lm_studio",
  name: "LM Studio",
  description: "LM Studio, an application that runs models on the user's machine.",
  status: "active",
  replaced_by: null,
  root_dir: ".lmstudio",
  artifacts: {},
  instructions: null,
  also_reads: {},
  user: {
    mcp: {
      path: "~/.lmstudio/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
      from: [dockerMcp, toolHive],
    },
  },
  as_of: "2026-11-25",
  notes: [
    "It reads nothing from a project.",
    "According to the vendor's page on MCP servers (lmstudio.ai/docs/app/mcp), the file follows Cursor's notation.",
  ],
} as const satisfies CatalogueEntry;
