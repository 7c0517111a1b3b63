/** Zed. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ruler, rulesync, vendor } from "../sources.ts";

const RS = rulesync("zed");
const AA = agnosticAi("zed");
const SKILLS = vendor("zed-industries/zed", "2026-08", "docs/src/ai/skills.md");

export const zed = {
  platform: "zed",
  name: "Zed",
  description: "The Zed editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".zed",
  artifacts: {
    skill: { to: { path: ".agents/skills", base: "project" }, from: [SKILLS] },
    hook: { to: { path: "tasks.json", kind: "file", format: "json" }, from: [AA] },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "context_servers", format: "json" },
      from: [RS, ruler, AA],
    },
  },
  instructions: {
    files: [".rules"],
    from: [RS, AA],
    disputed: "ruler and spec-kit write AGENTS.md. The catalogue follows .rules, for which the platform looks first.",
  },
  also_reads: {},
  user: {
    skill: { path: "~/.agents/skills", from: [SKILLS] },
    instructions: { path: "~/.config/zed/AGENTS.md", from: [RS, AA] },
  },
  as_of: "2026-09-01",
  notes: [
    "Skills are read from one flat folder, in trusted worktrees only.",
    "Hooks are tasks, and the user must opt in.",
    "Only the first instruction file that exists is read, in this order: .rules, .cursorrules, .windsurfrules, .clinerules, .github/copilot-instructions.md, AGENT.md, AGENTS.md, CLAUDE.md, GEMINI.md.",
  ],
} as const satisfies CatalogueEntry;
