/** Pi. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION } from "../shapes/front-matter.ts";
import { UNTYPED } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  bmad,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const packaged = (path: string) =>
  page("https://www.npmjs.com/package/@earendil-works/pi-coding-agent", "2026-11-10", path);
const PACKAGE = packaged("1.5.2");
const CONFIG = packaged("1.5.2, docs/configuration.md");
const SKILLS = packaged("1.5.2, docs/skills.md");
const MCP = packaged("1.5.2, docs/mcp.md");
const RS = rulesync("pi");
const RS17 = rulesync17Paths("pi");
const NATIVE = [PACKAGE, RS, ghSkill, ruler];

export const pi = {
  platform: "pi",
  name: "Pi",
  description: "The Pi coding agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".pi",
  artifacts: {
    skill: {
      to: "skills",
      from: NATIVE,
      disputed:
        "vercel's skills write .agents/skills since version 1.7, which is read too. OpenPackage writes .pi/agent/skills, which is the user's folder below the home. The catalogue follows the platform's own folder in a project.",
    },
    command: {
      to: "prompts",
      from: [CONFIG, RS, specKit("pi")],
      disputed:
        "OpenPackage writes .pi/agent/prompts, which is the user's folder below the home. The catalogue follows the vendor.",
    },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [MCP, addMcp, agentConfig],
    },
    ...textBlocks("AGENTS.md", [PACKAGE, RS, ruler, specKitContext]),
    hook: { to: { path: "extensions", format: "ts", filename: "{name}.ts" }, from: [CONFIG, RS] },
  },
  instructions: { files: ["AGENTS.md"], from: [CONFIG, RS, ruler, specKitContext] },
  native_skills: { to: "skills", from: NATIVE },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [SKILLS, vercelSkills17] },
    instructions: { paths: ["AGENTS.override.md", "CLAUDE.md"], from: [CONFIG] },
  },
  user_root: ".pi/agent",
  user: {
    skill: {
      path: "~/.pi/agent/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, vercelSkills17, bmad] },
      from: [CONFIG, RS17, ghSkill, skillshare, agentConfig],
    },
    command: { path: "~/.pi/agent/prompts", from: [CONFIG, RS17] },
    hook: { path: "~/.pi/agent/extensions", from: [CONFIG, RS17] },
    mcp: { path: "~/.pi/agent/mcp.json", from: [MCP, addMcp, agentConfig] },
    instructions: {
      path: "~/.pi/agent/AGENTS.md",
      also_reads: { paths: ["~/.pi/agent/AGENTS.override.md", "~/.pi/agent/CLAUDE.md"], from: [CONFIG] },
      from: [CONFIG, rulesync17("rules/pi-rule"), agentConfig],
    },
  },
  relocations: [
    {
      by: { variable: "PI_CODING_AGENT_DIR", replaces: "~/.pi/agent" },
      from: [packaged("1.5.2, docs/environment-variables.md"), addMcp],
    },
  ],
  markers: { paths: [".pi"], from: [addMcp, openPackage11, openSpecTools] },
  frontmatter: { command: { keys: DESCRIPTION, from: [rulesync17("commands/pi-command")] } },
  permissions: {
    project: [".pi/settings.json"],
    user: ["~/.pi/agent/settings.json"],
    keys: ["defaultTools"],
    from: [rulesync17("permissions/pi-permissions")],
  },
  mcp_entry: { ...UNTYPED, from: [MCP] },
  as_of: "2026-11-25",
  notes: [
    "Hooks are TypeScript extensions: code, not configuration.",
    "The repository moved from badlogic/pi-mono to earendil-works/pi in 2026. MCP servers are built in since then (seen in 1.5.2).",
    "A project's MCP servers are read only once the user trusts the project. Servers with server-sent events are refused.",
  ],
} as const satisfies CatalogueEntry;
