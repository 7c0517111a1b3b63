/** Kiro. */
import type { CatalogueEntry } from "../entry.schema.ts";
import {
  agnosticAi,
  apm,
  ghSkill,
  ruler,
  rulesync,
  rulesyncTable,
  specKit,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("kiro");
const AA = agnosticAi("kiro");

export const kiro = {
  platform: "kiro",
  name: "Kiro",
  description: "Amazon's Kiro: the editor and the command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".kiro",
  artifacts: {
    skill: { to: "skills", from: [RS, apm, ruler, ghSkill, vercelSkills, AA] },
    command: {
      to: "prompts",
      from: [RS, specKit("kiro_cli")],
      disputed:
        "apm and agnostic-ai list no commands. The catalogue follows the two projects that write .kiro/prompts.",
    },
    agent: {
      to: "agents",
      from: [apm, AA],
      disputed:
        "rulesync writes *.json for the command line. The catalogue follows the newest source: the editor, and the command line since v3, read Markdown.",
    },
    hook: { to: { path: "hooks", format: "json", filename: "{name}.json" }, from: [RS, AA] },
    mcp: {
      to: { path: "settings/mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, apm, ruler, AA],
    },
    rule_file: { to: "steering", from: [RS, ruler, AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext] },
  also_reads: {},
  user: {
    skill: { path: "~/.kiro/skills", from: [rulesyncTable, ghSkill, vercelSkills] },
    instructions: { path: "~/.kiro/steering", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    'The content of a hook file is {"version": "v1", "hooks": []}.',
    "The `inclusion` field of a steering file determines when it applies.",
    "rulesync treats the editor and the command line as two platforms, kiro-ide and kiro-cli.",
  ],
} as const satisfies CatalogueEntry;
