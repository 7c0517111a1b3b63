/** Amp. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, aiRules, ghSkill, ruler, rulesync, specKitContext, vercelSkills } from "../sources.ts";

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
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext, aiRules] },
  also_reads: {},
  user: {
    skill: {
      path: "~/.config/agents/skills",
      from: [RS, ghSkill, vercelSkills],
      disputed: "agnostic-ai names ~/.agents/skills. The catalogue follows the majority.",
    },
    instructions: { path: "~/.config/amp/AGENTS.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "amp.mcpServers is one key that contains a dot, not a path of two keys.",
    "Hooks are TypeScript plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
