/** oh-my-pi. */
import type { RuleFrontMatter } from "../details.schema.ts";
import type { CatalogueEntry } from "../entry.schema.ts";
import { DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import { openSpec, openSpecTools, page, skillshare, specKit, specKitContext, vendor } from "../sources.ts";

const CODE = vendor("can1357/oh-my-pi", "2026-01-19@adad196f", "packages/coding-agent/src/discovery/builtin.ts");
const PACKAGE = page("https://www.npmjs.com/package/@oh-my-pi/pi-coding-agent", "2026-09-27", "18.3.4");

const description = { from: "description" } as const;
/** `alwaysApply` says that a rule always applies. Other rules are offered to the model, by their description. */
const RULES = {
  always: { description, alwaysApply: { value: true } },
  by_globs: { description, globs: { from: "globs" } },
  by_model: { description },
  manual: null,
} as const satisfies RuleFrontMatter;

export const omp = {
  platform: "omp",
  name: "oh-my-pi",
  description: "oh-my-pi (omp), a coding agent made from Pi.",
  status: "active",
  replaced_by: null,
  root_dir: ".omp",
  artifacts: {
    skill: { to: "skills", from: [CODE, PACKAGE, openSpecTools, skillshare] },
    command: { to: "commands", from: [CODE, PACKAGE, openSpec("oh-my-pi"), specKit("omp")] },
    agent: { to: "agents", from: [CODE, PACKAGE] },
    hook: { to: { path: "extensions", format: "ts", filename: "{name}.ts" }, from: [CODE, PACKAGE] },
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [PACKAGE] },
    rule_file: { to: "rules", from: [PACKAGE] },
  },
  instructions: { files: ["AGENTS.md"], from: [PACKAGE, specKitContext] },
  native_skills: { to: "skills", from: [CODE, PACKAGE, openSpecTools, skillshare] },
  also_reads: {
    skill: {
      paths: [
        ".agents/skills",
        ".agent/skills",
        ".claude/skills",
        ".codex/skills",
        ".opencode/skills",
        ".github/skills",
      ],
      from: [PACKAGE],
    },
    command: { paths: [".omp/prompts"], from: [CODE, PACKAGE] },
    mcp: { paths: [".omp/.mcp.json", "mcp.json", ".mcp.json"], from: [PACKAGE] },
    instructions: { paths: [".omp/AGENTS.md"], from: [PACKAGE] },
  },
  user: {
    skill: { path: "~/.omp/agent/skills", from: [CODE, PACKAGE, skillshare] },
    command: {
      path: "~/.omp/agent/commands",
      also_reads: { paths: ["~/.omp/agent/prompts"], from: [PACKAGE] },
      from: [CODE, PACKAGE],
    },
    agent: { path: "~/.omp/agent/agents", from: [CODE, PACKAGE] },
    hook: { path: "~/.omp/agent/extensions", from: [CODE, PACKAGE] },
    mcp: {
      path: "~/.omp/agent/mcp.json",
      also_reads: { paths: ["~/.omp/agent/.mcp.json"], from: [PACKAGE] },
      from: [PACKAGE],
    },
    rule_file: { path: "~/.omp/agent/rules", from: [PACKAGE] },
    instructions: { path: "~/.omp/agent/AGENTS.md", from: [PACKAGE] },
  },
  relocations: [{ by: { variable: "PI_CODING_AGENT_DIR", replaces: "~/.omp/agent" }, from: [PACKAGE] }],
  markers: { paths: [".omp"], from: [openSpecTools] },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [openSpec("oh-my-pi")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [PACKAGE] },
  },
  rule_frontmatter: { ...RULES, from: [PACKAGE] },
  mcp_entry: { ...STANDARD, from: [PACKAGE] },
  as_of: "2026-11-25",
  notes: [
    "With --profile, ~/.omp/agent is ~/.omp/profiles/<name>/agent.",
    "A hook is a module in the folder extensions. Files in .omp/hooks/pre and .omp/hooks/post are read too.",
    ".omp/RULES.md is a rule that always applies.",
    "The folders of other platforms are read in the project. In the user's home they are read only if the user turns them on.",
  ],
} as const satisfies CatalogueEntry;
