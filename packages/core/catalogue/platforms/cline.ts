/** Cline. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, rulesync, rulesync17, specKit, vendor } from "../sources.ts";

const RS = rulesync("cline");
const AA = agnosticAi("cline");
const HOOK_FILES = vendor("cline/cline", "2026-08@0f667f08", "sdk/packages/core/src/hooks/hook-file-config.ts");
const PATHS = vendor("cline/cline", "2026-08-22@21cb8d25", "sdk/packages/shared/src/storage/paths.ts");
const SKILLS = vendor("cline/cline", "2026-08", "docs/customization/skills.mdx");

export const cline = {
  platform: "cline",
  name: "Cline",
  description: "The Cline agent for editors and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".cline",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh and vercel's skills write .agents/skills. The catalogue follows the folder that the vendor recommends.",
    },
    command: { to: { path: ".clinerules/workflows", base: "project" }, from: [RS, specKit("cline"), AA] },
    agent: { to: { path: "agents", format: "yaml", filename: "{name}.yaml" }, from: [RS, AA] },
    hook: {
      to: { path: "hooks", format: "sh", filename: "{name}.sh" },
      from: [HOOK_FILES, AA],
      disputed:
        ".clinerules/hooks, in which rulesync writes, is read as well. The catalogue follows .cline/hooks, which agnostic-ai writes, because the vendor calls .clinerules deprecated.",
    },
    mcp: { unsupported: true, from: [RS] },
    rule_file: {
      to: "rules",
      from: [PATHS, AA],
      disputed:
        "rulesync writes .clinerules, which is read too. The catalogue follows the vendor's source code, which calls .clinerules deprecated.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: {
      paths: [".clinerules/skills", ".agents/skills"],
      from: [SKILLS, AA],
      disputed:
        "agnostic-ai names .claude/skills too. The catalogue follows the vendor, whose current list of paths does not contain it.",
    },
    command: { paths: [".cline/workflows"], from: [PATHS] },
    hook: { paths: [".clinerules/hooks"], from: [AA] },
    rule_file: { paths: [".clinerules"], from: [PATHS, RS] },
  },
  user: {
    skill: {
      path: "~/.cline/skills",
      from: [SKILLS],
      disputed: "gh and vercel's skills write ~/.agents/skills. The catalogue follows the vendor's document.",
    },
    instructions: { path: "~/.agents/AGENTS.md", from: [RS, AA] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/cline-mcp")] },
  hook_events: {
    names: [
      "TaskStart",
      "TaskResume",
      "TaskCancel",
      "TaskComplete",
      "TaskError",
      "PreToolUse",
      "PostToolUse",
      "UserPromptSubmit",
      "PreCompact",
      "SessionShutdown",
    ],
    from: [HOOK_FILES],
  },
  as_of: "2026-11-25",
  notes: [
    "A hook is an executable with the name of its event, in upper or lower case. It has no extension or one of sh, bash, zsh, js, mjs, cjs, ts, mts, cts, py and ps1.",
    "The vendor replaces .clinerules with .cline. .clineignore is to be removed.",
    "An agent's file contains YAML frontmatter, then the prompt. Files ending in .yml are read too.",
    "MCP servers are configured for the user only: ~/.cline/data/settings/cline_mcp_settings.json.",
  ],
} as const satisfies CatalogueEntry;
