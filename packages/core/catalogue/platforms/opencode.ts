/** OpenCode. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, apm, ruler, rulesync, specKit, vendor } from "../sources.ts";

const RS = rulesync("opencode");
const AA = agnosticAi("opencode");
const SKILLS = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/skills.mdx");
const CONFIG = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/config.mdx");

export const opencode = {
  platform: "opencode",
  name: "OpenCode",
  description: "The OpenCode terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".opencode",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh and others write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [CONFIG] },
    agent: { to: "agents", from: [CONFIG] },
    hook: {
      to: { path: "plugins", format: "ts", filename: "{name}.ts" },
      from: [CONFIG, RS, AA],
      disputed:
        "apm says there are no hooks. The catalogue follows the vendor's plugin folder. Its modules are code that hooks into events.",
    },
    mcp: {
      to: { path: "opencode.json", base: "project", kind: "merge", key: "mcp", format: "json" },
      from: [CONFIG, apm, ruler, AA],
      disputed:
        "rulesync writes opencode.jsonc, and dotagents writes .opencode/opencode.jsonc. The vendor documents opencode.json and opencode.jsonc at the root.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKit("opencode"), ruler] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: { skill: { paths: [".claude/skills", ".agents/skills"], from: [SKILLS] } },
  user: {
    skill: { path: "~/.config/opencode/skills", from: [SKILLS] },
    instructions: { path: "~/.config/opencode/AGENTS.md", from: [RS, AA] },
  },
  as_of: "2026-09-01",
  notes: [
    "The singular folders (command, agent) are legacy.",
    "instructions[] in opencode.json names further instruction files.",
  ],
} as const satisfies CatalogueEntry;
