/** Rovo Dev. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { TRANSPORT } from "../mcp-entry.ts";
import { page, rulesync, rulesync17, specKit, specKitContext } from "../sources.ts";

const DOCS = "https://support.atlassian.com/rovo/docs";
const PROMPTS = page(`${DOCS}/save-and-reuse-a-prompt-in-rovo-dev-cli/`, "2026-11", "prompts.yml");
const MEMORY = page(`${DOCS}/use-memory-in-rovo-dev-cli/`, "2026-11", "AGENTS.md");
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
    command: {
      to: "prompts",
      from: [PROMPTS, RS, SK],
      disputed:
        "The vendor reads the manifest .rovodev/prompts.yml, which lists each prompt by name, description and content_file. spec-kit writes only the folder. The catalogue follows the folder, but a prompt works only once the manifest lists it.",
    },
    agent: { to: "subagents", from: [RS] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [rulesync17("mcp/rovodev-mcp"), RS],
      disputed:
        "The vendor documents only the user's file, ~/.rovodev/mcp.json. The catalogue follows rulesync: a file in the project is read if mcp.mcpConfigPath in .rovodev/config.yml names it.",
    },
    ...textBlocks("AGENTS.md", [MEMORY, specKitContext]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [MEMORY, specKitContext],
    disputed:
      "rulesync writes .rovodev/AGENTS.md. The catalogue follows the vendor's page, which names AGENTS.md at the root.",
  },
  also_reads: {},
  user: {},
  mcp_entry: { ...TRANSPORT, from: [rulesync17("mcp/rovodev-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A project's MCP file is read only if mcp.mcpConfigPath in .rovodev/config.yml names it.",
    "A prompt must be listed in .rovodev/prompts.yml.",
    "AGENTS.local.md at the root is read too.",
  ],
} as const satisfies CatalogueEntry;
