/** Goose. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, ghSkill, ruler, rulesync, specKit, vercelSkills } from "../sources.ts";

const RS = rulesync("goose");
const AA = agnosticAi("goose");

export const goose = {
  platform: "goose",
  name: "Goose",
  description: "The open-source agent Goose, which was started at Block.",
  status: "active",
  replaced_by: null,
  root_dir: ".goose",
  artifacts: {
    skill: {
      to: { path: ".agents/skills", base: "project" },
      from: [AA, RS, ruler],
      disputed:
        "gh and vercel's skills write .goose/skills, read for compatibility. The catalogue follows what the vendor recommends.",
    },
    command: {
      to: { path: "recipes", format: "yaml", filename: "{name}.yaml" },
      from: [RS, specKit("goose")],
    },
    agent: {
      to: { path: ".agents/agents", base: "project" },
      from: [AA],
      disputed: "rulesync writes .goose/agents. The catalogue follows agnostic-ai, the newest source.",
    },
    hook: {
      to: { path: ".agents/plugins", base: "project", format: "json", filename: "{name}/hooks/hooks.json" },
      from: [RS, AA],
    },
    mcp: {
      to: { path: ".agents/plugins", base: "project", format: "json", filename: "{name}/.mcp.json" },
      from: [RS],
      disputed:
        "agnostic-ai writes no such file. The catalogue follows rulesync, which names the file and the version that introduced it, v1.39.0.",
    },
  },
  instructions: { files: ["AGENTS.md", ".goosehints"], from: [RS, AA] },
  native_skills: { to: "skills", from: [RS, ghSkill, vercelSkills] },
  also_reads: { skill: { paths: [".goose/skills", ".claude/skills"], from: [AA] } },
  user: {
    skill: {
      path: "~/.config/goose/skills",
      from: [ghSkill, vercelSkills],
      disputed: "agnostic-ai names ~/.agents/skills. The catalogue follows the majority.",
    },
    instructions: { path: "~/.config/goose/.goosehints", from: [RS] },
  },
  as_of: "2026-09-01",
  notes: [
    "Hooks and MCP servers belong to a plugin, .agents/plugins/<plugin>/. The servers of a plugin support only stdio.",
    "The user's MCP servers are in ~/.config/goose/config.yaml, under extensions.",
  ],
} as const satisfies CatalogueEntry;
