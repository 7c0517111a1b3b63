/** Devin Desktop. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, rulesync, specKit, specKitContext, vercelSkills } from "../sources.ts";

const RS = rulesync("devin");
const AA = agnosticAi("windsurf");
const SK = specKit("devin");

export const devin = {
  platform: "devin",
  name: "Devin Desktop",
  description: "Cognition's Devin Desktop, called Windsurf until 2026-06-02, and its command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".devin",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, SK, vercelSkills],
      disputed:
        "apm and agnostic-ai write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    agent: {
      to: "agents",
      from: [AA],
      disputed:
        "rulesync writes .devin/agents/<name>/AGENT.md. The catalogue follows agnostic-ai's flat files, the newest source.",
    },
    hook: { to: { path: "hooks.v1.json", kind: "file", format: "json" }, from: [RS, AA] },
    mcp: { to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "apm, ruler, gh and vercel's skills keep the folder .windsurf. The catalogue follows .devin, since the vendor renamed the product on 2026-06-02.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext] },
  native_skills: { to: "skills", from: [RS, SK, vercelSkills] },
  also_reads: { skill: { paths: [".agents/skills", ".windsurf/skills"], from: [RS, AA] } },
  user: {
    skill: { path: "~/.config/devin/skills", from: [RS, vercelSkills] },
    instructions: { path: "~/.config/devin/AGENTS.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "Skills serve as slash commands. There is no folder for commands.",
    "In hooks.v1.json the events are top-level keys, without a wrapper.",
    "Cascade was removed in v3.9.19.",
  ],
} as const satisfies CatalogueEntry;
