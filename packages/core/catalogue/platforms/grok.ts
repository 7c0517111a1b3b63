/** Grok Build. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  apm,
  apm35,
  bmad,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vendor,
  vercelSkills,
  vercelSkills17,
} from "../sources.ts";

const SOURCE = vendor("xai-org/grok-build", "2026-08-19@19d42e3", "The code that finds files of other platforms.");
const RS = rulesync("grokcli");
const RS17 = rulesync17Paths("grokcli");

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
    mcp: { to: { path: "config.toml", kind: "merge", key: "mcp_servers", format: "toml" }, from: [RS, addMcp] },
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
  user: {
    skill: {
      path: "~/.grok/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [rulesync17("skills/grokcli-skill")] },
      from: [RS17, apm35, vercelSkills17, skillshare, bmad],
    },
    command: { path: "~/.grok/commands", from: [RS17, apm35] },
    agent: { path: "~/.grok/agents", from: [RS17, apm35] },
    hook: { path: "~/.grok/hooks", from: [RS17] },
    mcp: { path: "~/.grok/config.toml", from: [RS17, addMcp] },
    rule_file: { path: "~/.grok/rules", from: [RS17, apm35] },
    instructions: { path: "~/.grok/AGENTS.md", from: [RS17] },
  },
  relocations: [
    {
      by: { variable: "GROK_HOME", replaces: "~/.grok" },
      from: [
        vendor("xai-org/grok-build", "2026-08-19@19d42e3", "The code that finds the user's folder."),
        addMcp,
        vercelSkills17,
      ],
    },
  ],
  markers: { paths: [".grok"], from: [addMcp] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/grokcli-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/grokcli-subagent")] },
  },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/grokcli-rule")] },
  permissions: {
    project: [".grok/config.toml"],
    user: ["~/.grok/config.toml"],
    keys: ["permission.allow", "permission.ask", "permission.deny"],
    from: [rulesync17("permissions/grokcli-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/grokcli-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "A file of hooks has the events under hooks.",
    "A skill hides a command of the same name. Commands are read only directly in their folder.",
  ],
} as const satisfies CatalogueEntry;
