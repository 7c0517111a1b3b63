/** A small folder of artifacts: one of each type that has a place on most platforms. */

export const SOURCE = {
  "skills/code-review/SKILL.md": "---\nname: code-review\ndescription: Reviews a diff\n---\n\nRead the diff.\n",
  "skills/code-review/checklist.md": "- names\n",
  "commands/release.md": "---\ndescription: Cuts a release\nargument-hint: VERSION\n---\n\nTag $1.\n",
  "agents/tester.md": "---\nname: tester\ndescription: Runs tests\ntools: Bash\n---\n\nRun the tests.\n",
  "rules/style.md": "Short sentences.\n",
  ".mcp.json": JSON.stringify({ mcpServers: { github: { command: "npx", args: ["-y", "mcp-github"] } } }),
  "hooks/hooks.json": JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: "command", command: "npm test" }] }] } }),
};

/** What the user has in the project. */
export const OWN = {
  "CLAUDE.md": "# Shop\n",
  "AGENTS.md": "# Ours\n",
  ".mcp.json": '{ "mcpServers": { "own": { "command": "own" } } } \n',
  ".claude/settings.json": '{\n  // kept\n  "model": "opus"\n}\n',
};
