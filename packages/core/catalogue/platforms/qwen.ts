/** Qwen Code. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ruler, rulesync, specKit, specKitContext, vendor } from "../sources.ts";

const RS = rulesync("qwencode");
const doc = (path: string) => vendor("QwenLM/qwen-code", "2026-08", path);
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
    hook: { to: { path: "settings.json", kind: "merge", key: "hooks", format: "json" }, from: [RS] },
    mcp: {
      to: { path: "settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [doc("docs/users/configuration/settings.md"), RS, ruler],
    },
    rule_file: { to: "rules", from: [RS] },
  },
  instructions: {
    files: ["QWEN.md"],
    from: [RS, specKitContext],
    disputed:
      "ruler writes AGENTS.md for most platforms. The catalogue follows two sources that name the platform's own file.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: { skill: { paths: [".agents/skills"], from: [SKILLS] } },
  user: {
    skill: { path: "~/.qwen/skills", from: [SKILLS] },
    instructions: { path: "~/.qwen/QWEN.md", from: [RS] },
  },
  as_of: "2026-08-21",
  notes: [],
} as const satisfies CatalogueEntry;
