/** Windsurf. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { SERVER_URL } from "../mcp-entry.ts";
import {
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  ghSkill,
  openPackage11,
  page,
  ruler,
  rulesync17,
  specKitContext,
  vercelSkills,
} from "../sources.ts";

const NATIVE = [ruler, ghSkill, vercelSkills];

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
  user: { skill: { path: "~/.codeium/windsurf/skills", from: [vercelSkills] } },
  mcp_entry: {
    ...SERVER_URL,
    from: [
      page("https://docs.windsurf.com/windsurf/cascade/mcp", "2026-11", "mcp_config.json"),
      rulesync17("mcp/antigravity-mcp"),
    ],
    disputed:
      "The vendor's page names serverUrl or url, and no type. This entry follows serverUrl, with the type that rulesync writes for Antigravity.",
  },
  as_of: "2026-11-25",
  notes: ["Devin Desktop still reads .windsurf/skills.", "Workflows were removed in v3.9.19."],
} as const satisfies CatalogueEntry;
