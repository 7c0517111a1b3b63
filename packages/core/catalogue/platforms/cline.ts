/** Cline. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, rulesync, specKit, vendor } from "../sources.ts";

const RS = rulesync("cline");
const AA = agnosticAi("cline");
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
      from: [AA],
      disputed:
        ".clinerules/hooks is read as well. The catalogue follows .cline/hooks, which agnostic-ai, the newest source, writes.",
    },
    mcp: { unsupported: true, from: [RS] },
    rule_file: { to: { path: ".clinerules", base: "project" }, from: [RS, AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: { paths: [".clinerules/skills", ".claude/skills", ".agents/skills"], from: [SKILLS, AA] },
    hook: { paths: [".clinerules/hooks"], from: [AA] },
    rule_file: { paths: [".cline/rules"], from: [AA] },
  },
  user: {
    skill: {
      path: "~/.cline/skills",
      from: [SKILLS],
      disputed: "gh and vercel's skills write ~/.agents/skills. The catalogue follows the vendor's document.",
    },
    instructions: { path: "~/.agents/AGENTS.md", from: [RS, AA] },
  },
  as_of: "2026-09-01",
  notes: [
    "A hook is an executable with the name of its event.",
    "An agent's file contains YAML frontmatter, then the prompt. Files ending in .yml are read too.",
    "MCP servers are configured for the user only: ~/.cline/data/settings/cline_mcp_settings.json.",
  ],
} as const satisfies CatalogueEntry;
