/** Kimi Code. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { TRANSPORT } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  bmad,
  openSpecTools,
  rulesync,
  rulesync17,
  rulesync17Paths,
  specKit,
  specKitContext,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const docs = (path: string) => vendor("MoonshotAI/kimi-code", "2026-08-22@d723cc47", `docs/en/${path}`);
const SKILLS = docs("customization/skills.md");
const AGENTS = docs("customization/agents.md");
const MCP = docs("customization/mcp.md");
const DATA = docs("configuration/data-locations.md");
const RS = rulesync("kimi-code");
const RS17 = rulesync17Paths("kimi-code");

export const kimi = {
  platform: "kimi",
  name: "Kimi Code",
  description: "Moonshot AI's Kimi Code command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".kimi-code",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, RS, specKit("kimi")],
      disputed:
        "gh and vercel's skills write .agents/skills, which is read too. ToolHive writes .kimi/skills, the folder of the archived Python command line. The catalogue follows the platform's own folder.",
    },
    agent: { to: "agents", from: [AGENTS, RS] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [MCP, rulesync17("mcp/kimi-code-mcp"), toolHive, RS],
      disputed:
        "OpenPackage writes .kimi/mcp.json, the file of the archived Python command line. The catalogue follows the vendor.",
    },
    ...textBlocks("AGENTS.md", [AGENTS, specKitContext]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [AGENTS, specKitContext],
    disputed:
      "rulesync writes .kimi-code/AGENTS.md. The vendor reads both files. The catalogue follows spec-kit, and lists the other file in also_reads.",
  },
  native_skills: { to: "skills", from: [SKILLS, RS, specKit("kimi")] },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [SKILLS] },
    instructions: { paths: [".kimi-code/AGENTS.md"], from: [AGENTS, RS] },
    agent: { paths: [".agents/agents"], from: [AGENTS] },
  },
  user: {
    skill: {
      path: "~/.kimi-code/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, vercelSkills17, bmad] },
      from: [SKILLS, RS17],
      disputed:
        "vercel's skills and BMAD-METHOD write ~/.agents/skills, which is read too. gh and skillshare write ~/.config/agents/skills, and ToolHive writes ~/.kimi/skills, the folder of the archived Python command line. The catalogue follows the vendor's own folder.",
    },
    agent: {
      path: "~/.kimi-code/agents",
      also_reads: { paths: ["~/.agents/agents"], from: [AGENTS] },
      from: [AGENTS, RS17],
    },
    hook: {
      path: "~/.kimi-code/config.toml",
      kind: "merge",
      key: "hooks",
      entry: "list",
      item_name: "command",
      format: "toml",
      from: [docs("customization/hooks.md"), rulesync17("hooks/kimi-code-hooks")],
    },
    mcp: {
      path: "~/.kimi-code/mcp.json",
      from: [MCP, DATA, RS17, addMcp],
      disputed:
        "ToolHive writes ~/.kimi/mcp.json, the file of the archived Python command line. The catalogue follows the vendor.",
    },
    instructions: {
      path: "~/.kimi-code/AGENTS.md",
      also_reads: { paths: ["~/.agents/AGENTS.md"], from: [AGENTS] },
      from: [AGENTS, RS17],
    },
  },
  relocations: [{ by: { variable: "KIMI_CODE_HOME", replaces: "~/.kimi-code" }, from: [DATA, addMcp] }],
  markers: { paths: [".kimi-code", ".kimi"], shared: [".agents"], from: [addMcp, openSpecTools] },
  frontmatter: {
    agent: { keys: NAME_AND_DESCRIPTION, from: [AGENTS, rulesync17("subagents/kimi-code-subagent")] },
  },
  permissions: {
    project: [],
    user: ["~/.kimi-code/config.toml"],
    keys: ["permission.rules"],
    from: [docs("configuration/config-files.md"), rulesync17("permissions/kimi-code-permissions")],
  },
  mcp_entry: { ...TRANSPORT, from: [rulesync17("mcp/kimi-code-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The folder .kimi belonged to the Python command line kimi-cli, which is archived (notice in kimi-cli 1.52.0 on PyPI).",
    "Hooks are set in the user's config.toml. A hook has no name: it is told by its command. With members besides event, matcher, command, timeout and fail_mode the file does not load.",
  ],
} as const satisfies CatalogueEntry;
