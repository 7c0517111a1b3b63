/** Augment Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, rulesync, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("augmentcode");
const AA = agnosticAi("augment");

export const augment = {
  platform: "augment",
  name: "Augment Code",
  description: "Augment Code and its command line, Auggie.",
  status: "active",
  replaced_by: null,
  root_dir: ".augment",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, ghSkill, vercelSkills],
      disputed: "agnostic-ai writes .agents/skills. The catalogue follows the majority, in the platform's own folder.",
    },
    command: { to: "commands", from: [RS, specKit("auggie")] },
    agent: { to: "agents", from: [RS, AA] },
    hook: { to: { path: "settings.json", kind: "merge", key: "hooks", format: "json" }, from: [AA, RS] },
    mcp: { to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" }, from: [AA, RS] },
    rule_file: { to: "rules", from: [RS, AA] },
  },
  instructions: null,
  also_reads: {},
  user: {},
  as_of: "2026-09-01",
  notes: [],
} as const satisfies CatalogueEntry;
