/** Pi. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import {
  addMcp,
  agentConfig,
  ghSkill,
  page,
  ruler,
  rulesync,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const PACKAGE = page("https://www.npmjs.com/package/@earendil-works/pi-coding-agent", "2026-11-10", "1.5.2");
const RS = rulesync("pi");
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
        "vercel's skills write .agents/skills since version 1.7, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "prompts", from: [RS, specKit("pi")] },
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [PACKAGE, addMcp, agentConfig],
    },
    ...textBlocks("AGENTS.md", [PACKAGE, RS, ruler, specKitContext]),
    hook: { to: { path: "extensions", format: "ts", filename: "{name}.ts" }, from: [RS] },
  },
  instructions: { files: ["AGENTS.md"], from: [PACKAGE, RS, ruler, specKitContext] },
  native_skills: { to: "skills", from: NATIVE },
  also_reads: {
    skill: { paths: [".agents/skills"], from: [PACKAGE, vercelSkills17] },
    instructions: { paths: ["AGENTS.override.md", "CLAUDE.md"], from: [PACKAGE] },
  },
  user: {},
  as_of: "2026-11-25",
  notes: [
    "Hooks are TypeScript extensions: code, not configuration.",
    "The repository moved from badlogic/pi-mono to earendil-works/pi in 2026. MCP servers are built in since then (seen in 1.5.2).",
  ],
} as const satisfies CatalogueEntry;
