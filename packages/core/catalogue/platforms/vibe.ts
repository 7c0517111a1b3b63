/** Mistral Vibe. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAMED_TRANSPORT } from "../mcp-entry.ts";
import {
  ghSkill,
  page,
  ruler,
  rulesync17,
  rulesyncTable,
  specKit,
  specKitContext,
  toolHive,
  vercelSkills,
} from "../sources.ts";

const PACKAGE = page("https://pypi.org/project/mistral-vibe/", "2026-10", "3.0.3");
const NATIVE = [PACKAGE, rulesyncTable, ruler, ghSkill, vercelSkills, specKit("vibe")];

export const vibe = {
  platform: "vibe",
  name: "Mistral Vibe",
  description: "Mistral's Vibe command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".vibe",
  artifacts: {
    skill: { to: "skills", from: NATIVE },
    agent: { to: { path: "agents", format: "toml", filename: "{name}.toml" }, from: [rulesyncTable] },
    hook: {
      to: { path: "hooks.toml", kind: "merge", key: "hooks", entry: "list", format: "toml" },
      from: [PACKAGE, rulesync17("hooks/vibe-hooks")],
    },
    mcp: {
      to: { path: "config.toml", kind: "merge", key: "mcp_servers", entry: "list", format: "toml" },
      from: [PACKAGE, rulesync17("mcp/vibe-mcp"), toolHive],
    },
    ...textBlocks("AGENTS.md", [PACKAGE, rulesyncTable, ruler, specKitContext]),
  },
  instructions: { files: ["AGENTS.md"], from: [PACKAGE, rulesyncTable, ruler, specKitContext] },
  native_skills: { to: "skills", from: NATIVE },
  also_reads: { skill: { paths: [".agents/skills"], from: [PACKAGE] } },
  user: {},
  mcp_entry: { ...NAMED_TRANSPORT, from: [rulesync17("mcp/vibe-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "config.toml contains other settings besides MCP servers.",
    "Since Vibe 3, hooks need no flag. A hook has a name, a type (pre_tool, post_tool or post_agent), a command and a match.",
    "The system prompts that agents name are in .vibe/prompts.",
    "A server with server-sent events is written with the transport http.",
  ],
} as const satisfies CatalogueEntry;
