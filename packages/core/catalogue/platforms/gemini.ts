/** Google's Gemini CLI. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION, TOML_PROMPT } from "../shapes/front-matter.ts";
import { HTTP_URL } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  apm35,
  bmad,
  dockerMcp,
  ghSkill,
  openSpecTools,
  report,
  skillshare,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const AA = agnosticAi("gemini");
const doc = (path: string) => vendor("google-gemini/gemini-cli", "2026-08-21@5411f113", path);
const STORAGE = doc("packages/core/src/config/storage.ts");
const SKILLS = doc("docs/cli/skills.md");
const SUBAGENTS = doc("docs/core/subagents.md");

export const gemini = {
  platform: "gemini",
  name: "Gemini CLI",
  description: "Google's Gemini CLI.",
  status: "active",
  replaced_by: null,
  root_dir: ".gemini",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh writes .agents/skills, which is read too and has priority for equal names. The catalogue follows the platform's own folder.",
    },
    command: { to: { path: "commands", format: "toml", filename: "{name}.toml" }, from: [STORAGE] },
    agent: { to: "agents", from: [SUBAGENTS, STORAGE] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [STORAGE],
    },
    mcp: { to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" }, from: [STORAGE] },
    ...textBlocks("GEMINI.md", [STORAGE]),
  },
  instructions: {
    files: ["GEMINI.md"],
    from: [STORAGE],
    disputed:
      "ruler writes AGENTS.md, and names it in the setting context.fileName. The catalogue follows the vendor, which reads only GEMINI.md without that setting.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS] } },
  user: {
    skill: {
      path: "~/.gemini/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [STORAGE, SKILLS, apm35, bmad, toolHive] },
      from: [SKILLS, STORAGE, ghSkill, vercelSkills17, skillshare, agentConfig],
      disputed:
        "apm, BMAD-METHOD and ToolHive write ~/.agents/skills, which is read too and has priority for equal names. The catalogue follows the platform's own folder.",
    },
    command: { path: "~/.gemini/commands", from: [STORAGE] },
    agent: { path: "~/.gemini/agents", from: [STORAGE] },
    hook: { path: "~/.gemini/settings.json", from: [STORAGE, agentConfig] },
    mcp: { path: "~/.gemini/settings.json", from: [STORAGE, addMcp, apm35, dockerMcp, toolHive, agentConfig] },
    instructions: { path: "~/.gemini/GEMINI.md", from: [STORAGE, AA, agentConfig] },
  },
  relocations: [
    {
      by: { variable: "GEMINI_CLI_HOME", replaces: "~" },
      from: [vendor("google-gemini/gemini-cli", "2026-08", "packages/core/src/utils/paths.ts")],
    },
  ],
  markers: { paths: [".gemini", "GEMINI.md"], from: [addMcp, openSpecTools, STORAGE] },
  frontmatter: {
    command: {
      keys: TOML_PROMPT,
      from: [vendor("google-gemini/gemini-cli", "2026-08", "docs/cli/custom-commands.md")],
    },
    agent: { keys: NAME_AND_DESCRIPTION, from: [SUBAGENTS] },
  },
  ignore_files: {
    project: [".geminiignore"],
    user: [],
    keys: [],
    from: [vendor("google-gemini/gemini-cli", "2026-08", "docs/gemini-ignore.md")],
  },
  mcp_entry: { ...HTTP_URL, from: [vendor("google-gemini/gemini-cli", "2026-11", "docs/tools/mcp-server.md")] },
  shared_names: {
    types: ["skill", "command"],
    from: [report("vshulcz/deja-vu", "2026-09", 3665), report("crewrig/crewrig", "2026-08", 1077)],
  },
  as_of: "2026-11-25",
  notes: [
    "The setting context.fileName changes the name of the instruction file.",
    "GEMINI_CLI_HOME stands for the user's home: the folders .gemini and .agents are looked for in it.",
    "Since 2026-06-18 it is closed to consumer accounts, for which Antigravity CLI is the successor. Enterprise accounts and API keys still work (google-gemini/gemini-cli discussion #28017).",
  ],
} as const satisfies CatalogueEntry;
