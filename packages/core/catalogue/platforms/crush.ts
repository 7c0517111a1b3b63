/** Crush. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  bmad,
  dockerMcp,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  rulesync17,
  rulesync17Paths,
  skillshare,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const source = (path: string) => vendor("charmbracelet/crush", "2026-08-21@37f36e93", path);
const README = source("README.md");
const COMMANDS = source("internal/commands/commands.go");
const PATHS = source("internal/config");
const LOAD = source("internal/config/load.go");
const CONFIG = source("docs/config/README.md");
const DEPRECATED =
  "The vendor deprecates crush.json and .crush.json, which wins over it, for the bash files crushrc and .crushrc. The catalogue follows crush.json, which is still read, because no entry can be merged into a script.";
const AA = agnosticAi("crush");
const RS17 = rulesync17Paths("crush");

export const crush = {
  platform: "crush",
  name: "Crush",
  description: "Charm's Crush, an agent for the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".crush",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [PATHS, AA],
      disputed:
        "gh and vercel's skills write .crush/skills, which is read too. OpenPackage writes .config/crush/skills, which is the user's folder below the home. The catalogue follows agnostic-ai, the newer source.",
    },
    command: { to: "commands", from: [COMMANDS, openSpec("crush")] },
    hook: {
      to: { path: "crush.json", base: "project", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [README, rulesync17("hooks/crush-hooks"), AA],
      disputed: DEPRECATED,
    },
    mcp: {
      to: { path: "crush.json", base: "project", kind: "merge", key: "mcp", format: "json" },
      from: [README, rulesync17("mcp/crush-mcp"), AA],
      disputed: DEPRECATED,
    },
    ...textBlocks("AGENTS.md", [PATHS, AA]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [PATHS, AA],
    disputed: "ruler and rulesync write CRUSH.md, which is read too. The catalogue follows the vendor's default name.",
  },
  native_skills: { to: "skills", from: [PATHS, ghSkill, vercelSkills] },
  also_reads: {
    skill: { paths: [".crush/skills", ".claude/skills", ".cursor/skills"], from: [PATHS, ghSkill, vercelSkills] },
    instructions: {
      paths: ["CRUSH.md", "CLAUDE.md", "GEMINI.md", ".cursorrules", ".cursor/rules", ".github/copilot-instructions.md"],
      from: [PATHS],
    },
    hook: { paths: [".crush.json"], from: [README] },
    mcp: { paths: [".crush.json"], from: [README] },
  },
  user_root: ".config/crush",
  user: {
    skill: {
      path: "~/.config/crush/skills",
      also_reads: { paths: ["~/.config/agents/skills", "~/.agents/skills", "~/.claude/skills"], from: [PATHS, bmad] },
      from: [PATHS, RS17, ghSkill, vercelSkills17, skillshare, agentConfig],
    },
    hook: { path: "~/.config/crush/crush.json", from: [RS17, agentConfig], disputed: DEPRECATED },
    mcp: { path: "~/.config/crush/crush.json", from: [RS17, dockerMcp, agentConfig], disputed: DEPRECATED },
    instructions: {
      path: "~/.config/crush/CRUSH.md",
      also_reads: { paths: ["~/.config/AGENTS.md"], from: [rulesync17("rules/crush-rule")] },
      from: [rulesync17("rules/crush-rule"), RS17],
      disputed:
        "agent-config writes ~/.config/crush/AGENTS.md. The catalogue follows rulesync, the newer source, which cites the vendor's list of global files.",
    },
  },
  relocations: [
    { by: { variable: "CRUSH_GLOBAL_CONFIG", replaces: "~/.config/crush" }, from: [LOAD, agentConfig] },
    {
      by: { variable: "CRUSH_GLOBAL_DATA", replaces: "~/.local/share/crush" },
      from: [LOAD, CONFIG],
      disputed:
        "The variable is also listed as one that replaces ~/.config/crush. The catalogue follows the vendor's page, which has what Crush stores itself in ~/.local/share/crush.",
    },
    { by: { variable: "CRUSH_SKILLS_DIR", replaces: "~/.config/crush/skills" }, from: [LOAD, RS17] },
    { by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [CONFIG, agentConfig] },
  ],
  markers: {
    paths: [".crush", "crush.json", ".crush.json", "CRUSH.md"],
    from: [openPackage11, openSpecTools, README, RS17],
  },
  ignore_files: { project: [".crushignore"], user: [], keys: [], from: [rulesync17("ignore/crush-ignore")] },
  permissions: {
    project: ["crush.json"],
    user: ["~/.config/crush/crush.json"],
    keys: ["permissions.allowed_tools", "options.disabled_tools"],
    from: [rulesync17("permissions/crush-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/crush-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "PreToolUse is the only event that supports hooks.",
    "crush.json and .crush.json are deprecated for crushrc and .crushrc (seen on 2026-08-21). They still load.",
    "With CRUSH_SKILLS_DIR, the shared folders for skills in the user's home are not read.",
  ],
} as const satisfies CatalogueEntry;
