/** Tabnine CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { ALWAYS, NAME_AND_DESCRIPTION, TOML_PROMPT } from "../shapes/front-matter.ts";
import { TYPED_REMOTE } from "../shapes/mcp-entry.ts";
import {
  agentConfig,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  specKitContext,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync17Paths("tabnine");
const SKILLS = [RS, vercelSkills17, skillshare];

export const tabnine = {
  platform: "tabnine",
  name: "Tabnine CLI",
  description: "Tabnine's command line.",
  status: "active",
  replaced_by: null,
  root_dir: ".tabnine",
  artifacts: {
    skill: {
      to: "agent/skills",
      from: SKILLS,
      disputed: "agent-config knows of no folder for skills. The catalogue follows the three projects that do.",
    },
    command: {
      to: { path: "agent/commands", format: "toml", filename: "{name}.toml" },
      from: [RS, specKit("tabnine")],
    },
    agent: { to: "agent/agents", from: [RS] },
    hook: {
      to: { path: "agent/settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      from: [rulesync17("hooks/tabnine-hooks"), agentConfig],
    },
    mcp: {
      to: { path: "agent/settings.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [rulesync17("mcp/tabnine-mcp"), agentConfig],
    },
    rule_file: { to: "guidelines", from: [RS] },
  },
  instructions: { files: ["TABNINE.md"], from: [RS, specKitContext] },
  also_reads: {},
  user: {
    skill: { path: "~/.tabnine/agent/skills", from: SKILLS },
    command: { path: "~/.tabnine/agent/commands", from: [RS] },
    agent: { path: "~/.tabnine/agent/agents", from: [RS] },
    hook: { path: "~/.tabnine/agent/settings.json", from: [RS, agentConfig] },
    mcp: { path: "~/.tabnine/agent/settings.json", from: [RS, agentConfig] },
    rule_file: { path: "~/.tabnine/guidelines", from: [RS] },
    instructions: { path: "~/.tabnine/agent/TABNINE.md", from: [RS] },
  },
  markers: { paths: [".tabnine", "TABNINE.md"], from: [RS] },
  frontmatter: {
    command: { keys: TOML_PROMPT, from: [rulesync17("commands/tabnine-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/tabnine-subagent")] },
  },
  rule_frontmatter: { ...ALWAYS, from: [rulesync17("rules/tabnine-rule")] },
  ignore_files: { project: [".tabnineignore"], user: [], keys: [], from: [rulesync17("ignore/tabnine-ignore")] },
  permissions: {
    project: [".tabnine/agent/settings.json"],
    user: ["~/.tabnine/agent/settings.json"],
    keys: ["tools.allowed", "tools.exclude"],
    from: [rulesync17("permissions/tabnine-permissions")],
  },
  mcp_entry: { ...TYPED_REMOTE, from: [rulesync17("mcp/tabnine-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "This is the command line that ends on 2026-12-31. The one that follows it is built on OpenCode (Tabnine 6.6, 2026-09-15).",
    "Guidelines are read by Tabnine's agent in editors. The command line reads them only where TABNINE.md names them.",
    "Hooks have events of their own, such as BeforeTool and AfterTool.",
  ],
} as const satisfies CatalogueEntry;
