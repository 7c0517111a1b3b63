/** GitHub Copilot CLI. */
import type { CatalogueEntry } from "../entry.schema.ts";
import { agnosticAi, rulesync } from "../sources.ts";
import { copilot } from "./copilot.ts";

const RS = rulesync("copilot");
const AA = agnosticAi("copilot");
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
    command: { unsupported: true, from: [RS] },
    agent,
    hook,
    mcp: { to: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" }, from: [RS, AA] },
    rule_file,
  },
  instructions: copilot.instructions,
  native_skills: copilot.native_skills,
  also_reads: copilot.also_reads,
  user: copilot.user,
  as_of: "2026-09-01",
  notes: ["The key in the MCP file is mcpServers. In VS Code's MCP file it is servers."],
} as const satisfies CatalogueEntry;
