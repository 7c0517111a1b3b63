/** Factory Droid. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  toolHive,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("factorydroid");
const RS17 = rulesync17Paths("factorydroid");
const AA = agnosticAi("factory");
const doc = (path: string) => vendor("Factory-AI/factory", "2026-07-24@a80aa7c5", path);
const SKILLS = doc("docs/cli/configuration/skills.mdx");
const MCP = doc("docs/cli/configuration/mcp.mdx");
const SK = specKit("droid");
const TEXTS = textBlocks("AGENTS.md", [RS, ruler, AA]);

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
      from: [MCP, RS, ruler, AA],
      disputed:
        "OpenPackage writes .factory/settings/mcp.json. The catalogue follows the vendor's page, which names .factory/mcp.json.",
    },
    ...TEXTS,
    rule_file: {
      ...TEXTS.rule_file,
      disputed:
        "rulesync writes .factory/rules, which works only because it names the files in AGENTS.md. The catalogue follows the platform, which has no folder for rules.",
    },
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
    skill: {
      path: "~/.factory/skills",
      from: [RS17, ghSkill, vercelSkills17, vercelSkills, skillshare, bmad, toolHive],
    },
    command: { path: "~/.factory/commands", from: [RS17] },
    agent: { path: "~/.factory/droids", from: [RS17, skillshare] },
    hook: { path: "~/.factory/hooks.json", from: [RS17] },
    mcp: { path: "~/.factory/mcp.json", from: [MCP, RS17, toolHive] },
    instructions: { path: "~/.factory/AGENTS.md", from: [RS17, RS] },
  },
  markers: { paths: [".factory"], from: [openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/factorydroid-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/factorydroid-subagent")] },
  },
  permissions: {
    project: [".factory/settings.json"],
    user: ["~/.factory/settings.json"],
    keys: ["commandDenylist", "commandAllowlist"],
    from: [rulesync17("permissions/factorydroid-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/factorydroid-mcp")] },
  shared_names: { types: ["skill", "command"], from: [SKILLS] },
  as_of: "2026-11-25",
  notes: [
    "In hooks.json the events are top-level keys, without a wrapper.",
    "The vendor has merged commands into skills.",
    "A review reads the skill .factory/skills/review-guidelines/SKILL.md.",
  ],
} as const satisfies CatalogueEntry;
