/** Kiro. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import {
  agnosticAi,
  apm,
  apm35,
  ghSkill,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesyncTable,
  specKit,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("kiro");
const V3 = page("https://kiro.dev/docs/cli/v3", "2026-11", "Agents and hooks");
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
      from: [apm35, RS, specKit("kiro_cli")],
      disputed:
        "agnostic-ai lists no commands. The catalogue follows the projects that write .kiro/prompts, to which apm belongs since version 0.35. OpenSpec's suffix .prompt.md is its own choice.",
    },
    agent: {
      to: "agents",
      from: [V3, apm, AA],
      disputed:
        "rulesync writes *.json for the command line. The catalogue follows the vendor: the editor, and the command line since v3, read Markdown. Up to v2 the command line reads JSON.",
    },
    hook: { to: { path: "hooks", format: "json", filename: "{name}.json" }, from: [V3, RS, AA] },
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
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/kiro-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The command line up to v2 reads hooks in its agents' JSON files. Since v3 it reads .kiro/hooks, as the editor does.",
    'The content of a hook file is {"version": "v1", "hooks": []}.',
    "The `inclusion` field of a steering file determines when it applies.",
    "rulesync treats the editor and the command line as two platforms, kiro-ide and kiro-cli.",
  ],
} as const satisfies CatalogueEntry;
