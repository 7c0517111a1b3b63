/** Factory Droid. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, ruler, rulesync, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("factorydroid");
const AA = agnosticAi("factory");
const SK = specKit("droid");

export const factory = {
  platform: "factory",
  name: "Factory Droid",
  description: "Factory's Droid.",
  status: "active",
  replaced_by: null,
  root_dir: ".factory",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, SK, ruler, ghSkill],
      disputed:
        "vercel's skills and agnostic-ai write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [RS, AA] },
    agent: { to: "droids", from: [RS, AA] },
    hook: { to: { path: "hooks.json", kind: "file", format: "json" }, from: [RS, AA] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, ruler, AA],
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, ruler, AA] },
  native_skills: { to: "skills", from: [RS, SK, ruler, ghSkill] },
  also_reads: { skill: { paths: [".agents/skills"], from: [vercelSkills, AA] } },
  user: {
    skill: { path: "~/.factory/skills", from: [ghSkill, vercelSkills] },
    instructions: { path: "~/.factory/AGENTS.md", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: ["In hooks.json the events are top-level keys, without a wrapper."],
} as const satisfies CatalogueEntry;
