/** Amp. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import {
  agnosticAi,
  aiRules,
  ghSkill,
  report,
  ruler,
  rulesync,
  rulesync17,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("amp");
const AA = agnosticAi("amp");

export const amp = {
  platform: "amp",
  name: "Amp",
  description: "The Amp coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".amp",
  artifacts: {
    skill: { to: { path: ".agents/skills", base: "project" }, from: [RS, ghSkill, vercelSkills, ruler, AA] },
    command: {
      unsupported: true,
      from: [AA],
      disputed:
        "spec-kit still writes .agents/commands. The catalogue follows the vendor, which announced on 2026-01-29 that custom commands are removed.",
    },
    hook: { to: { path: "plugins", format: "ts", filename: "{name}.ts" }, from: [RS] },
    mcp: { to: { path: "settings.json", kind: "merge", key: "amp.mcpServers", format: "json" }, from: [RS, AA] },
    ...textBlocks("AGENTS.md", [RS, AA, specKitContext, aiRules]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext, aiRules] },
  also_reads: {
    skill: {
      paths: [".claude/skills"],
      from: [report("Chemaclass/agnostic-ai", "2026-11", 1023), report("Chemaclass/agnostic-ai", "2026-11", 1067)],
    },
  },
  user: {
    skill: {
      path: "~/.config/agents/skills",
      from: [RS, ghSkill, vercelSkills],
      disputed: "agnostic-ai names ~/.agents/skills. The catalogue follows the majority.",
    },
    instructions: { path: "~/.config/amp/AGENTS.md", from: [RS] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/amp-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "amp.mcpServers is one key that contains a dot, not a path of two keys.",
    "Review checks, .agents/checks/<name>.md with a name and a description, have no artifact type (rulesync, OpenPackage).",
    "Hooks are TypeScript plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
