/** Aider. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { ruler, vendor } from "../sources.ts";

const docs = (file: string) => vendor("Aider-AI/aider", "2026-08@5dc9490b", `aider/website/${file}`);
const CONVENTIONS = docs("docs/usage/conventions.md");
const OPTIONS = docs("assets/sample.aider.conf.yml");

export const aider = {
  platform: "aider",
  name: "Aider",
  description: "Aider, a command line for pair programming.",
  status: "active",
  replaced_by: null,
  root_dir: ".aider",
  artifacts: {
    mcp: {
      unsupported: true,
      from: [OPTIONS],
      disputed:
        "ruler writes .mcp.json. The catalogue does not, because the vendor's list of all options has none for MCP servers.",
    },
    ...textBlocks("CONVENTIONS.md", [CONVENTIONS]),
  },
  instructions: {
    files: ["CONVENTIONS.md"],
    from: [CONVENTIONS, OPTIONS, ruler],
    disputed:
      "ruler writes AGENTS.md, and names it in .aider.conf.yml. The catalogue follows the vendor's example. Aider reads no file unless .aider.conf.yml names it under read.",
  },
  also_reads: {},
  user: {},
  markers: { paths: [".aider.conf.yml", ".aiderignore"], from: [OPTIONS] },
  ignore_files: { project: [".aiderignore"], user: [], keys: [], from: [OPTIONS] },
  as_of: "2026-11-25",
  notes: [
    "Instructions have an effect only if .aider.conf.yml names the file under read, such as read: [CONVENTIONS.md].",
    ".aider.conf.yml is looked for in the home, at the root of the repository and in the current folder.",
  ],
} as const satisfies CatalogueEntry;
