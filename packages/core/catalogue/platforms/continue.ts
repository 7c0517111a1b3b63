/** Continue. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { GLOBS, INVOKABLE } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agnosticAi,
  dockerMcp,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  rulesync17,
  rulesync17Paths,
  skillshare,
  toolHive,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const AA = agnosticAi("continue");
const RS17 = rulesync17Paths("continue");
const source = (path: string) => vendor("continuedev/continue", "2026-08@d0a3c0b6", path);
const SKILLS = source("core/config/markdown/loadMarkdownSkills.ts");

export const continueDev = {
  platform: "continue",
  name: "Continue",
  description: "The Continue agent for editors and the terminal. It is archived.",
  status: "archived",
  replaced_by: null,
  root_dir: ".continue",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, ghSkill, vercelSkills],
      disputed: "agnostic-ai says that there are no skills. The catalogue follows the vendor's source code.",
    },
    command: { to: "prompts", from: [rulesync17("commands/continue-command"), openPackage11, openSpec("continue")] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/continue-hooks")],
    },
    mcp: {
      to: { path: "mcpServers", format: "yaml", filename: "{name}.yaml" },
      from: [AA],
      disputed:
        "rulesync writes .continue/mcpServers/mcp.json. YAML and JSON files in the folder are read. The catalogue follows agnostic-ai, because a file per server is shared with nobody.",
    },
    rule_file: { to: "rules", from: [AA] },
  },
  instructions: {
    files: ["AGENTS.md", "AGENT.md", "CLAUDE.md"],
    from: [source("core/config/markdown/loadMarkdownRules.ts")],
  },
  also_reads: { skill: { paths: [".claude/skills"], from: [SKILLS] } },
  user: {
    skill: { path: "~/.continue/skills", from: [RS17, ghSkill, vercelSkills17, skillshare] },
    command: { path: "~/.continue/prompts", from: [RS17] },
    hook: { path: "~/.continue/settings.json", from: [RS17] },
    mcp: {
      path: "~/.continue/mcpServers/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
      also_reads: { paths: ["~/.continue/config.yaml"], from: [AA, dockerMcp, toolHive] },
      from: [RS17, rulesync17("mcp/continue-mcp")],
      disputed:
        "Docker and ToolHive write the list mcpServers in ~/.continue/config.yaml, which is read too. The catalogue follows rulesync: the file holds nothing but servers, and its shape was checked with each kind of server.",
    },
    rule_file: { path: "~/.continue/rules", from: [rulesync17("rules/continue-rule"), RS17] },
    instructions: {
      unsupported: true,
      from: [rulesync17("rules/continue-rule")],
      disputed:
        "rulesync writes ~/.continue/rules/AGENTS.md. The catalogue does not, because the file is only a rule with that name: Continue has no instruction file in the home.",
    },
  },
  relocations: [{ by: { variable: "CONTINUE_GLOBAL_DIR", replaces: "~/.continue" }, from: [RS17] }],
  markers: { paths: [".continue"], from: [openPackage11, openSpecTools] },
  frontmatter: { command: { keys: INVOKABLE, from: [rulesync17("commands/continue-command")] } },
  rule_frontmatter: { ...GLOBS, from: [rulesync17("rules/continue-rule")] },
  ignore_files: {
    project: [".continueignore"],
    user: ["~/.continue/.continueignore"],
    keys: [],
    from: [rulesync17("ignore/continue-ignore")],
  },
  permissions: {
    project: [],
    user: ["~/.continue/permissions.yaml"],
    keys: ["exclude", "ask", "allow"],
    from: [rulesync17("permissions/continue-permissions")],
  },
  mcp_entry: {
    ...STANDARD,
    from: [rulesync17("mcp/continue-mcp")],
    disputed:
      "rulesync writes this shape in a JSON file. In the YAML file of agnostic-ai a server may look different. The catalogue follows rulesync, the only source that was checked with each kind of server.",
  },
  as_of: "2026-11-25",
  notes: [
    "The repository is read-only. The last release is 2.0.0 (2026-06-19). The company joined Cursor on 2026-06-18.",
    "A command has a name, a description and invokable. OpenSpec writes it as <name>.prompt.",
    "JSON files in .continue/mcpServers are read too.",
    "A YAML file in .continue/mcpServers has a name, a version and schema: v1, and its server in the list mcpServers. There, streamable HTTP is the type streamable-http, and headers are in requestOptions.",
  ],
} as const satisfies CatalogueEntry;
