/** Goose. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { LOCAL_ONLY } from "../mcp-entry.ts";
import {
  agnosticAi,
  ghSkill,
  ruler,
  rulesync,
  rulesync17,
  specKit,
  toolHive,
  vendor,
  vercelSkills,
} from "../sources.ts";

const RS = rulesync("goose");
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
        "agnostic-ai writes no such file. The catalogue follows rulesync, which names the file and the version that introduced it, v1.39.0.",
    },
    ...textBlocks("AGENTS.md", [HINTS, RS, AA]),
  },
  instructions: { files: ["AGENTS.md", ".goosehints"], from: [HINTS, RS, AA] },
  native_skills: { to: "skills", from: [RS, ghSkill, vercelSkills] },
  also_reads: {
    skill: { paths: [".goose/skills", ".claude/skills"], from: [SKILLS, AA] },
    agent: { paths: [".goose/agents", ".claude/agents"], from: [AGENTS] },
  },
  user: {
    skill: {
      path: "~/.agents/skills",
      from: [SKILLS, toolHive, AA],
      disputed:
        "gh and vercel's skills write ~/.config/goose/skills, read for compatibility. The catalogue follows what the vendor recommends.",
    },
    instructions: { path: "~/.config/goose/.goosehints", from: [RS] },
  },
  mcp_entry: { ...LOCAL_ONLY, from: [rulesync17("mcp/goose-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The repository moved from block/goose to aaif-goose/goose in 2026.",
    "The setting CONTEXT_FILE_NAMES changes the names of the instruction files.",
    "Hooks and MCP servers belong to a plugin, .agents/plugins/<plugin>/. The servers of a plugin support only stdio.",
    "The user's MCP servers are in ~/.config/goose/config.yaml, under extensions.",
  ],
} as const satisfies CatalogueEntry;
