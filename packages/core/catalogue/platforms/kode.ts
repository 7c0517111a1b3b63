/** Kode. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { bmad, ghSkill, openPackage11, skillshare, vendor, vercelSkills17 } from "../sources.ts";

const code = (part: string) => vendor("shareAI-lab/Kode-cli", "2026-01-24@214c12f", part);
const README = code("README.md");
const FOLDERS = code("The code that finds skills, agents and commands.");
const SETTINGS = code("The code that reads the settings.");
const SKILLS = [FOLDERS, ghSkill, vercelSkills17, skillshare, bmad, openPackage11];

export const kode = {
  platform: "kode",
  name: "Kode",
  description: "ShareAI Lab's terminal agent Kode.",
  status: "active",
  replaced_by: null,
  root_dir: ".kode",
  artifacts: {
    skill: { to: "skills", from: SKILLS },
    command: { to: "commands", from: [FOLDERS] },
    agent: { to: "agents", from: [FOLDERS] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [SETTINGS],
    },
    ...textBlocks("AGENTS.md", [README]),
  },
  instructions: { files: ["AGENTS.md"], from: [README] },
  also_reads: { instructions: { paths: ["CLAUDE.md"], from: [README] } },
  user: {
    skill: { path: "~/.kode/skills", from: SKILLS },
    command: { path: "~/.kode/commands", from: [FOLDERS] },
    agent: { path: "~/.kode/agents", from: [FOLDERS] },
    hook: { path: "~/.kode/settings.json", from: [SETTINGS] },
  },
  relocations: [{ by: { variable: "KODE_CONFIG_DIR", replaces: "~/.kode" }, from: [SETTINGS] }],
  markers: { paths: [".kode"], from: [openPackage11] },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [FOLDERS] } },
  as_of: "2026-11-29",
  notes: [
    "The newest commit that was seen is of 2026-01-24.",
    "The user's global settings are in ~/.kode.json, or in config.json in the folder that KODE_CONFIG_DIR names.",
  ],
} as const satisfies CatalogueEntry;
