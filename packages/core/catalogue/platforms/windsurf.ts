/** Windsurf. */
import type { CatalogueEntry } from "../schema.ts";
import { agnosticAi, apm, ghSkill, ruler, vercelSkills } from "../sources.ts";

export const windsurf = {
  platform: "windsurf",
  name: "Windsurf",
  description: "The Windsurf editor, by its old name and folders; the vendor renamed it Devin Desktop on 2026-06-02.",
  status: "deprecated",
  replaced_by: "devin",
  root_dir: ".windsurf",
  artifacts: {
    skill: {
      to: "skills",
      from: [apm, ruler, ghSkill, vercelSkills],
      disputed:
        "rulesync, agnostic-ai and spec-kit moved to .devin; followed here: the projects that keep the old folder, as the new one is devin's.",
    },
    command: {
      to: "workflows",
      from: [apm],
      disputed: "Skills took the place of workflows in Devin Desktop; followed: apm, for the old folder.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler, agnosticAi("windsurf")] },
  also_reads: {},
  user: { skill: { path: "~/.codeium/windsurf/skills", from: [vercelSkills] } },
  as_of: "2026-09-01",
  notes: ["Devin Desktop still reads .windsurf/skills."],
} as const satisfies CatalogueEntry;
