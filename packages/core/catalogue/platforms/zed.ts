/** Zed. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { UNTYPED } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agnosticAi,
  dockerMcp,
  openSpecTools,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("zed");
const RS17 = rulesync17Paths("zed");
const AA = agnosticAi("zed");
const RULES = vendor("zed-industries/zed", "2026-08", "docs/src/ai/instructions.md");
const SKILLS = vendor("zed-industries/zed", "2026-08", "docs/src/ai/skills.md");

export const zed = {
  platform: "zed",
  name: "Zed",
  description: "The Zed editor and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".zed",
  artifacts: {
    skill: { to: { path: ".agents/skills", base: "project" }, from: [SKILLS] },
    hook: {
      to: { path: "tasks.json", kind: "merge", key: [], entry: "list", item_name: "label", format: "json" },
      from: [AA],
      disputed: "agnostic-ai is the only source. The catalogue follows it, because no other source names the hooks.",
    },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "context_servers", format: "json" },
      from: [RS, ruler, AA],
    },
    ...textBlocks(".rules", [RULES, RS, AA]),
  },
  instructions: {
    files: [".rules"],
    first_only: true,
    from: [RULES, RS, AA],
    disputed: "ruler and spec-kit write AGENTS.md. The catalogue follows .rules, for which the platform looks first.",
  },
  also_reads: {
    instructions: {
      paths: [
        ".cursorrules",
        ".windsurfrules",
        ".clinerules",
        ".github/copilot-instructions.md",
        "AGENT.md",
        "AGENTS.md",
        "CLAUDE.md",
        "GEMINI.md",
      ],
      from: [RULES],
    },
  },
  user_root: ".config/zed",
  user: {
    skill: { path: "~/.agents/skills", from: [SKILLS, RS17, skillshare, vercelSkills17] },
    mcp: {
      path: "~/.config/zed/settings.json",
      from: [RS17, addMcp, dockerMcp, toolHive],
      disputed:
        "add-mcp writes ~/Library/Application Support/Zed/settings.json on macOS. The catalogue follows the vendor, which names another folder for Windows alone.",
    },
    instructions: { path: "~/.config/zed/AGENTS.md", from: [RULES, RS17, RS, AA] },
  },
  relocations: [
    { by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [addMcp] },
    { by: { system: "windows", replaces: "~/.config/zed", by: "%APPDATA%/Zed" }, from: [RULES, RS17] },
  ],
  markers: { paths: [".zed"], shared: [".agents/skills"], from: [addMcp, openSpecTools] },
  ignore_files: {
    project: [".zed/settings.json"],
    user: ["~/.config/zed/settings.json"],
    keys: ["private_files"],
    from: [rulesync17("ignore/zed-ignore")],
  },
  permissions: {
    project: [".zed/settings.json"],
    user: ["~/.config/zed/settings.json"],
    keys: ["agent.tool_permissions.tools"],
    from: [rulesync17("permissions/zed-permissions")],
  },
  mcp_entry: { ...UNTYPED, from: [rulesync17("mcp/zed-mcp")] },
  one_level: { skill: { from: [SKILLS] } },
  as_of: "2026-11-25",
  notes: [
    "Skills are read from one flat folder, in trusted worktrees only.",
    "Hooks are tasks in a list that the user writes too, and the user must opt in. A task is told by its label.",
    "Skills replaced the Rules library in Zed 1.4.0.",
    "Only the first instruction file that exists is read, so a block in .rules hides the others from Zed. The order: .rules, .cursorrules, .windsurfrules, .clinerules, .github/copilot-instructions.md, AGENT.md, AGENTS.md, CLAUDE.md, GEMINI.md.",
  ],
} as const satisfies CatalogueEntry;
