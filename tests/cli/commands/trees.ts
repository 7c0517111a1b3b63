/**
 * Three source trees with the folders and front-matter keys of public repositories; their contents are ours. A collection is as
 * SkillMeat keeps it, a folder of skills as anthropics/skills, a plugin as those in anthropics/claude-code.
 */
const md = (keys: readonly string[], text: string) => `---\n${keys.join("\n")}\n---\n\n${text}\n`;

const COLLECTION = {
  "collection.toml": `[collection]
name = "default"
version = "1.0.0"

[[artifacts]]
name = "code-review"
type = "skill"
path = "skills/code-review/"
origin = "local"

[artifacts.metadata]
description = "Reviews a diff"

[[artifacts]]
name = "release"
type = "command"
path = "commands/release.md"
origin = "github"
upstream = "acme/commands"

[[artifacts]]
name = "tester"
type = "agent"
path = "agents/tester.md"
origin = "local"

[[artifacts]]
name = "style"
type = "rule_file"
path = "context/style.md"
origin = "local"

[[artifacts]]
name = "github"
type = "mcp"
path = "mcp/github.json"
origin = "local"

[[artifacts]]
name = "lint"
type = "hook"
path = "hooks/lint.json"
origin = "local"
`,
  "skills/code-review/SKILL.md": md(
    ["name: code-review", "description: Reviews a diff", "version: 1.0.0"],
    "Read the diff.",
  ),
  "skills/code-review/references/naming.md": "# Names\n\nSay what it is.\n",
  "commands/release.md": md(
    ["description: Cuts a release", 'argument-hint: "[version]"', "allowed-tools: Bash(git:*)"],
    "Tag $ARGUMENTS.",
  ),
  "agents/tester.md": md(
    ["name: tester", "description: Runs tests", "tools: Bash, Read", "model: sonnet"],
    "Run the tests.",
  ),
  "context/style.md": "# Style\n\nShort sentences.\n",
  "mcp/github.json": '{ "command": "npx", "args": ["-y", "mcp-github"], "env": { "TOKEN": "$GITHUB_TOKEN" } }\n',
  "hooks/lint.json":
    '{ "PostToolUse": [{ "matcher": "Edit|Write", "hooks": [{ "type": "command", "command": "npm run lint" }] }] }\n',
};

const SKILLS = {
  "README.md": "# Skills\n",
  "skills/pdf/SKILL.md": md(
    ["name: pdf", "description: Reads PDF files", "license: Proprietary. LICENSE.txt has the terms"],
    "Use scripts/read.py.",
  ),
  "skills/pdf/LICENSE.txt": "All rights reserved.\n",
  "skills/pdf/scripts/read.py": "#!/usr/bin/env python3\nprint('pdf')\n",
  "skills/brand-guidelines/SKILL.md": md(["name: brand-guidelines", "description: Colours and fonts"], "Blue."),
};

const PLUGIN = {
  ".claude-plugin/plugin.json":
    '{ "name": "feature-dev", "version": "1.0.0", "description": "Features", "author": { "name": "Ana" } }\n',
  "README.md": "# feature-dev\n",
  "commands/feature-dev.md": md(
    ["description: Guided development", "argument-hint: Optional feature description"],
    "Plan it: $ARGUMENTS",
  ),
  "agents/code-architect.md": md(
    [
      "name: code-architect",
      "description: Designs features",
      "tools: Glob, Grep, Read",
      "model: sonnet",
      "color: green",
    ],
    "Design it.",
  ),
  "skills/planning/SKILL.md": md(["name: planning", "description: Makes plans"], "One step at a time."),
  "hooks/hooks.json":
    '{ "description": "Notes", "hooks": { "SessionStart": [{ "hooks": [{ "type": "command", "command": "date" }] }] } }\n',
  ".mcp.json":
    '{ "mcpServers": { "docs": { "type": "http", "url": "https://docs.test/mcp", "headers": { "X-Key": "k" } } } }\n',
};

export const TREES: Readonly<Record<string, Readonly<Record<string, string>>>> = { COLLECTION, SKILLS, PLUGIN };
