/** Grok Build. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { apm, rulesync, rulesync17, specKit, specKitContext, vendor, vercelSkills } from "../sources.ts";

const SOURCE = vendor("xai-org/grok-build", "2026-08-19@19d42e3", "The code that finds files of other platforms.");
const RS = rulesync("grokcli");

export const grok = {
  platform: "grok",
  name: "Grok Build",
  description: "xAI's Grok Build command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".grok",
  artifacts: {
    skill: { to: "skills", from: [SOURCE, RS, apm, vercelSkills, specKit("grok")] },
    command: { to: "commands", from: [RS, apm] },
    agent: { to: "agents", from: [RS, apm] },
    hook: { to: { path: "hooks", format: "json", filename: "{name}.json" }, from: [RS] },
    mcp: { to: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" }, from: [RS] },
    rule_file: { to: "rules", from: [RS, apm] },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, specKitContext] },
  native_skills: { to: "skills", from: [SOURCE, RS, apm, vercelSkills, specKit("grok")] },
  also_reads: {
    skill: { paths: [".agents/skills", ".claude/skills", ".cursor/skills"], from: [SOURCE] },
    instructions: { paths: ["CLAUDE.md"], from: [SOURCE] },
    hook: { paths: [".claude/settings.json", ".cursor/hooks.json"], from: [SOURCE] },
    mcp: { paths: [".mcp.json", ".cursor/mcp.json"], from: [SOURCE] },
    rule_file: { paths: [".claude/rules", ".cursor/rules"], from: [SOURCE] },
  },
  user: {},
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/grokcli-mcp")] },
  as_of: "2026-11-25",
  notes: [],
} as const satisfies CatalogueEntry;
