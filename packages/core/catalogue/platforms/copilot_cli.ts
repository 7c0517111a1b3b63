/** GitHub Copilot CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { STANDARD } from "../mcp-entry.ts";
import { agnosticAi, report, rulesync, rulesync17, vendor } from "../sources.ts";
import { copilot } from "./copilot.ts";

const RS = rulesync("copilot");
const AA = agnosticAi("copilot");
const CHANGELOG = vendor("github/copilot-cli", "2026-08-03@9532bda", "changelog.md");
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
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [CHANGELOG, RS, AA] },
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
  user: copilot.user,
  mcp_entry: { ...STANDARD, from: [rulesync17("mcp/copilotcli-mcp")] },
  as_of: "2026-11-25",
  notes: [
    "The key in the MCP file is mcpServers. In VS Code's MCP file it is servers.",
    "It no longer reads .vscode/mcp.json and ~/.claude (seen on 2026-08-03).",
    'A hook is a file of its own: {"version": 1, "hooks": {}}.',
  ],
} as const satisfies CatalogueEntry;
