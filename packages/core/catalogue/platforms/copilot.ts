/** GitHub Copilot in VS Code and in the cloud. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { APPLY_TO, DESCRIPTION, NAME_AND_DESCRIPTION } from "../shapes/front-matter.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import { VSCODE_RELOCATIONS } from "../shapes/vscode.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  apm,
  apm35,
  bmad,
  dockerMcp,
  dotagents,
  ghSkill,
  openPackage11,
  openSpecTools,
  report,
  rulesync,
  rulesync17,
  rulesync17Paths,
  skillshare,
  specKit,
  toolHive,
  vendor,
  vercelSkills17,
} from "../sources.ts";

const RS = rulesync("copilot");
const RS17 = rulesync17Paths("copilot");
const AA = agnosticAi("copilot");
const SKILLS = vendor("microsoft/vscode-docs", "2026-05-28", "docs/agent-customization/agent-skills.md");

export const copilot = {
  platform: "copilot",
  name: "GitHub Copilot",
  description: "GitHub Copilot in VS Code and in the cloud.",
  status: "active",
  replaced_by: null,
  root_dir: ".github",
  artifacts: {
    skill: {
      to: "skills",
      from: [SKILLS],
      disputed:
        "Sources write to different folders. Skills in .github, .claude and .agents are all read. The catalogue follows the platform's own folder.",
    },
    command: { to: { path: "prompts", filename: "{name}.prompt.md" }, from: [RS, apm] },
    agent: {
      to: { path: "agents", filename: "{name}.agent.md" },
      from: [RS, apm, AA, specKit("copilot")],
      disputed:
        "OpenPackage writes .github/agents/<name>.md, which loads too. The catalogue follows the name that the other sources use.",
    },
    hook: { to: { path: "hooks", format: "json", filename: "{name}.json" }, from: [RS, apm, AA] },
    mcp: {
      to: { path: ".vscode/mcp.json", base: "project", kind: "merge", key: "servers", format: "json" },
      from: [RS, apm, AA, dotagents],
      disputed:
        "ruler writes .mcp.json at the root. The catalogue follows four other sources, which agree on VS Code's own file and key.",
    },
    rule_file: { to: { path: "instructions", filename: "{name}.instructions.md" }, from: [RS, apm, AA] },
  },
  instructions: {
    files: [".github/copilot-instructions.md", "AGENTS.md"],
    from: [RS, apm, AA],
    disputed: "ruler writes only AGENTS.md. Both are read.",
  },
  native_skills: { to: "skills", from: [SKILLS] },
  also_reads: {
    skill: { paths: [".claude/skills", ".agents/skills"], from: [SKILLS] },
    agent: {
      paths: [".claude/agents"],
      from: [vendor("microsoft/vscode-docs", "2026-08@024cb9bd", "docs/agent-customization/custom-agents.md")],
    },
    rule_file: {
      paths: [".claude/rules"],
      from: [vendor("microsoft/vscode-docs", "2026-08@022bf1ae", "docs/agent-customization/custom-instructions.md")],
    },
    hook: { paths: [".claude/settings.json"], from: [AA] },
    mcp: { paths: [".mcp.json"], from: [report("microsoft/vscode-docs", "2026-11", 9727)] },
  },
  user_root: ".copilot",
  user: {
    skill: {
      path: "~/.copilot/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [SKILLS, apm35, bmad] },
      from: [SKILLS, RS17, ghSkill, skillshare, toolHive, vercelSkills17, agentConfig],
      disputed:
        "apm and BMAD-METHOD write ~/.agents/skills, which is read too. The catalogue follows the platform's own folder.",
    },
    agent: { path: "~/.copilot/agents", from: [RS17, skillshare] },
    hook: { path: "~/.copilot/hooks", from: [RS17] },
    mcp: { path: "~/.config/Code/User/mcp.json", from: [addMcp, dockerMcp, toolHive] },
    rule_file: { path: "~/.copilot/instructions", from: [RS17] },
    instructions: { path: "~/.copilot/copilot-instructions.md", from: [AA, RS17] },
  },
  relocations: VSCODE_RELOCATIONS,
  markers: {
    paths: [
      ".github/copilot-instructions.md",
      ".github/agents",
      ".github/instructions",
      ".github/prompts",
      ".github/skills",
      ".github/.mcp.json",
      ".github/workflows/copilot-setup-steps.yml",
    ],
    shared: [".vscode"],
    from: [openSpecTools, openPackage11],
  },
  frontmatter: {
    command: { keys: DESCRIPTION, from: [rulesync17("commands/copilot-command")] },
    agent: { keys: NAME_AND_DESCRIPTION, from: [rulesync17("subagents/copilot-subagent")] },
  },
  rule_frontmatter: { ...APPLY_TO, from: [rulesync17("rules/copilot-rule")] },
  permissions: {
    project: [".vscode/settings.json"],
    user: [],
    keys: ["chat.tools.terminal.autoApprove", "chat.tools.edits.autoApprove"],
    from: [rulesync17("permissions/copilot-permissions")],
  },
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/copilot-mcp")] },
  as_of: "2026-11-25",
  notes: [
    'A hook is a file of its own: {"version": 1, "hooks": {}}.',
    "The servers of .mcp.json at the root are started besides those of .vscode/mcp.json.",
  ],
} as const satisfies CatalogueEntry;
