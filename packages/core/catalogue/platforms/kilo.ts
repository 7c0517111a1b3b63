/** Kilo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, DESCRIPTION, SUBAGENT } from "../shapes/front-matter.ts";
import { LOCAL_OR_REMOTE } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  rulesync,
  rulesync17,
  rulesync17Paths,
  specKit,
  specKitContext,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("kilo");
const RS17 = rulesync17Paths("kilo");
const SKILLS = vendor("Kilo-Org/kilocode", "2026-08", "packages/kilo-docs/pages/customize/skills.md");
const CONFIG = vendor("Kilo-Org/kilocode", "2026-08", "packages/kilo-docs");
const IGNORE = vendor("Kilo-Org/kilocode", "2026-08", "packages/kilo-docs/pages/customize/context/kilocodeignore.md");
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
      from: [SKILLS, RS],
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
      from: [CONFIG, RS, AA],
      disputed:
        "ruler writes .kilocode/mcp.json, which the platform migrates. add-mcp writes kilo.json, which is read too. The catalogue follows the newer sources, which write kilo.jsonc.",
    },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "spec-kit's context file is in the older .kilocode. The catalogue follows the majority and the newest source.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [SKILLS, RS] },
  also_reads: {
    skill: {
      paths: [".agents/skills", ".claude/skills", ".kilocode/skills"],
      from: [SKILLS, vercelSkills, AA, ghSkill],
    },
    command: { paths: [".kilo/command", ".kilocode/workflows"], from: [openSpec("kilocode"), openPackage11] },
    mcp: { paths: ["kilo.json", ".kilo/kilo.jsonc"], from: [CONFIG] },
    rule_file: { paths: [".kilocode/rules"], from: [openPackage11, specKitContext] },
    hook: { paths: [".kilo/plugins"], from: [RS] },
  },
  user_root: ".config/kilo",
  user: {
    skill: {
      path: "~/.kilo/skills",
      from: [SKILLS, rulesync17("skills/kilo-skill"), vercelSkills17, agentConfig],
      disputed:
        "gh, skillshare and BMAD-METHOD write ~/.kilocode/skills, the folder of older versions. The catalogue follows the vendor's page.",
    },
    command: { path: "~/.config/kilo/commands", from: [CONFIG, RS17] },
    agent: { path: "~/.config/kilo/agents", from: [CONFIG, RS17] },
    hook: {
      path: "~/.config/kilo/plugins",
      also_reads: { paths: ["~/.config/kilo/plugin"], from: [RS17] },
      from: [CONFIG, RS17],
    },
    mcp: {
      path: "~/.config/kilo/kilo.jsonc",
      also_reads: { paths: ["~/.config/kilo/kilo.json"], from: [addMcp] },
      from: [CONFIG, RS17, agentConfig],
    },
    rule_file: {
      path: "~/.kilo/rules",
      also_reads: { paths: ["~/.kilocode/rules"], from: [rulesync17("rules/kilo-rule")] },
      from: [rulesync17("rules/kilo-rule")],
    },
    instructions: { path: "~/.config/kilo/AGENTS.md", from: [CONFIG, RS17] },
  },
  relocations: [{ by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [addMcp] }],
  markers: {
    paths: [".kilo", ".kilocode", "kilo.jsonc", "kilo.json"],
    from: [addMcp, openPackage11, openSpecTools],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [AA, rulesync17("commands/kilo-command")] },
    agent: {
      keys: SUBAGENT,
      from: [AA, rulesync17("subagents/kilo-subagent")],
      disputed:
        "rulesync 17 writes mode: all and a name. The catalogue follows agnostic-ai: the name comes from the file, and an agent that others call has mode: subagent.",
    },
  },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/kilo-rule")] },
  ignore_files: { project: [".kilocodeignore"], user: [], keys: [], from: [IGNORE, rulesync17("ignore/kilo-ignore")] },
  permissions: {
    project: ["kilo.jsonc"],
    user: ["~/.config/kilo/kilo.jsonc"],
    keys: ["permission"],
    from: [rulesync17("permissions/kilo-permissions"), AA],
  },
  mcp_entry: { ...LOCAL_OR_REMOTE, from: [rulesync17("mcp/kilo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A rule is read only if instructions[] in kilo.jsonc names it. Rules in the user's home need no entry.",
    ".kilo replaced the folder .kilocode in 2026. .kilo/kilo.jsonc wins over kilo.jsonc at the root.",
    "Hooks are plugins: code, not configuration.",
  ],
} as const satisfies CatalogueEntry;
