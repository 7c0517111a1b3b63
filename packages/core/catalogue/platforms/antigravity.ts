/** Google Antigravity. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { SERVER_URL } from "../mcp-entry.ts";
import {
  agnosticAi,
  apm,
  ghSkill,
  openPackage11,
  rulesync,
  rulesync17,
  rulesync17Paths,
  specKit,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("antigravity-ide");
const AA = agnosticAi("antigravity");

export const antigravity = {
  platform: "antigravity",
  name: "Google Antigravity",
  description: "Google's Antigravity 2.0: the editor and the command line, agy.",
  status: "active",
  replaced_by: null,
  root_dir: ".agents",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, apm, ghSkill, vercelSkills, specKit("agy"), AA],
      disputed:
        "ruler and OpenPackage still write .agent/skills, the layout before 2.0. The catalogue follows the current one.",
    },
    command: {
      to: "workflows",
      from: [RS],
      disputed: "apm says that there are no commands. The catalogue follows rulesync, the newer of the two.",
    },
    agent: {
      to: { path: "agents", filename: "{name}/agent.md" },
      from: [AA],
      disputed:
        "rulesync, in version 17 too, writes flat .agents/agents/<name>.md, which is documented too. The catalogue follows agnostic-ai, which read the vendor's page. Its files are not picked up by other platforms that read .agents/agents.",
    },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: [], entry: "by_name", format: "json" },
      from: [rulesync17("hooks/antigravity-hooks"), RS, apm, AA],
    },
    mcp: { to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file: { to: "rules", from: [RS, AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [RS, apm, specKitContext],
    disputed:
      "agnostic-ai writes .agent/AGENTS.md. The catalogue follows the majority, although rulesync notes that Antigravity's documentation does not mention AGENTS.md.",
  },
  also_reads: {
    skill: { paths: [".agent/skills"], from: [AA] },
    command: { paths: [".agent/workflows"], from: [openPackage11] },
    rule_file: { paths: [".agent/rules"], from: [AA] },
  },
  user: {
    skill: {
      path: "~/.gemini/config/skills",
      from: [rulesync17Paths("antigravity-ide")],
      disputed:
        "gh, vercel's skills and agnostic-ai name ~/.gemini/antigravity/skills. For the editor, the catalogue follows rulesync, the newest source. The command line has a folder of its own, ~/.gemini/antigravity-cli/skills.",
    },
    instructions: { path: "~/.gemini/GEMINI.md", from: [RS] },
  },
  mcp_entry: { ...SERVER_URL, from: [rulesync17("mcp/antigravity-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The command line has its own user folder: ~/.gemini/antigravity-cli/skills (rulesync, vercel's skills, apm, agent-config) or ~/.antigravity/skills (gh).",
    "Antigravity 1.20.5 renamed the folder .agent to .agents, and still reads the older one.",
    "In hooks.json each group of hooks is a top-level key with a name of its own.",
    "The URL of a remote MCP server is in serverUrl.",
  ],
} as const satisfies CatalogueEntry;
