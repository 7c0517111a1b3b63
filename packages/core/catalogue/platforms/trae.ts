/** Trae. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, specKit, vercelSkills } from "../sources.ts";

const AA = agnosticAi("trae");

export const trae = {
  platform: "trae",
  name: "Trae",
  description: "ByteDance's Trae editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".trae",
  artifacts: {
    skill: { to: "skills", from: [ghSkill, vercelSkills, specKit("trae"), AA] },
    command: { to: "commands", from: [AA] },
    agent: { to: "agents", from: [AA] },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [AA],
      disputed:
        "agnostic-ai is the only source, and no second source says how the file looks. The catalogue follows the shape that most platforms share: the events under hooks.",
    },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [AA] },
    rule_file: { to: "rules", from: [AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [AA] },
  also_reads: {},
  user: {},
  as_of: "2026-11-25",
  notes: ["Hooks in .claude/settings.json run too, if the user opts in."],
} as const satisfies CatalogueEntry;
