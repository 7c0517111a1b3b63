/** ZCode. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { TYPED_REMOTE } from "../shapes/mcp-entry.ts";
import {
  bmad,
  openSpec,
  openSpecTools,
  rulesync17,
  rulesync17Paths,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const RS17 = rulesync17Paths("zcode");
const RULE = rulesync17("rules/zcode-rule");
const MCP = rulesync17("mcp/zcode-mcp");

export const zcode = {
  platform: "zcode",
  name: "ZCode",
  description: "Z.ai's ZCode, a development environment for the GLM models.",
  status: "active",
  replaced_by: null,
  root_dir: ".zcode",
  artifacts: {
    skill: { to: "skills", from: [RS17, vercelSkills17, bmad, openSpecTools, specKit("zcode")] },
    command: { to: "commands", from: [RS17, openSpec("zcode")] },
    mcp: {
      to: { path: "config.json", kind: "merge", key: ["mcp", "servers"], format: "json" },
      from: [MCP, RS17],
    },
    ...textBlocks("AGENTS.md", [RULE, RS17]),
  },
  instructions: {
    files: ["AGENTS.md"],
    from: [RULE, RS17, specKitContext],
    disputed: "spec-kit writes ZCODE.md. The catalogue follows rulesync, which cites the vendor's page on AGENTS.md.",
  },
  also_reads: { mcp: { paths: [".agents/mcp.json"], from: [MCP, RS17] } },
  user: {
    skill: { path: "~/.zcode/skills", from: [RS17, vercelSkills17, bmad] },
    command: { path: "~/.zcode/commands", from: [RS17] },
    agent: { path: "~/.zcode/agents", from: [rulesync17("subagents/zcode-subagent"), RS17] },
    mcp: { path: "~/.zcode/cli/config.json", from: [MCP, RS17] },
    hook: {
      path: "~/.zcode/cli/config.json",
      kind: "merge",
      key: ["hooks", "events"],
      entry: "by_event",
      format: "json",
      from: [rulesync17("hooks/zcode-hooks"), RS17],
    },
    instructions: { path: "~/.zcode/AGENTS.md", from: [RULE, RS17] },
  },
  markers: { paths: [".zcode"], from: [openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/zcode-command"), openSpec("zcode")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/zcode-subagent")] },
  },
  mcp_entry: { ...TYPED_REMOTE, from: [MCP] },
  as_of: "2026-11-25",
  notes: [
    ".agents/mcp.json is read only while .zcode/config.json lists no server.",
    "Agents and hooks are for the user alone: hooks in the project's file never run. Hooks run only if hooks.enabled is true.",
    "AGENTS.md of folders below the project is not read.",
    "The vendor documents the user's folders of skills and commands. Those of the project are inferred from them (rulesync).",
  ],
} as const satisfies CatalogueEntry;
