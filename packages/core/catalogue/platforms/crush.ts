/** Crush. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, vercelSkills } from "../sources.ts";

const AA = agnosticAi("crush");

export const crush = {
  platform: "crush",
  name: "Crush",
  description: "Charm's Crush, an agent for the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".crush",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [AA],
      disputed: "gh and vercel's skills write .crush/skills. The catalogue follows agnostic-ai, the newest source.",
    },
    hook: { to: { path: "crush.json", base: "project", kind: "merge", key: "hooks", format: "json" }, from: [AA] },
    mcp: { to: { path: "crush.json", base: "project", kind: "merge", key: "mcp", format: "json" }, from: [AA] },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [AA],
    disputed: "ruler writes CRUSH.md. The catalogue follows agnostic-ai, the newest source.",
  },
  native_skills: { to: "skills", from: [ghSkill, vercelSkills] },
  also_reads: { skill: { paths: [".crush/skills"], from: [ghSkill, vercelSkills] } },
  user: {},
  as_of: "2026-09-01",
  notes: ["PreToolUse is the only event that supports hooks."],
} as const satisfies CatalogueEntry;
