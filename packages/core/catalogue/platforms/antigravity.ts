/** Google Antigravity. */
import type { CatalogueEntry } from "../schema.ts";
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
      disputed: "ruler and OpenPackage still write .agent/skills, the layout before 2.0; followed: the current one.",
    },
    command: {
      to: "workflows",
      from: [RS],
      disputed: "apm asserts that there are none; followed: rulesync, the newer of the two.",
    },
    agent: {
      to: { path: "agents", filename: "{name}/agent.md" },
      from: [AA],
      disputed:
        "rulesync writes flat .agents/agents/<name>.md, which is documented too; followed: agnostic-ai, the newest source, whose files no other reader of .agents/agents takes for its own.",
    },
    hook: { to: { path: "hooks.json", kind: "file", format: "json" }, from: [RS, apm, AA] },
    mcp: { to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file: { to: "rules", from: [RS, AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [RS, apm, specKitContext],
    disputed:
      "agnostic-ai writes .agent/AGENTS.md; followed: the majority, though rulesync remarks that Antigravity's documents name no AGENTS.md.",
  },
  also_reads: {
    skill: { paths: [".agent/skills"], from: [AA] },
    rule_file: { paths: [".agent/rules"], from: [AA] },
  },
  user: {
    skill: {
      path: "~/.gemini/antigravity/skills",
      from: [ghSkill, vercelSkills, AA],
      disputed: "rulesync names ~/.gemini/config/skills; followed, for the editor: the majority.",
    },
    instructions: { path: "~/.gemini/GEMINI.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "The command line has a user folder of its own: ~/.gemini/antigravity-cli/skills (rulesync, vercel's skills, apm) or ~/.antigravity/skills (gh).",
    "A remote MCP server's address is in serverUrl.",
  ],
} as const satisfies CatalogueEntry;
