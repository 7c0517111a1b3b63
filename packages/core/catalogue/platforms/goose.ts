/** Goose. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION, RECIPE } from "../shapes/front-matter.ts";
import { EXTENSION, LOCAL_ONLY } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agnosticAi,
  bmad,
  dockerMcp,
  ghSkill,
  openPackage11,
  page,
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

const RS = rulesync("goose");
const RS17 = rulesync17Paths("goose");
const guide = (path: string) => vendor("aaif-goose/goose", "2026-08", `documentation/docs/guides/${path}`);
const SKILLS = guide("context-engineering/using-skills.md");
const AGENTS = guide("context-engineering/custom-agents.md");
const HINTS = guide("context-engineering/using-goosehints.md");
const AA = agnosticAi("goose");

export const goose = {
  platform: "goose",
  name: "Goose",
  description: "The open-source agent Goose, which was started at Block.",
  status: "active",
  replaced_by: null,
  root_dir: ".goose",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [SKILLS, AA, RS, ruler],
      disputed:
        "gh and vercel's skills write .goose/skills, read for compatibility. The catalogue follows what the vendor recommends.",
    },
    command: {
      to: { path: "recipes", format: "yaml", filename: "{name}.yaml" },
      from: [RS, specKit("goose")],
    },
    agent: {
      to: { path: ".agents/agents", base: "project" },
      from: [AGENTS, AA],
      disputed:
        "rulesync writes .goose/agents, read for compatibility. The catalogue follows what the vendor recommends.",
    },
    hook: {
      to: { path: ".agents/plugins", base: "project", format: "json", filename: "{name}/hooks/hooks.json" },
      from: [RS, AA],
    },
    mcp: {
      to: { path: ".agents/plugins", base: "project", format: "json", filename: "{name}/.mcp.json", key: "mcpServers" },
      from: [RS],
      disputed:
        "agnostic-ai writes no such file, and OpenPackage writes .goose/config.yaml, which no document names. The catalogue follows rulesync, which names the file and the version that introduced it, v1.39.0.",
    },
    ...textBlocks("AGENTS.md", [HINTS, RS, AA]),
  },
  instructions: { files: ["AGENTS.md", ".goosehints"], from: [HINTS, RS, AA] },
  native_skills: { to: "skills", from: [RS, ghSkill, vercelSkills] },
  also_reads: {
    skill: { paths: [".goose/skills", ".claude/skills"], from: [SKILLS, AA] },
    agent: { paths: [".goose/agents", ".claude/agents"], from: [AGENTS] },
  },
  user_root: ".config/goose",
  user: {
    skill: {
      path: "~/.agents/skills",
      also_reads: {
        paths: ["~/.config/goose/skills", "~/.config/agents/skills"],
        from: [SKILLS, ghSkill, vercelSkills17, skillshare, openPackage11, bmad],
      },
      from: [SKILLS, toolHive, AA],
      disputed:
        "gh, vercel's skills, skillshare and OpenPackage write ~/.config/goose/skills, BMAD-METHOD ~/.config/agents/skills, both read for compatibility. The catalogue follows what the vendor recommends.",
    },
    command: {
      path: "~/.config/goose/recipes",
      from: [RS17, rulesync17("commands/goose-command")],
      disputed:
        "rulesync also names a recipe in ~/.config/goose/config.yaml, so that it is a slash command. The catalogue has the recipe alone.",
    },
    agent: {
      path: "~/.agents/agents",
      also_reads: { paths: ["~/.config/goose/agents", "~/.goose/agents", "~/.claude/agents"], from: [AGENTS] },
      from: [AGENTS],
      disputed:
        "rulesync writes ~/.config/goose/agents, read for compatibility. The catalogue follows what the vendor recommends.",
    },
    hook: { path: "~/.agents/plugins", from: [RS17] },
    mcp: {
      path: "~/.config/goose/config.yaml",
      kind: "merge",
      key: "extensions",
      format: "yaml",
      mcp_entry: EXTENSION,
      from: [RS17, rulesync17("mcp/goose-mcp"), addMcp, dockerMcp, openPackage11, toolHive],
    },
    instructions: {
      path: "~/.config/goose/.goosehints",
      also_reads: { paths: ["~/.config/goose/AGENTS.md"], from: [HINTS] },
      from: [HINTS, RS17, RS],
    },
  },
  relocations: [
    { by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [vercelSkills17, addMcp] },
    { by: { variable: "CONTEXT_FILE_NAMES", replaces: ".goosehints", value: "file_names" }, from: [HINTS] },
    { by: { variable: "CONTEXT_FILE_NAMES", replaces: "AGENTS.md", value: "file_names" }, from: [HINTS] },
    {
      by: { system: "windows", replaces: "~/.config/goose", by: "%APPDATA%/Block/goose/config" },
      from: [addMcp, dockerMcp],
    },
  ],
  markers: { paths: [".goose", ".goosehints"], from: [openPackage11, HINTS] },
  frontmatter: {
    command: { keys: RECIPE, from: [rulesync17("commands/goose-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [AGENTS, rulesync17("subagents/goose-subagent")] },
  },
  ignore_files: {
    project: [".gooseignore"],
    user: ["~/.config/goose/.gooseignore"],
    keys: [],
    from: [
      page("https://block.github.io/goose/docs/guides/using-gooseignore", "2026-11", "Creating your .gooseignore file"),
    ],
  },
  permissions: {
    project: [],
    user: ["~/.config/goose/permission.yaml"],
    keys: ["user.always_allow", "user.ask_before", "user.never_allow"],
    from: [rulesync17("permissions/goose-permissions")],
  },
  mcp_entry: { ...LOCAL_ONLY, from: [rulesync17("mcp/goose-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The repository moved from block/goose to aaif-goose/goose in 2026.",
    "The variable CONTEXT_FILE_NAMES is a JSON list of the names of the instruction files.",
    "Hooks and MCP servers belong to a plugin, .agents/plugins/<plugin>/. The servers of a plugin support only stdio.",
    "The user's MCP servers are in ~/.config/goose/config.yaml, under extensions.",
  ],
} as const satisfies CatalogueEntry;
