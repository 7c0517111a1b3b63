/** iFlow CLI. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import {
  agentConfig,
  bmad,
  ghSkill,
  openPackage11,
  openSpec,
  openSpecTools,
  page,
  skillshare,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const README = vendor("iflow-ai/iflow-cli", "2026-04", "README.md");
const SETTINGS = page("https://platform.iflow.cn/en/cli/configuration/settings", "2026-04", "CLI Configuration");
const SKILLS = [ghSkill, vercelSkills17, skillshare, bmad, openPackage11];

export const iflow = {
  platform: "iflow",
  name: "iFlow CLI",
  description: "The iFlow terminal agent, which was shut down on 2026-04-17.",
  status: "archived",
  replaced_by: null,
  root_dir: ".iflow",
  artifacts: {
    skill: { to: "skills", from: [...SKILLS, openSpecTools] },
    command: { to: "commands", from: [openSpec("iflow"), openPackage11] },
    agent: { to: "agents", from: [openPackage11] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [agentConfig],
    },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [SETTINGS, agentConfig, openPackage11],
    },
    ...textBlocks("IFLOW.md", [README, openPackage11]),
  },
  instructions: { files: ["IFLOW.md"], from: [README, openPackage11] },
  also_reads: {},
  user: {
    skill: { path: "~/.iflow/skills", from: SKILLS },
    hook: { path: "~/.iflow/settings.json", from: [agentConfig] },
    mcp: { path: "~/.iflow/settings.json", from: [SETTINGS, README, agentConfig] },
  },
  markers: { paths: [".iflow", "IFLOW.md"], from: [openPackage11, openSpecTools] },
  frontmatter: { command: { keys: NAME_AND_DESCRIPTION, from: [openSpec("iflow")] } },
  ignore_files: {
    project: [".iflowignore"],
    user: [],
    keys: [],
    from: [vendor("iflow-ai/iflow-cli", "2026-04", "The document on the ignore file.")],
  },
  as_of: "2026-11-29",
  notes: ["The service was shut down on 2026-04-17. It has no successor."],
} as const satisfies CatalogueEntry;
