/** Kiro. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { INCLUSION, NAME_AND_DESCRIPTION, NO_KEYS } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agnosticAi,
  apm,
  apm35,
  bmad,
  dockerMcp,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  rulesyncTable,
  skillshare,
  specKit,
  specKitContext,
  toolHive,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("kiro");
const V3 = page("https://kiro.dev/docs/cli/v3", "2026-11", "Agents and hooks");
const AA = agnosticAi("kiro");
const RS17 = rulesync17Paths("kiro");
const STEERING = page("https://kiro.dev/docs/steering/", "2026-09", "Global steering, and AGENTS.md");

export const kiro = {
  platform: "kiro",
  name: "Kiro",
  description: "Amazon's Kiro: the editor and the command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".kiro",
  artifacts: {
    skill: { to: "skills", from: [RS, apm, ruler, ghSkill, vercelSkills, AA] },
    command: {
      to: "prompts",
      from: [apm35, RS, specKit("kiro_cli")],
      disputed:
        "agnostic-ai lists no commands. The catalogue follows the projects that write .kiro/prompts, to which apm belongs since version 0.35. OpenSpec's suffix .prompt.md is its own choice.",
    },
    agent: {
      to: "agents",
      from: [V3, apm, AA],
      disputed:
        "rulesync writes *.json for the command line. The catalogue follows the vendor: the editor, and the command line since v3, read Markdown. Up to v2 the command line reads JSON.",
    },
    hook: {
      to: { path: "hooks", format: "json", filename: "{name}.json" },
      from: [V3, RS, AA],
      disputed:
        "For the command line, rulesync writes hooks into an agent's file, .kiro/agents/default.json, under hooks. That is where the command line up to v2 reads them. The catalogue follows the vendor: the editor, and the command line since v3, read .kiro/hooks.",
    },
    mcp: {
      to: { path: "settings/mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, apm, ruler, AA],
    },
    rule_file: { to: "steering", from: [RS, ruler, AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext] },
  also_reads: {},
  user: {
    skill: {
      path: "~/.kiro/skills",
      from: [rulesyncTable, RS17, ghSkill, vercelSkills, apm35, bmad, skillshare, toolHive],
    },
    command: { path: "~/.kiro/prompts", from: [RS17] },
    agent: { path: "~/.kiro/agents", from: [RS17] },
    hook: { path: "~/.kiro/hooks", from: [RS17] },
    mcp: { path: "~/.kiro/settings/mcp.json", from: [RS17, addMcp, apm35, dockerMcp, toolHive] },
    rule_file: { path: "~/.kiro/steering", from: [STEERING, RS, RS17] },
    instructions: {
      path: "~/.kiro/steering/AGENTS.md",
      from: [STEERING, AA],
      disputed:
        "rulesync names only the folder, ~/.kiro/steering. The catalogue follows the vendor: the folder is for rules, and AGENTS.md in it is always read.",
    },
  },
  markers: { paths: [".kiro"], from: [addMcp, openPackage11, openSpecTools] },
  frontmatter: {
    command: { keys: NO_KEYS, from: [rulesync17("commands/kiro-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [AA, rulesync17("subagents/kiro-ide-subagent")] },
  },
  rule_frontmatter: { ...INCLUSION, from: [AA, rulesync17("rules/kiro-rule")] },
  ignore_files: {
    project: [".kiroignore"],
    user: ["~/.kiro/settings/kiroignore"],
    keys: [],
    from: [AA, page("https://kiro.dev/docs/kiroignore/", "2026-09", "Kiroignore"), rulesync17("ignore/kiro-ignore")],
    disputed:
      "Older versions of rulesync write .aiignore. agnostic-ai says that the command line since v3 reads no file of the user. The catalogue follows rulesync 17 for the user's file, which the editor reads.",
  },
  permissions: {
    project: [".kiro/agents/default.json"],
    user: [],
    keys: ["allowedTools", "toolsSettings"],
    from: [rulesync17("permissions/kiro-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/kiro-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The command line up to v2 reads hooks in its agents' JSON files. Since v3 it reads .kiro/hooks, as the editor does.",
    'The content of a hook file is {"version": "v1", "hooks": []}.',
    "The `inclusion` field of a steering file determines when it applies.",
    "The editor heeds .kiroignore only if the setting kiroAgent.agentIgnoreFiles names it.",
    "rulesync treats the editor and the command line as two platforms, kiro-ide and kiro-cli.",
  ],
} as const satisfies CatalogueEntry;
