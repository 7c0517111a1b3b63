/** Windsurf. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { NAME_AND_DESCRIPTION, TRIGGER } from "../shapes/front-matter.ts";
import { SERVER_URL } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  bmad,
  ghSkill,
  openPackage11,
  openSpec,
  page,
  ruler,
  rulesync,
  rulesync17,
  skillshare,
  specKitContext,
  toolHive,
  vercelSkills,
  zedInstructions,
} from "../sources.ts";

const NATIVE = [ruler, ghSkill, vercelSkills];
const cascade = (part: string, section: string) =>
  page(`https://docs.windsurf.com/windsurf/cascade/${part}`, "2026-11", section);
const MCP = cascade("mcp", "mcp_config.json");
const MEMORIES = cascade("memories", "Rules");

export const windsurf = {
  platform: "windsurf",
  name: "Windsurf",
  description:
    "The Windsurf editor under its old name, with its old folders. The vendor renamed it to Devin Desktop on 2026-06-02.",
  status: "deprecated",
  replaced_by: "devin",
  root_dir: ".windsurf",
  artifacts: {
    skill: {
      to: "skills",
      from: NATIVE,
      disputed:
        "apm writes .agents/skills since version 0.35, which is read too. rulesync, agnostic-ai and spec-kit moved to .devin. This entry follows the projects that keep the old folder, because the new one belongs to devin.",
    },
    command: {
      to: "workflows",
      from: [apm],
      disputed: "In Devin Desktop, skills replaced workflows. This entry follows apm, which describes the old folder.",
    },
    hook: {
      to: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [agentConfig, apm35],
    },
    mcp: {
      to: { path: "mcp_config.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [ruler, agentConfig],
      disputed:
        "The vendor's page names only the user's file, ~/.codeium/windsurf/mcp_config.json. This entry follows the two projects that write a file in the project.",
    },
    rule_file: { to: "rules", from: [agentConfig, apm35, openPackage11, specKitContext] },
  },
  instructions: { files: ["AGENTS.md"], from: [ruler, agnosticAi("windsurf")] },
  native_skills: { to: "skills", from: NATIVE },
  also_reads: { skill: { paths: [".agents/skills"], from: [apm35] } },
  user_root: ".codeium/windsurf",
  user: {
    skill: {
      path: "~/.codeium/windsurf/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [apm35, bmad] },
      from: [vercelSkills, ghSkill, skillshare, toolHive, agentConfig],
      disputed:
        "apm and BMAD-METHOD write ~/.agents/skills. This entry follows the platform's own folder, as five other projects do.",
    },
    command: { path: "~/.codeium/windsurf/global_workflows", from: [cascade("workflows", "Global workflows")] },
    mcp: {
      path: "~/.codeium/windsurf/mcp_config.json",
      from: [MCP, apm35, toolHive, agentConfig],
      disputed:
        "ToolHive writes ~/.codeium/mcp_config.json for the extension of JetBrains' editors. This entry follows the editor's own file, which the vendor's page names.",
    },
    instructions: { path: "~/.codeium/windsurf/memories/global_rules.md", from: [MEMORIES] },
  },
  markers: {
    paths: [".windsurf", ".windsurfrules"],
    from: [openPackage11, zedInstructions],
  },
  frontmatter: { command: { keys: NAME_AND_DESCRIPTION, from: [openSpec("windsurf")] } },
  rule_frontmatter: { ...TRIGGER, from: [MEMORIES, rulesync17("rules/devin-rule")] },
  ignore_files: {
    project: [".codeiumignore", ".windsurfignore", ".devinignore"],
    user: ["~/.codeium/.codeiumignore"],
    keys: [],
    from: [rulesync("devin"), rulesync17("ignore/devin-ignore")],
    disputed:
      "rulesync writes .devinignore since the product was renamed. This entry lists the two older names before it.",
  },
  mcp_entry: {
    ...SERVER_URL,
    from: [MCP, rulesync17("mcp/antigravity-mcp")],
    disputed:
      "The vendor's page names serverUrl or url, and no type. This entry follows serverUrl, with the type that rulesync writes for Antigravity.",
  },
  as_of: "2026-11-25",
  notes: ["Devin Desktop still reads .windsurf/skills.", "Workflows were removed in v3.9.19."],
} as const satisfies CatalogueEntry;
