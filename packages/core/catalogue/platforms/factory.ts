/** Factory Droid. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, ruler, rulesync, rulesync17, specKit, vendor, vercelSkills } from "../sources.ts";

const RS = rulesync("factorydroid");
const AA = agnosticAi("factory");
const SKILLS = vendor("Factory-AI/factory", "2026-07-24@a80aa7c5", "docs/cli/configuration/skills.mdx");
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
    hook: {
      to: { path: "hooks.json", kind: "merge", key: [], entry: "by_event", format: "json" },
      from: [rulesync17("hooks/factorydroid-hooks"), RS, AA],
    },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [vendor("Factory-AI/factory", "2026-07-24@a80aa7c5", "docs/cli/configuration/mcp.mdx"), RS, ruler, AA],
    },
    ...textBlocks("AGENTS.md", [RS, ruler, AA]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS, ruler, AA] },
  native_skills: { to: "skills", from: [RS, SK, ruler, ghSkill] },
  also_reads: {
    skill: {
      paths: [".agents/skills", ".agent/skills"],
      from: [SKILLS, vercelSkills, AA],
      disputed:
        "The vendor names .agent/skills, vercel's skills and agnostic-ai name .agents/skills. The catalogue lists both folders.",
    },
  },
  user: {
    skill: { path: "~/.factory/skills", from: [ghSkill, vercelSkills] },
    instructions: { path: "~/.factory/AGENTS.md", from: [RS] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/factorydroid-mcp")] },
  shared_names: { types: ["skill", "command"], from: [SKILLS] },
  as_of: "2026-11-25",
  notes: [
    "In hooks.json the events are top-level keys, without a wrapper.",
    "The vendor has merged commands into skills.",
  ],
} as const satisfies CatalogueEntry;
