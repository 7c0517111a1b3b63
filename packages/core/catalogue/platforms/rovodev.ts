/** Rovo Dev. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION, NO_KEYS } from "../shapes/front-matter.ts";
import { TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  bmad,
  openSpecTools,
  page,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const doc = (name: string, section: string) =>
  page(`https://support.atlassian.com/rovo/docs/${name}/`, "2026-11", section);
const SKILLS = doc("extend-rovo-dev-cli-with-agent-skills", "Where do skills live?");
const PROMPTS = doc("save-and-reuse-a-prompt-in-rovo-dev-cli", "prompts.yml");
const MEMORY = doc("use-memory-in-rovo-dev-cli", "AGENTS.md");
const MCP = doc("connect-to-an-mcp-server-in-rovo-dev-cli", "mcp.json");
const RS = rulesync("rovodev");
const RS17 = rulesync17Paths("rovodev");
const SK = specKit("rovodev");
const TEXTS = textBlocks("AGENTS.md", [MEMORY, specKitContext]);

export const rovodev = {
  platform: "rovodev",
  name: "Rovo Dev",
  description: "Atlassian's Rovo Dev command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".rovodev",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, RS, SK],
      disputed:
        "BMAD-METHOD writes .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: {
      to: "prompts",
      from: [PROMPTS, RS, SK],
      disputed:
        "The vendor reads the manifest .rovodev/prompts.yml, which lists each prompt by name, description and content_file. spec-kit writes only the folder. The catalogue follows the folder, but a prompt works only once the manifest lists it.",
    },
    agent: { to: "subagents", from: [RS] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [rulesync17("mcp/rovodev-mcp"), RS],
      disputed:
        "The vendor documents only the user's file, ~/.rovodev/mcp.json. The catalogue follows rulesync: a file in the project is read if mcp.mcpConfigPath in .rovodev/config.yml names it.",
    },
    ...TEXTS,
    rule_file: {
      ...TEXTS.rule_file,
      disputed:
        "rulesync writes .rovodev/.rulesync/modular-rules, which works only because it names the files in AGENTS.md. The catalogue follows the platform, which has no folder for rules.",
    },
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [MEMORY, specKitContext],
    disputed:
      "rulesync writes .rovodev/AGENTS.md. The catalogue follows the vendor's page, which names AGENTS.md at the root.",
  },
  native_skills: { to: "skills", from: [SKILLS, RS, SK] },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS, rulesync17("skills/rovodev-skill")] } },
  user: {
    skill: {
      path: "~/.rovodev/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, bmad] },
      from: [SKILLS, RS17, vercelSkills17, skillshare],
    },
    command: {
      path: "~/.rovodev/prompts",
      from: [PROMPTS, RS17],
      disputed:
        "The vendor reads the manifest ~/.rovodev/prompts.yml. As in the project, the catalogue follows the folder, but a prompt works only once the manifest lists it.",
    },
    agent: { path: "~/.rovodev/subagents", from: [RS17] },
    mcp: {
      path: "~/.rovodev/mcp.json",
      from: [MCP, rulesync17("mcp/rovodev-mcp")],
      disputed:
        "rulesync also writes the key mcp in ~/.rovodev/config.yml, which names the file. The catalogue follows the vendor, which reads ~/.rovodev/mcp.json without it.",
    },
    instructions: { path: "~/.rovodev/AGENTS.md", from: [MEMORY, RS17] },
  },
  markers: { paths: [".rovodev"], from: [openSpecTools] },
  frontmatter: {
    command: { keys: NO_KEYS, from: [rulesync17("commands/rovodev-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/rovodev-subagent")] },
  },
  permissions: {
    project: [".rovodev/config.yml"],
    user: ["~/.rovodev/config.yml"],
    keys: ["toolPermissions"],
    from: [rulesync17("permissions/rovodev-permissions")],
  },
  mcp_entry: { ...TRANSPORT, from: [rulesync17("mcp/rovodev-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A project's MCP file is read only if mcp.mcpConfigPath in .rovodev/config.yml names it.",
    "A prompt must be listed in .rovodev/prompts.yml.",
    "AGENTS.local.md at the root is read too.",
    "A review reads .rovodev/.review-agent.md.",
  ],
} as const satisfies CatalogueEntry;
