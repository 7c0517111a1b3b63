/** Google Antigravity. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, apm, ghSkill, rulesync, specKit, specKitContext, vercelSkills } from "../sources.ts";

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
        "rulesync writes flat .agents/agents/<name>.md, which is documented too. The catalogue follows agnostic-ai, the newest source. Its files are not picked up by other platforms that read .agents/agents.",
    },
    hook: { to: { path: "hooks.json", kind: "file", format: "json" }, from: [RS, apm, AA] },
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
    rule_file: { paths: [".agent/rules"], from: [AA] },
  },
  user: {
    skill: {
      path: "~/.gemini/antigravity/skills",
      from: [ghSkill, vercelSkills, AA],
      disputed: "rulesync names ~/.gemini/config/skills. For the editor, the catalogue follows the majority.",
    },
    instructions: { path: "~/.gemini/GEMINI.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "The command line has its own user folder: ~/.gemini/antigravity-cli/skills (rulesync, vercel's skills, apm) or ~/.antigravity/skills (gh).",
    "The URL of a remote MCP server is in serverUrl.",
  ],
} as const satisfies CatalogueEntry;
