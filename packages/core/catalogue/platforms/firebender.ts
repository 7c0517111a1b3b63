/** Firebender. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS_APPLY, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { bmad, ghSkill, page, ruler, skillshare, specKit, specKitContext, vercelSkills17 } from "../sources.ts";

const doc = (path: string, section: string) => page(`https://docs.firebender.com/${path}`, "2026-11", section);
const SKILLS = doc("multi-agent/skills", "Create a Skill");
const RULES = doc("api-reference/rules", "Configuration Locations");
const CONFIG = doc("api-reference/syntax", "Configuration Locations");
const AGENTS = doc("api-reference/agents", "Agent File Format");
const AGENTS_MD = doc("api-reference/agents-md", "File Locations");

export const firebender = {
  platform: "firebender",
  name: "Firebender",
  description: "The Firebender agent for JetBrains' editors and Android Studio.",
  status: "active",
  replaced_by: null,
  root_dir: ".firebender",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, bmad, skillshare],
      disputed: "gh and vercel's skills write .agents/skills. The catalogue follows the vendor's document.",
    },
    command: { to: { path: "commands", format: "mdc", filename: "{name}.mdc" }, from: [specKit("firebender")] },
    agent: { to: "agents", from: [AGENTS] },
    mcp: {
      to: { path: "firebender.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      from: [CONFIG, ruler],
    },
    rule_file: { to: { path: "rules", format: "mdc", filename: "{name}.mdc" }, from: [RULES, specKitContext] },
  },
  instructions: {
    files: ["AGENTS.md"],
    first_only: true,
    from: [AGENTS_MD],
    disputed:
      "ruler writes the instructions into firebender.json, under rules. The catalogue follows the vendor, which has files for them.",
  },
  also_reads: { instructions: { paths: [".firebender/AGENTS.md"], from: [AGENTS_MD] } },
  user: {
    skill: {
      path: "~/.firebender/skills",
      from: [SKILLS, ghSkill, vercelSkills17, skillshare],
      disputed: "BMAD-METHOD writes ~/.agents/skills. The catalogue follows the vendor's document.",
    },
    mcp: { path: "~/.firebender/firebender.json", from: [CONFIG] },
    rule_file: { path: "~/.firebender/rules", from: [RULES] },
    instructions: { path: "~/.firebender/AGENTS.md", from: [AGENTS_MD] },
  },
  markers: { paths: [".firebender", "firebender.json"], from: [CONFIG, RULES] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [AGENTS] } },
  rule_frontmatter: { ...ALWAYS_APPLY, from: [RULES] },
  ignore_files: {
    project: ["firebender.json"],
    user: ["~/.firebender/firebender.json"],
    keys: ["ignore"],
    from: [CONFIG],
  },
  as_of: "2026-11-29",
  notes: [
    "An agent's file is read only if firebender.json lists it under agents. Its path is relative to the project's root, or to ~/.firebender for the user's file.",
    "firebender.json holds rules, commands, agents, mcpServers and ignore. The user's servers win over the project's.",
    "Of .firebender/AGENTS.md and AGENTS.md, the first one found is read, here and in the folders above.",
  ],
} as const satisfies CatalogueEntry;
