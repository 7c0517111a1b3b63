/** Qwen Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { page, ruler, rulesync, rulesync17, specKit, specKitContext, vendor } from "../sources.ts";

const RS = rulesync("qwencode");
const doc = (path: string) => vendor("QwenLM/qwen-code", "2026-08", path);
const PACKAGE = page("https://www.npmjs.com/package/@qwen-code/qwen-code", "2026-11", "0.24.4");
const SKILLS = doc("docs/users/features/skills.md");

export const qwen = {
  platform: "qwen",
  name: "Qwen Code",
  description: "Alibaba's Qwen Code.",
  status: "active",
  replaced_by: null,
  root_dir: ".qwen",
  artifacts: {
    skill: { to: "skills", from: [SKILLS] },
    command: { to: "commands", from: [RS, specKit("qwen")] },
    agent: { to: "agents", from: [doc("docs/users/features/sub-agents.md")] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/qwencode-hooks"), RS],
    },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [doc("docs/users/configuration/settings.md"), RS, ruler],
    },
    rule_file: { to: "rules", from: [RS] },
  },
  instructions: {
    files: ["QWEN.md", "AGENTS.md", "QWEN.local.md"],
    from: [PACKAGE, RS, specKitContext],
    disputed:
      "rulesync and spec-kit name only QWEN.md. The catalogue follows the vendor, whose version 0.24 reads all three.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: {
      paths: [".agents/skills"],
      from: [SKILLS, PACKAGE],
      disputed:
        "The vendor's documents no longer name the folder, but the code still reads it. The catalogue follows the code.",
    },
    mcp: { paths: [".mcp.json"], from: [PACKAGE] },
  },
  user: {
    skill: { path: "~/.qwen/skills", from: [SKILLS] },
    instructions: { path: "~/.qwen/QWEN.md", from: [RS] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/qwencode-mcp")] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
