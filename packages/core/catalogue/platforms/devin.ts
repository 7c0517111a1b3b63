/** Devin Desktop. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, page, rulesync, rulesync17, specKit, specKitContext, vercelSkills } from "../sources.ts";

const RS = rulesync("devin");
const AA = agnosticAi("windsurf");
const DOCS = page("https://docs.devin.ai/cli/extensibility", "2026-11", "Skills, rules and subagents");
const SK = specKit("devin");

export const devin = {
  platform: "devin",
  name: "Devin Desktop",
  description: "Cognition's Devin Desktop, called Windsurf until 2026-06-02, and its command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".devin",
  artifacts: {
    skill: {
      to: "skills",
      from: [RS, SK, vercelSkills],
      disputed:
        "apm and agnostic-ai write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: {
      to: { path: "skills", filename: "{name}/SKILL.md" },
      from: [rulesync17("commands/devin-command")],
    },
    agent: {
      to: { path: "agents", filename: "{name}/AGENT.md" },
      from: [DOCS, rulesync17("subagents/devin-subagent")],
      disputed: "agnostic-ai writes flat files, .devin/agents/<name>.md. The catalogue follows the vendor's document.",
    },
    hook: {
      to: { path: "hooks.v1.json", kind: "merge", key: [], entry: "by_event", format: "json" },
      from: [rulesync17("hooks/devin-hooks"), RS, AA],
    },
    mcp: { to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file: {
      to: "rules",
      from: [RS, AA],
      disputed:
        "apm, ruler, gh and vercel's skills keep the folder .windsurf. The catalogue follows .devin, since the vendor renamed the product on 2026-06-02.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKitContext] },
  native_skills: { to: "skills", from: [RS, SK, vercelSkills] },
  also_reads: {
    skill: { paths: [".agents/skills", ".windsurf/skills"], from: [DOCS, RS, AA] },
    agent: { paths: [".agents/agents"], from: [DOCS] },
  },
  user: {
    skill: { path: "~/.config/devin/skills", from: [RS, vercelSkills] },
    instructions: { path: "~/.config/devin/AGENTS.md", from: [RS] },
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/devin-mcp")] },
  shared_names: { types: ["skill", "command"], from: [rulesync17("commands/devin-command")] },
  as_of: "2026-11-25",
  notes: [
    "Skills serve as slash commands, so a command is written as a skill.",
    "In hooks.v1.json the events are top-level keys, without a wrapper.",
    "Cascade and its workflows were removed in v3.9.19.",
  ],
} as const satisfies CatalogueEntry;
