/** Kilo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, rulesync, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("kilo");
const AA = agnosticAi("kilo");

export const kilo = {
  platform: "kilo",
  name: "Kilo Code",
  description: "The Kilo Code agent for editors and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".kilo",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS],
      disputed:
        "vercel's skills and agnostic-ai write .agents/skills, which is read too. gh writes the older .kilocode/skills. The catalogue follows the platform's own current folder.",
    },
    command: { to: "commands", from: [RS, specKit("kilocode"), AA] },
    agent: { to: "agents", from: [RS, AA] },
    hook: {
      to: { path: "plugin", format: "ts", filename: "{name}.ts" },
      from: [AA],
      disputed:
        "rulesync writes .kilo/plugins, and both folders load. The catalogue follows agnostic-ai, the newest source.",
    },
    mcp: {
      to: { path: "kilo.jsonc", base: "project", kind: "merge", key: "mcp", format: "jsonc" },
      from: [RS, AA],
      disputed: "ruler writes .kilocode/mcp.json, which is legacy. The catalogue follows the newer sources.",
    },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "spec-kit's context file is in the older .kilocode. The catalogue follows the majority and the newest source.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [RS] },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [vercelSkills, AA] },
    hook: { paths: [".kilo/plugins"], from: [RS] },
  },
  user: {},
  as_of: "2026-09-01",
  notes: [
    "A rule is read only if instructions[] in kilo.jsonc names it.",
    "Hooks are plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
