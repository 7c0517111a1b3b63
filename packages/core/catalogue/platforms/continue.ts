/** Continue. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, ghSkill, openPackage11, openSpec, rulesync17, vendor, vercelSkills } from "../sources.ts";

const AA = agnosticAi("continue");
const source = (path: string) => vendor("continuedev/continue", "2026-08@d0a3c0b6", path);
const SKILLS = source("core/config/markdown/loadMarkdownSkills.ts");

export const continueDev = {
  platform: "continue",
  name: "Continue",
  description: "The Continue agent for editors and the terminal. It is archived.",
  status: "archived",
  replaced_by: null,
  root_dir: ".continue",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS, ghSkill, vercelSkills],
      disputed: "agnostic-ai says that there are no skills. The catalogue follows the vendor's source code.",
    },
    command: { to: "prompts", from: [rulesync17("commands/continue-command"), openPackage11, openSpec("continue")] },
    hook: {
      to: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/continue-hooks")],
    },
    mcp: {
      to: { path: "mcpServers", format: "yaml", filename: "{name}.yaml" },
      from: [AA],
      disputed:
        "rulesync writes .continue/mcpServers/mcp.json. YAML and JSON files in the folder are read. The catalogue follows agnostic-ai, because a file per server is shared with nobody.",
    },
    rule_file: { to: "rules", from: [AA] },
  },
  instructions: {
    files: ["AGENTS.md", "AGENT.md", "CLAUDE.md"],
    from: [source("core/config/markdown/loadMarkdownRules.ts")],
  },
  also_reads: { skill: { paths: [".claude/skills"], from: [SKILLS] } },
  user: {},
  mcp_entry: {
    ...STANDARD,
    from: [rulesync17("mcp/continue-mcp")],
    disputed:
      "rulesync writes this shape in a JSON file. In the YAML file of agnostic-ai a server may look different. The catalogue follows rulesync, the only source that was checked with each kind of server.",
  },
  as_of: "2026-11-25",
  notes: [
    "The repository is read-only. The last release is 2.0.0 (2026-06-19). The company joined Cursor on 2026-06-18.",
    "A command has a name, a description and invokable. OpenSpec writes it as <name>.prompt.",
    "JSON files in .continue/mcpServers are read too.",
  ],
} as const satisfies CatalogueEntry;
