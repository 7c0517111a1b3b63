/** OpenCode. */

import type { CatalogueEntry } from "../entry.schema.ts";
import { textBlocks } from "../shapes/blocks.ts";
import { DESCRIPTION, SUBAGENT } from "../shapes/front-matter.ts";
import { LOCAL_OR_REMOTE } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  bmad,
  dockerMcp,
  ghSkill,
  openPackage11,
  openSpecTools,
  page,
  ruler,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("opencode");
const RS17 = rulesync17Paths("opencode");
const AA = agnosticAi("opencode");
const SKILLS = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/skills.mdx");
const V2 = page("https://opencode.ai/docs/migrate-v1", "2026-11", "OpenCode 2");
const CONFIG = vendor("anomalyco/opencode", "2026-08", "packages/web/src/content/docs/config.mdx");
const GLOBAL = vendor("anomalyco/opencode", "2026-08", "packages/opencode/src/global/index.ts");
const TEXTS = textBlocks("AGENTS.md", [RS, AA, ruler]);

export const opencode = {
  platform: "opencode",
  name: "OpenCode",
  description: "The OpenCode terminal agent.",
  status: "active",
  replaced_by: null,
  root_dir: ".opencode",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "gh and others write .agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { to: "commands", from: [CONFIG] },
    agent: { to: "agents", from: [CONFIG] },
    hook: {
      to: { path: "plugins", format: "ts", filename: "{name}.ts" },
      from: [V2, CONFIG, RS, AA],
      disputed:
        "apm says there are no hooks. The catalogue follows the vendor's plugin folder, which is the same in V1 and V2. Files ending in .ts and .js load. A plugin written for V1 does not load in V2.",
    },
    mcp: {
      to: { path: "opencode.json", base: "project", kind: "merge", key: "mcp", format: "json" },
      from: [V2, CONFIG, apm, ruler, AA],
      disputed:
        "rulesync writes opencode.jsonc, and dotagents writes .opencode/opencode.jsonc. The vendor documents opencode.json and opencode.jsonc, at the root and in .opencode. In V2 the key is mcp.servers. The catalogue follows the key mcp, which V2 still accepts.",
    },
    ...TEXTS,
    rule_file: {
      ...TEXTS.rule_file,
      disputed:
        "rulesync writes .opencode/memories and OpenPackage .opencode/rules, and each names its files in opencode.json or AGENTS.md. OpenCode does not read these folders by itself, so the catalogue does not follow them.",
    },
  },
  instructions: { files: ["AGENTS.md"], from: [RS, AA, specKit("opencode"), ruler] },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: { paths: [".claude/skills", ".agents/skills"], from: [SKILLS] },
    instructions: { paths: ["CLAUDE.md"], from: [V2] },
    mcp: { paths: ["opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"], from: [V2] },
  },
  user_root: ".config/opencode",
  user: {
    skill: {
      path: "~/.config/opencode/skills",
      also_reads: { paths: ["~/.agents/skills", "~/.claude/skills"], from: [SKILLS, apm35, bmad] },
      from: [SKILLS, RS17, ghSkill, openPackage11, skillshare, toolHive, vercelSkills17, agentConfig],
      disputed:
        "apm and BMAD-METHOD write ~/.agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    command: { path: "~/.config/opencode/commands", from: [RS17, openPackage11] },
    agent: { path: "~/.config/opencode/agents", from: [RS17, openPackage11, skillshare] },
    hook: { path: "~/.config/opencode/plugins", from: [RS17, agentConfig] },
    mcp: {
      path: "~/.config/opencode/opencode.json",
      also_reads: { paths: ["~/.config/opencode/opencode.jsonc"], from: [CONFIG, addMcp, RS17] },
      from: [CONFIG, apm35, dockerMcp, openPackage11, toolHive, agentConfig],
      disputed:
        "add-mcp and rulesync write ~/.config/opencode/opencode.jsonc, which is read too. The catalogue follows the name that most sources use.",
    },
    rule_file: {
      unsupported: true,
      from: [CONFIG],
      disputed:
        "OpenPackage writes ~/.config/opencode/rules, and rulesync ~/.config/opencode/memories. The catalogue does not, because OpenCode reads only the files that instructions[] in its settings names.",
    },
    instructions: { path: "~/.config/opencode/AGENTS.md", from: [RS17, RS, AA, agentConfig] },
  },
  relocations: [
    { by: { variable: "XDG_CONFIG_HOME", replaces: "~/.config" }, from: [GLOBAL, vercelSkills17] },
    { by: { variable: "OPENCODE_CONFIG_DIR", replaces: "~/.config/opencode" }, from: [CONFIG] },
    { by: { variable: "OPENCODE_CONFIG", replaces: "~/.config/opencode/opencode.json" }, from: [CONFIG] },
    {
      by: { variable: "OPENCODE_CONFIG_CONTENT", replaces: "~/.config/opencode/opencode.json", value: "content" },
      from: [CONFIG],
    },
  ],
  markers: {
    paths: [".opencode", "opencode.json", "opencode.jsonc"],
    from: [addMcp, openPackage11, openSpecTools],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/opencode-command")] },
    agent: { keys: SUBAGENT, from: [rulesync17("subagents/opencode-subagent")] },
  },
  permissions: {
    project: ["opencode.json", "opencode.jsonc"],
    user: ["~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc"],
    keys: ["permission"],
    from: [rulesync17("permissions/opencode-permissions")],
  },
  mcp_entry: { ...LOCAL_OR_REMOTE, from: [rulesync17("mcp/opencode-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "OpenCode 2 (September 2026, @opencode/cli in npm) has a new plugin format, and renamed settings: plugin to plugins, bash to shell, task to subagent.",
    "The singular folders (command, agent) are legacy.",
    "instructions[] in opencode.json names further instruction files.",
    "What OPENCODE_CONFIG, OPENCODE_CONFIG_DIR and OPENCODE_CONFIG_CONTENT name is read besides the user's own folder, and wins over it.",
  ],
} as const satisfies CatalogueEntry;
