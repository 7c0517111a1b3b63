/**
 * Three repositories with agents' files where such repositories have them: the layouts are those that the platforms document, the
 * contents are ours.
 */
const md = (keys: readonly string[], text: string) => `---\n${keys.join("\n")}\n---\n\n${text}\n`;

const CLAUDE = {
  "CLAUDE.md": "# Shop\n\nRun the tests before a commit.\n",
  "package.json": "{}\n",
  ".gitignore": ".claude/settings.local.json\n",
  ".claude/skills/code-review/SKILL.md": md(["name: code-review", "description: Reviews a diff"], "Read the diff."),
  ".claude/skills/code-review/references/naming.md": "Say what it is.\r\n",
  ".claude/skills/code-review/scripts/count.sh": "#!/bin/sh\nwc -l\n",
  ".claude/commands/release.md": md(["description: Cuts a release"], "Tag $ARGUMENTS."),
  ".claude/commands/git/commit.md": "Commit what is staged.\n",
  ".claude/agents/tester.md": md(["name: tester", "description: Runs tests", "tools: Bash"], "Run the tests."),
  ".claude/settings.json": `{
  "permissions": { "allow": ["Bash(npm test)"] },
  "hooks": {
    "PostToolUse": [{ "matcher": "Edit|Write", "hooks": [{ "type": "command", "command": "npm run format" }] }],
    "Stop": [{ "hooks": [{ "type": "command", "command": "npm test" }] }]
  }
}
`,
  ".claude/settings.local.json": '{ "model": "opus" }\n',
  ".mcp.json": `{
  "mcpServers": {
    "github": { "command": "npx", "args": ["-y", "mcp-github"], "env": { "TOKEN": "\${TOKEN}" } },
    "docs": { "type": "http", "url": "https://docs.example.com/mcp" }
  }
}
`,
};

const CURSOR_AND_CODEX = {
  "AGENTS.md": "# Shop\n\nShort sentences.\n",
  ".cursor/rules/style.mdc": md(["description: Style", "globs: src/**", "alwaysApply: false"], "Short sentences."),
  ".cursor/rules/backend/api.mdc": md(["alwaysApply: true"], "Check the input."),
  ".cursor/commands/release.md": "Cut a release.\n",
  ".cursor/mcp.json": '{"mcpServers":{"github":{"command":"npx","args":["-y","mcp-github"]}}}',
  ".codex/config.toml": `# Ours
model = "o3"

[mcp_servers.github]
command = "npx"
args = ["-y", "mcp-github"] # pinned elsewhere

[mcp_servers."docs.search"]
url = "https://docs.example.com/mcp"
`,
  ".agents/skills/deploy/SKILL.md": md(["name: deploy", "description: Deploys"], "Run make deploy."),
  "src/index.ts": "export {};\n",
};

const COPILOT_AND_GEMINI = {
  "GEMINI.md": "# Shop\n",
  "README.md": "# Shop\n",
  ".github/copilot-instructions.md": "Use TypeScript.\n",
  ".github/instructions/tests.instructions.md": md(['applyTo: "**/*.test.ts"'], "One idea a test."),
  ".github/prompts/release.prompt.md": md(["description: Cuts a release"], "Cut a release."),
  ".github/agents/tester.agent.md": md(["name: tester", "description: Runs tests"], "Run the tests."),
  ".vscode/mcp.json":
    '{\n\t// our servers\n\t"servers": {\n\t\t"github": { "type": "stdio", "command": "npx" }\n\t}\n}\n',
  ".gemini/commands/release.toml": 'description = "Cuts a release"\nprompt = """\nCut a release.\n"""\n',
  ".gemini/settings.json": '{ "theme": "dark", "mcpServers": { "github": { "command": "npx" } } }\n',
};

/** `found`: the artifacts that `adopt` finds, as profile, type, name and path. */
export const REPOSITORIES = [
  {
    name: "Claude Code",
    files: CLAUDE,
    platforms: ["claude_code"],
    found: [
      "claude_code agent tester .claude/agents/tester.md",
      "claude_code command git/commit .claude/commands/git/commit.md",
      "claude_code command release .claude/commands/release.md",
      "claude_code hook hooks .claude/settings.json",
      "claude_code mcp docs .mcp.json",
      "claude_code mcp github .mcp.json",
      "claude_code skill code-review .claude/skills/code-review",
    ],
  },
  {
    name: "Cursor and Codex",
    files: CURSOR_AND_CODEX,
    platforms: ["cursor", "codex"],
    found: [
      "codex mcp docs.search .codex/config.toml",
      "codex mcp github .codex/config.toml",
      "codex skill deploy .agents/skills/deploy",
      "cursor command release .cursor/commands/release.md",
      "cursor mcp github .cursor/mcp.json",
      "cursor rule_file backend/api .cursor/rules/backend/api.mdc",
      "cursor rule_file style .cursor/rules/style.mdc",
    ],
  },
  {
    name: "Copilot and Gemini",
    files: COPILOT_AND_GEMINI,
    platforms: ["copilot", "gemini"],
    found: [
      "copilot agent tester .github/agents/tester.agent.md",
      "copilot command release .github/prompts/release.prompt.md",
      "copilot mcp github .vscode/mcp.json",
      "copilot rule_file tests .github/instructions/tests.instructions.md",
      "gemini command release .gemini/commands/release.toml",
      "gemini mcp github .gemini/settings.json",
    ],
  },
] as const;
