/** GitHub Copilot CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../shapes/mcp-entry.ts";
import {
  addMcp,
  agentConfig,
  agnosticAi,
  apm35,
  page,
  report,
  rulesync,
  rulesync17,
  rulesync17Paths,
  toolHive,
  vendor,
} from "../sources.ts";
import { copilot } from "./copilot.ts";

const RS = rulesync("copilot");
const RS17 = rulesync17Paths("copilot");
const AA = agnosticAi("copilot");
const CHANGELOG = vendor("github/copilot-cli", "2026-08-03@9532bda", "changelog.md");
const FOLDER = page(
  "https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-config-dir-reference",
  "2026-11",
  "Directory overview",
);
const { skill, agent, hook, rule_file } = copilot.artifacts;

export const copilotCli = {
  platform: "copilot_cli",
  name: "GitHub Copilot CLI",
  description: "GitHub Copilot on the command line. It differs from Copilot in prompts and MCP servers.",
  status: "active",
  replaced_by: null,
  root_dir: ".github",
  artifacts: {
    skill,
    command: {
      unsupported: true,
      from: [RS],
      disputed:
        "The vendor's changelog says that .claude/commands is read. The platform has no folder of its own, so the catalogue keeps rulesync's answer and lists that folder in also_reads.",
    },
    agent,
    hook,
    mcp: {
      to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
      from: [CHANGELOG, RS, AA],
      disputed:
        "add-mcp and agent-config write .mcp.json at the root, which is read too. The catalogue follows the platform's own file.",
    },
    rule_file,
  },
  instructions: copilot.instructions,
  native_skills: copilot.native_skills,
  also_reads: {
    skill: { paths: [".claude/skills", ".agents/skills"], from: [CHANGELOG] },
    instructions: { paths: ["CLAUDE.md", "GEMINI.md"], from: [CHANGELOG] },
    command: { paths: [".claude/commands"], from: [CHANGELOG] },
    hook: copilot.also_reads.hook,
    mcp: {
      paths: [".mcp.json"],
      from: [
        CHANGELOG,
        report("github/copilot-cli", "2026-11", 2232),
        report("github/copilot-cli", "2026-11", 4779),
        report("github/copilot-cli", "2026-11", 4832),
      ],
    },
  },
  user_root: ".copilot",
  user: {
    skill: {
      path: "~/.copilot/skills",
      also_reads: { paths: ["~/.agents/skills"], from: [CHANGELOG] },
      from: [FOLDER, CHANGELOG, RS17],
    },
    agent: { path: "~/.copilot/agents", from: [FOLDER, RS17] },
    hook: { path: "~/.copilot/hooks", from: [FOLDER, RS17] },
    mcp: { path: "~/.copilot/mcp-config.json", from: [FOLDER, RS17, apm35, toolHive, agentConfig, addMcp] },
    rule_file: { path: "~/.copilot/instructions", from: [FOLDER, RS17] },
    instructions: { path: "~/.copilot/copilot-instructions.md", from: [FOLDER, AA, RS17] },
  },
  relocations: [{ by: { variable: "COPILOT_HOME", replaces: "~/.copilot" }, from: [FOLDER, CHANGELOG] }],
  markers: { paths: [".github/mcp.json"], shared: [".mcp.json"], from: [addMcp] },
  frontmatter: { agent: copilot.frontmatter.agent },
  rule_frontmatter: copilot.rule_frontmatter,
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/copilotcli-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The key in the MCP file is mcpServers. In VS Code's MCP file it is servers.",
    "It no longer reads .vscode/mcp.json and ~/.claude (seen on 2026-08-03).",
    "With COPILOT_HOME set, ~/.agents/skills is not read.",
    'A hook is a file of its own: {"version": 1, "hooks": {}}.',
  ],
} as const satisfies CatalogueEntry;
