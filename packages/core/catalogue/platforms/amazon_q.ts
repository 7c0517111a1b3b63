/** Amazon Q Developer CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { DESCRIPTION } from "../shapes/front-matter.ts";
import { openSpec, openSpecTools, ruler, vendor } from "../sources.ts";

const docs = (file: string) => vendor("aws/amazon-q-developer-cli", "2026-04-23@15cc8f3c", `docs/${file}.md`);
const AGENTS = docs("agent-file-locations");
const DEFAULTS = docs("default-agent-behavior");
const FORMAT = docs("agent-format");
const PROMPTS = docs("prompts");

export const amazonQ = {
  platform: "amazon_q",
  name: "Amazon Q Developer CLI",
  description: "Amazon Q Developer's command line. The command line of Kiro replaced it.",
  status: "deprecated",
  replaced_by: "kiro",
  root_dir: ".amazonq",
  artifacts: {
    skill: {
      unsupported: true,
      from: [DEFAULTS, openSpecTools],
      disputed:
        "OpenSpec writes .amazonq/skills. The catalogue does not, because the vendor's default agent reads AmazonQ.md, README.md and .amazonq/rules, and no document of the vendor names skills.",
    },
    command: { to: "prompts", from: [PROMPTS, openSpec("amazon-q")] },
    agent: { to: { path: "cli-agents", format: "json", filename: "{name}.json" }, from: [AGENTS] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [FORMAT, AGENTS, ruler],
    },
    rule_file: { to: "rules", from: [DEFAULTS, ruler] },
  },
  instructions: { files: ["AmazonQ.md"], from: [DEFAULTS] },
  also_reads: { instructions: { paths: ["README.md"], from: [DEFAULTS] } },
  user: {
    command: { path: "~/.aws/amazonq/prompts", from: [PROMPTS] },
    agent: { path: "~/.aws/amazonq/cli-agents", from: [AGENTS] },
    mcp: { path: "~/.aws/amazonq/mcp.json", from: [FORMAT, DEFAULTS] },
  },
  user_root: ".aws/amazonq",
  markers: { paths: [".amazonq", "AmazonQ.md"], from: [openSpecTools, DEFAULTS] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [PROMPTS, openSpec("amazon-q")] },
    agent: {
      keys: { name: { from: "name" }, description: { from: "description" }, prompt: { from: "text" } },
      from: [FORMAT],
    },
  },
  as_of: "2026-11-25",
  notes: [
    "mcp.json is the older file. An agent reads it if its useLegacyMcpJson is true, which it is for the default agent.",
    "Hooks are in the JSON file of an agent, under hooks.",
    "A prompt is called by @name.",
  ],
} as const satisfies CatalogueEntry;
