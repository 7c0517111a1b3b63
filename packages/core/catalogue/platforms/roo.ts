/** Roo Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, DESCRIPTION } from "../shapes/front-matter.ts";
import { STREAMABLE_HTTP } from "../shapes/mcp-entry.ts";
import { VSCODE_RELOCATIONS } from "../shapes/vscode.ts";
import {
  aiRules,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  toolHive,
  vendor,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("roo");
const RS17 = rulesync17Paths("roo");
const FOLDERS = vendor("RooCodeInc/Roo-Code", "2026-05", "src/services/roo-config/index.ts");

export const roo = {
  platform: "roo",
  name: "Roo Code",
  description: "The Roo Code extension. It is archived; the community continues it as Zoo Code.",
  status: "archived",
  replaced_by: "zoocode",
  root_dir: ".roo",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, ruler, ghSkill, vercelSkills],
      disputed:
        "BMAD-METHOD writes .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [RS] },
    agent: {
      to: {
        path: ".roomodes",
        base: "project",
        kind: "merge",
        key: "customModes",
        entry: "list",
        item_name: "slug",
        format: "yaml",
      },
      from: [rulesync17("subagents/roo-subagent"), RS],
    },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [RS, ruler, aiRules],
    },
    rule_file: { to: "rules", from: [RS, aiRules] },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler] },
  native_skills: { to: "skills", from: [RS, ruler, ghSkill, vercelSkills] },
  also_reads: { skill: { paths: [".agents/skills"], from: [bmad] } },
  user: {
    skill: {
      path: "~/.roo/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [bmad] },
      from: [
        vendor("RooCodeInc/Roo-Code", "2026-05", "src/services/skills/SkillsManager.ts"),
        RS17,
        ghSkill,
        skillshare,
        toolHive,
        vercelSkills,
      ],
      disputed:
        "BMAD-METHOD writes ~/.agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { path: "~/.roo/commands", from: [RS17] },
    mcp: {
      path: "~/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      from: [toolHive],
      disputed:
        "agent-config names the file on macOS, ~/Library/Application Support/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json. It is the same file: the catalogue has the path on Linux, and VS Code's folder by system.",
    },
    rule_file: { path: "~/.roo/rules", from: [FOLDERS, RS17] },
    instructions: {
      unsupported: true,
      from: [FOLDERS],
      disputed:
        "rulesync writes ~/.roo/rules/AGENTS.md. The catalogue does not, because that file is a rule like any other: its name is rulesync's choice.",
    },
  },
  relocations: VSCODE_RELOCATIONS,
  markers: { paths: [".roo"], from: [openPackage11, openSpecTools] },
  frontmatter: { command: { keys: DESCRIPTION, from: [rulesync17("commands/roo-command")] } },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/roo-rule")] },
  ignore_files: { project: [".rooignore"], user: [], keys: [], from: [rulesync17("ignore/roo-ignore"), RS17] },
  permissions: {
    project: [".vscode/settings.json"],
    user: [],
    keys: ["roo-cline.allowedCommands", "roo-cline.deniedCommands"],
    from: [rulesync17("permissions/roo-permissions")],
  },
  mcp_entry: { ...STREAMABLE_HTTP, from: [rulesync17("mcp/roo-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The last release is v3.54.0 (2026-05-15).",
    "Zoo Code uses the same folder, so enable only one of roo and zoocode.",
    "All modes are in one file, .roomodes, as YAML or JSON. A mode is told by its slug, and needs name, roleDefinition and groups. The rules of a mode are in .roo/rules-<mode>/.",
  ],
} as const satisfies CatalogueEntry;
