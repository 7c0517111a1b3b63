/** Pochi. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { bmad, ghSkill, openPackage11, page, skillshare, vendor, vercelSkills17 } from "../sources.ts";

const doc = (file: string) => vendor("TabbyML/pochi", "2026-08-08@7bbd5c1c", `packages/docs/content/docs/${file}`);
const SKILLS = doc("skills.mdx");
const AGENTS = doc("custom-agent.mdx");
const WORKFLOWS = doc("workflows.mdx");
const RULES = page("https://docs.getpochi.com/rules/", "2026-08", "Rules");
const SERVERS = page("https://docs.getpochi.com/mcp/", "2026-08", "MCP servers");
const OWN_SKILLS = [SKILLS, ghSkill, vercelSkills17, skillshare, openPackage11];

export const pochi = {
  platform: "pochi",
  name: "Pochi",
  description: "TabbyML's Pochi, for VS Code and the terminal.",
  status: "active",
  replaced_by: null,
  root_dir: ".pochi",
  artifacts: {
    skill: {
      to: "skills",
      from: OWN_SKILLS,
      disputed:
        "BMAD-METHOD writes .agents/skills, which is read too. The catalogue follows the platform's own folder, which wins.",
    },
    command: { to: "workflows", from: [WORKFLOWS] },
    agent: { to: "agents", from: [AGENTS] },
    mcp: { to: { path: "config.jsonc", kind: "merge", key: "mcp", format: "jsonc" }, from: [SERVERS] },
    ...textBlocks("README.pochi.md", [RULES]),
  },
  instructions: { files: ["README.pochi.md", "AGENTS.md"], from: [RULES] },
  native_skills: { to: "skills", from: OWN_SKILLS },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS, bmad] } },
  user: {
    skill: {
      path: "~/.pochi/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, bmad] },
      from: OWN_SKILLS,
    },
    command: { path: "~/.pochi/workflows", from: [WORKFLOWS] },
    agent: { path: "~/.pochi/agents", from: [AGENTS] },
    mcp: { path: "~/.pochi/config.jsonc", from: [SERVERS] },
    instructions: { path: "~/.pochi/README.pochi.md", from: [RULES] },
  },
  markers: { paths: [".pochi", "README.pochi.md"], from: [openPackage11, RULES] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [AGENTS] } },
  as_of: "2026-11-29",
  notes: ["A command is called a workflow. README.pochi.md and AGENTS.md serve the same purpose."],
} as const satisfies CatalogueEntry;
