/** Crush. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, openSpec, rulesync17, vendor, vercelSkills } from "../sources.ts";

const README = vendor("charmbracelet/crush", "2026-08-21@37f36e93", "README.md");
const COMMANDS = vendor("charmbracelet/crush", "2026-08-21@37f36e93", "internal/commands/commands.go");
const PATHS = vendor("charmbracelet/crush", "2026-08-21@37f36e93", "internal/config");
const DEPRECATED =
  "The vendor deprecates crush.json and .crush.json, which wins over it, for the bash files crushrc and .crushrc. The catalogue follows crush.json, which is still read, because no entry can be merged into a script.";
const AA = agnosticAi("crush");

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
        "gh and vercel's skills write .crush/skills, which is read too. The catalogue follows agnostic-ai, the newer source.",
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
  user: {},
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/crush-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "PreToolUse is the only event that supports hooks.",
    "crush.json and .crush.json are deprecated for crushrc and .crushrc (seen on 2026-08-21). They still load.",
  ],
} as const satisfies CatalogueEntry;
