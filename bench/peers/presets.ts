/** What the Express stack fills in for a platform. It knows one platform, the service knows all of its catalogue. */
export const PRESETS = {
  claude_code: {
    root_dir: ".claude",
    artifact_path_map: {
      skill: "skills",
      command: "commands",
      agent: "agents",
      hook: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
      mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
      rule_file: "rules",
      workflow: { path: "workflows", filename: "{name}.js", format: "js" },
    },
    project_config_filenames: ["CLAUDE.md"],
    context_path_prefixes: [".claude/context/", ".claude/"],
    supported_artifact_types: ["skill", "command", "agent", "hook", "mcp", "rule_file", "workflow"],
  },
};
