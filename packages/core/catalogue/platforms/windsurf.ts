/** Windsurf. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, apm, ghSkill, ruler, vercelSkills } from "../sources.ts";

export const windsurf = {
  platform: "windsurf",
  name: "Windsurf",
  description:
    "The Windsurf editor under its old name, with its old folders. The vendor renamed it to Devin Desktop on 2026-06-02.",
  status: "deprecated",
  replaced_by: "devin",
  root_dir: ".windsurf",
  artifacts: {
    skill: {
      to: "skills",
      from: [apm, ruler, ghSkill, vercelSkills],
      disputed:
        "rulesync, agnostic-ai and spec-kit moved to .devin. This entry follows the projects that keep the old folder, because the new one belongs to devin.",
    },
    command: {
      to: "workflows",
      from: [apm],
      disputed: "In Devin Desktop, skills replaced workflows. This entry follows apm, which describes the old folder.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler, agnosticAi("windsurf")] },
  also_reads: {},
  user: { skill: { path: "~/.codeium/windsurf/skills", from: [vercelSkills] } },
  as_of: "2026-09-01",
  notes: ["Devin Desktop still reads .windsurf/skills."],
} as const satisfies CatalogueEntry;
