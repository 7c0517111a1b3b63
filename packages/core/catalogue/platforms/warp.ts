/** Warp. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, rulesync, vercelSkills } from "../sources.ts";

const RS = rulesync("warp");
const AA = agnosticAi("warp");

export const warp = {
  platform: "warp",
  name: "Warp",
  description: "The Warp terminal and its agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".warp",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [ghSkill, vercelSkills, AA],
      disputed:
        "rulesync writes .warp/skills. The catalogue follows the majority. According to rulesync and agnostic-ai, the vendor recommends this folder.",
    },
    mcp: { to: { path: ".mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA] },
  native_skills: { to: "skills", from: [RS] },
  also_reads: { skill: { paths: [".warp/skills"], from: [RS, AA] } },
  user: {
    skill: { path: "~/.agents/skills", from: [vercelSkills, ghSkill] },
    instructions: { path: "~/.agents/AGENTS.md", from: [RS, AA] },
  },
  as_of: "2026-09-01",
  notes: ["Skills replace commands.", "WARP.md is the legacy instruction file."],
} as const satisfies CatalogueEntry;
