/** Letta Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { page, skillshare, vendor } from "../sources.ts";

const CODE = vendor("letta-ai/letta-code", "2026-08-22@1f4d3e3e", "The code that finds skills, agents and hooks.");
const PACKAGE = page("https://www.npmjs.com/package/@letta-ai/letta-code", "2026-09-23", "0.32.18");
const VENDOR = [CODE, PACKAGE];

export const letta = {
  platform: "letta",
  name: "Letta Code",
  description: "Letta Code, a command line whose agents have a memory.",
  status: "active",
  replaced_by: null,
  root_dir: ".letta",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: VENDOR,
      disputed:
        "skillshare writes .skills, the older folder, which is still read. The catalogue follows the vendor's source code.",
    },
    command: { to: { path: ".commands", base: "project" }, from: [PACKAGE] },
    agent: { to: "agents", from: VENDOR },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: VENDOR,
    },
  },
  instructions: null,
  also_reads: { skill: { paths: [".skills"], from: [...VENDOR, skillshare] } },
  user: {
    skill: { path: "~/.letta/skills", from: [PACKAGE, skillshare] },
    command: { path: "~/.letta/commands", from: [PACKAGE] },
    agent: { path: "~/.letta/agents", from: [PACKAGE] },
    hook: { path: "~/.letta/settings.json", from: [PACKAGE] },
  },
  markers: { paths: [".letta"], from: VENDOR },
  frontmatter: { agent: { keys: NAME_AND_DESCRIPTION, from: [PACKAGE] } },
  ignore_files: { project: [".letta/.lettaignore"], user: [], keys: [], from: [PACKAGE] },
  permissions: {
    project: [".letta/settings.json", ".letta/settings.local.json"],
    user: ["~/.letta/settings.json"],
    keys: ["permissions.allow", "permissions.ask", "permissions.deny"],
    from: [PACKAGE],
  },
  as_of: "2026-11-25",
  notes: [
    "The variable LETTA_SKILLS_DIRECTORY, or the option --skills, names another folder of the project's skills.",
    "An agent has skills of its own in its memory, ~/.letta/agents/<id>/memory/skills.",
    "MCP servers are settings of an agent. They are not in a file of the project.",
  ],
} as const satisfies CatalogueEntry;
