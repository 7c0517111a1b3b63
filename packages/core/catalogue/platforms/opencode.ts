/** OpenCode. */
import { textBlocks } from "../blocks.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { LOCAL_OR_REMOTE } from "../mcp-entry.ts";
import { agnosticAi, apm, page, ruler, rulesync, rulesync17, specKit, vendor } from "../sources.ts";

const RS = rulesync("opencode");
const AA = agnosticAi("opencode");
const SKILLS = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/skills.mdx");
const V2 = page("https://opencode.ai/docs/migrate-v1", "2026-11", "OpenCode 2");
const CONFIG = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/config.mdx");

export const opencode = {
  platform: "opencode",
  name: "OpenCode",
  description: "The OpenCode terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".opencode",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh and others write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [CONFIG] },
    agent: { to: "agents", from: [CONFIG] },
    hook: {
      to: { path: "plugins", format: "ts", filename: "{name}.ts" },
      from: [V2, CONFIG, RS, AA],
      disputed:
        "apm says there are no hooks. The catalogue follows the vendor's plugin folder, which is the same in V1 and V2. Files ending in .ts and .js load. A plugin written for V1 does not load in V2.",
    },
    mcp: {
      to: { path: "opencode.json", base: "project", kind: "merge", key: "mcp", format: "json" },
      from: [V2, CONFIG, apm, ruler, AA],
      disputed:
        "rulesync writes opencode.jsonc, and dotagents writes .opencode/opencode.jsonc. The vendor documents opencode.json and opencode.jsonc, at the root and in .opencode. In V2 the key is mcp.servers. The catalogue follows the key mcp, which V2 still accepts.",
    },
    ...textBlocks("AGENTS.md", [RS, AA, ruler]),
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKit("opencode"), ruler] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: { paths: [".claude/skills", ".agents/skills"], from: [SKILLS] },
    instructions: { paths: ["CLAUDE.md"], from: [V2] },
    mcp: { paths: ["opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"], from: [V2] },
  },
  user: {
    skill: { path: "~/.config/opencode/skills", from: [SKILLS] },
    instructions: { path: "~/.config/opencode/AGENTS.md", from: [RS, AA] },
  },
  mcp_entry: { ...LOCAL_OR_REMOTE, from: [rulesync17("mcp/opencode-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "OpenCode 2 (September 2026, @opencode/cli in npm) has a new plugin format, and renamed settings: plugin to plugins, bash to shell, task to subagent.",
    "The singular folders (command, agent) are legacy.",
    "instructions[] in opencode.json names further instruction files.",
  ],
} as const satisfies CatalogueEntry;
