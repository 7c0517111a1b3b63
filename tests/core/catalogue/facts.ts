/**
 * Facts about platforms, written down by hand from their sources. The tests compare them with the catalogue, so that a
 * change of one of the two is a decision.
 */
import type { Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import type { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import type { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";

const JSON_SERVERS = { kind: "merge", key: "mcpServers", format: "json" } as const;
const JSON_EVENTS = { kind: "merge", key: "hooks", entry: "by_event", format: "json" } as const;

type CellRow = readonly [fact: string, platform: Platform, type: ArtifactType, to: Mapping, disputed?: string];

/** Files that a platform shares with other settings: an entry is merged into them, and the rest of the file stays. */
export const SHARED_FILES: CellRow[] = [
  [
    "Vibe lists its servers in config.toml",
    "vibe",
    "mcp",
    { path: "config.toml", kind: "merge", key: "mcp_servers", entry: "list", format: "toml" },
  ],
  ["Kimi's servers are under mcpServers", "kimi", "mcp", { path: "mcp.json", ...JSON_SERVERS }],
  [
    "Rovo Dev's project file must be named in its configuration",
    "rovodev",
    "mcp",
    { path: "mcp.json", ...JSON_SERVERS },
    "mcp.mcpConfigPath",
  ],
  [
    "JetBrains' servers are under mcpServers",
    "jetbrains",
    "mcp",
    { path: ".ai/mcp/mcp.json", base: "project", ...JSON_SERVERS },
  ],
  ["Cursor's hooks are by event, under hooks", "cursor", "hook", { path: "hooks.json", ...JSON_EVENTS }],
  ["Codex' hooks are by event, under hooks", "codex", "hook", { path: "hooks.json", ...JSON_EVENTS }],
  ["Factory's events are at the root", "factory", "hook", { path: "hooks.json", ...JSON_EVENTS, key: [] }],
  ["Devin's events are at the root", "devin", "hook", { path: "hooks.v1.json", ...JSON_EVENTS, key: [] }],
  [
    "Antigravity's groups of hooks have names, at the root",
    "antigravity",
    "hook",
    { path: "hooks.json", kind: "merge", key: [], entry: "by_name", format: "json" },
  ],
  [
    "Roo's modes are one list",
    "roo",
    "agent",
    {
      path: ".roomodes",
      base: "project",
      kind: "merge",
      key: "customModes",
      entry: "list",
      item_name: "slug",
      format: "yaml",
    },
  ],
  [
    "Zoo's modes are one list",
    "zoocode",
    "agent",
    {
      path: ".roomodes",
      base: "project",
      kind: "merge",
      key: "customModes",
      entry: "list",
      item_name: "slug",
      format: "yaml",
    },
  ],
  [
    "Zed's tasks are a list at the root",
    "zed",
    "hook",
    { path: "tasks.json", kind: "merge", key: [], entry: "list", item_name: "label", format: "json" },
    "only source",
  ],
  ["Trae's hooks have a single source", "trae", "hook", { path: "hooks.json", ...JSON_EVENTS }, "only source"],
  [
    "Crush's servers are in a file that the vendor deprecates",
    "crush",
    "mcp",
    { path: "crush.json", base: "project", kind: "merge", key: "mcp", format: "json" },
    "crushrc",
  ],
  [
    "Crush's hooks are in a file that the vendor deprecates",
    "crush",
    "hook",
    { path: "crush.json", base: "project", ...JSON_EVENTS },
    "crushrc",
  ],
  ["Claude Code's hooks are by event", "claude_code", "hook", { path: "settings.json", ...JSON_EVENTS }],
  ["Gemini's hooks are by event", "gemini", "hook", { path: "settings.json", ...JSON_EVENTS }],
  ["Qwen's hooks are by event", "qwen", "hook", { path: "settings.json", ...JSON_EVENTS }],
  ["Augment's hooks are by event", "augment", "hook", { path: "settings.json", ...JSON_EVENTS }],
];

/** Cells that were wrong or outdated once. */
export const CORRECTED_CELLS: CellRow[] = [
  ["Devin's agent is a folder", "devin", "agent", { path: "agents", filename: "{name}/AGENT.md" }, "agnostic-ai"],
  ["Rovo Dev's prompts need a manifest", "rovodev", "command", "prompts", ".rovodev/prompts.yml"],
  [
    "Cline's hook is an executable",
    "cline",
    "hook",
    { path: "hooks", format: "sh", filename: "{name}.sh" },
    ".clinerules/hooks",
  ],
  [
    "OpenCode 2 does not load plugins written for V1",
    "opencode",
    "hook",
    { path: "plugins", format: "ts", filename: "{name}.ts" },
    "V2",
  ],
  ["Cline's rules moved to .cline", "cline", "rule_file", "rules", "deprecated"],
  ["Kiro's prompts are confirmed by apm", "kiro", "command", "prompts", "0.35"],
  ["Windsurf keeps its own skills", "windsurf", "skill", "skills", "apm writes .agents/skills"],
];

/** Cells that the catalogue lacked. */
export const ADDED_CELLS: CellRow[] = [
  ["Continue's commands are prompts", "continue", "command", "prompts"],
  ["Continue's hooks are settings", "continue", "hook", { path: "settings.json", ...JSON_EVENTS }],
  ["Continue has skills", "continue", "skill", "skills", "agnostic-ai"],
  ["Crush has commands", "crush", "command", "commands"],
  ["Pi has MCP servers", "pi", "mcp", { path: "mcp.json", ...JSON_SERVERS }],
  [
    "Vibe's hooks are a list",
    "vibe",
    "hook",
    { path: "hooks.toml", kind: "merge", key: "hooks", entry: "list", format: "toml" },
  ],
  ["Windsurf has rules", "windsurf", "rule_file", "rules"],
  ["Windsurf has hooks", "windsurf", "hook", { path: "hooks.json", ...JSON_EVENTS }],
  [
    "Windsurf's project file is not in the vendor's page",
    "windsurf",
    "mcp",
    { path: "mcp_config.json", ...JSON_SERVERS },
    "vendor",
  ],
  ["Devin's command is a skill", "devin", "command", { path: "skills", filename: "{name}/SKILL.md" }],
  ["Warp's command is a skill", "warp", "command", { path: "skills", filename: "{name}/SKILL.md" }],
  ["Claude Code has workflows", "claude_code", "workflow", { path: "workflows", format: "js", filename: "{name}.js" }],
];

/** The instruction files of a platform, the first one first. */
export const INSTRUCTIONS: (readonly [platform: Platform, files: string[], disputed?: string])[] = [
  ["claude_code", ["CLAUDE.md"], "no CLAUDE.md"],
  ["cursor", ["AGENTS.md"], ".cursor/rules/overview.mdc"],
  ["qwen", ["QWEN.md", "AGENTS.md", "QWEN.local.md"], "0.24"],
  ["continue", ["AGENTS.md", "AGENT.md", "CLAUDE.md"]],
  ["zoocode", ["AGENTS.md"]],
  ["augment", ["AGENTS.md", "CLAUDE.md"]],
];

/** The user's skills folder, where it moved or where sources disagree. */
export const USER_SKILLS: (readonly [platform: Platform, path: string, disputed: string])[] = [
  ["goose", "~/.agents/skills", "~/.config/goose/skills"],
  ["antigravity", "~/.gemini/config/skills", "~/.gemini/antigravity-cli/skills"],
  ["codex", "~/.agents/skills", "1.7"],
];

/** All paths that a platform reads besides its own, by what is found there. */
export const ALSO_READS: (readonly [platform: Platform, paths: Record<string, string[]>])[] = [
  [
    "warp",
    {
      skill: [
        ".warp/skills",
        ".claude/skills",
        ".codex/skills",
        ".cursor/skills",
        ".gemini/skills",
        ".copilot/skills",
        ".factory/skills",
        ".github/skills",
        ".opencode/skills",
      ],
      instructions: ["WARP.md"],
      mcp: [".mcp.json", ".codex/config.toml", ".agents/.mcp.json"],
    },
  ],
  [
    "grok",
    {
      skill: [".agents/skills", ".claude/skills", ".cursor/skills"],
      instructions: ["CLAUDE.md"],
      mcp: [".mcp.json", ".cursor/mcp.json"],
      rule_file: [".claude/rules", ".cursor/rules"],
      hook: [".claude/settings.json", ".cursor/hooks.json"],
    },
  ],
  [
    "crush",
    {
      skill: [".crush/skills", ".claude/skills", ".cursor/skills"],
      instructions: [
        "CRUSH.md",
        "CLAUDE.md",
        "GEMINI.md",
        ".cursorrules",
        ".cursor/rules",
        ".github/copilot-instructions.md",
      ],
      mcp: [".crush.json"],
      hook: [".crush.json"],
    },
  ],
  ["pi", { skill: [".agents/skills"], instructions: ["AGENTS.override.md", "CLAUDE.md"] }],
  ["vibe", { skill: [".agents/skills"] }],
  ["kimi", { skill: [".agents/skills"], instructions: [".kimi-code/AGENTS.md"], agent: [".agents/agents"] }],
  ["augment", { skill: [".agents/skills", ".claude/skills"], command: [".claude/commands", ".agents/commands"] }],
  ["rovodev", { skill: [".agents/skills"] }],
  [
    "kilo",
    {
      skill: [".agents/skills", ".claude/skills", ".kilocode/skills"],
      command: [".kilo/command", ".kilocode/workflows"],
      mcp: ["kilo.json", ".kilo/kilo.jsonc"],
      rule_file: [".kilocode/rules"],
      hook: [".kilo/plugins"],
    },
  ],
  ["factory", { skill: [".agents/skills", ".agent/skills"] }],
  ["goose", { skill: [".goose/skills", ".claude/skills"], agent: [".goose/agents", ".claude/agents"] }],
  [
    "opencode",
    {
      skill: [".claude/skills", ".agents/skills"],
      instructions: ["CLAUDE.md"],
      mcp: ["opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"],
    },
  ],
  [
    "devin",
    {
      skill: [".agents/skills", ".windsurf/skills"],
      agent: [".agents/agents"],
      mcp: [".devin/config.json"],
      rule_file: [".windsurf/rules", ".cursor/rules"],
      instructions: ["AGENT.md", "CLAUDE.md"],
    },
  ],
  ["roo", { skill: [".agents/skills"] }],
  ["qwen", { skill: [".agents/skills"], mcp: [".mcp.json"] }],
  [
    "cline",
    {
      skill: [".clinerules/skills", ".agents/skills"],
      command: [".cline/workflows"],
      hook: [".clinerules/hooks"],
      rule_file: [".clinerules"],
    },
  ],
  ["continue", { skill: [".claude/skills"] }],
  [
    "zed",
    {
      instructions: [
        ".cursorrules",
        ".windsurfrules",
        ".clinerules",
        ".github/copilot-instructions.md",
        "AGENT.md",
        "AGENTS.md",
        "CLAUDE.md",
        "GEMINI.md",
      ],
    },
  ],
  [
    "copilot_cli",
    {
      skill: [".claude/skills", ".agents/skills"],
      instructions: ["CLAUDE.md", "GEMINI.md"],
      command: [".claude/commands"],
      mcp: [".mcp.json"],
      hook: [".claude/settings.json"],
    },
  ],
  ["claude_code", { instructions: ["AGENTS.md"] }],
  ["amp", { skill: [".claude/skills"] }],
  [
    "copilot",
    {
      skill: [".claude/skills", ".agents/skills"],
      agent: [".claude/agents"],
      rule_file: [".claude/rules"],
      mcp: [".mcp.json"],
      hook: [".claude/settings.json"],
    },
  ],
  [
    "cursor",
    {
      skill: [".agents/skills", ".claude/skills", ".codex/skills"],
      agent: [".claude/agents"],
      hook: [".claude/settings.json"],
    },
  ],
  ["windsurf", { skill: [".agents/skills"] }],
  ["antigravity", { skill: [".agent/skills"], command: [".agent/workflows"], rule_file: [".agent/rules"] }],
];

const STDIO = "type: stdio, command, args, env";
const HTTP = "type: http, url, headers";
const SSE = "type: sse, url, headers";

/**
 * How a platform writes an MCP server: a local one, one over HTTP, and one with server-sent events. `a: b` is a fixed
 * value, `a = b` the setting b under the name a.
 */
export const MCP_ENTRIES: (readonly [platforms: Platform[], local: string, http: string | null, sse: string | null])[] =
  [
    [
      [
        "claude_code",
        "cursor",
        "augment",
        "junie",
        "kiro",
        "factory",
        "qwen",
        "warp",
        "copilot_cli",
        "continue",
        "jetbrains",
        "devin",
        "deepagents",
        "omp",
      ],
      STDIO,
      HTTP,
      SSE,
    ],
    [["antigravity", "windsurf"], STDIO, "type: http, serverUrl = url, headers", "type: sse, serverUrl = url, headers"],
    [["roo", "zoocode"], STDIO, "type: streamable-http, url, headers", SSE],
    [["cline"], STDIO, "type: streamableHttp, url, headers", SSE],
    [["gemini"], "command, args, env", "httpUrl = url, headers", "url, headers"],
    [
      ["kimi", "rovodev"],
      "transport: stdio, command, args, env",
      "transport: http, url, headers",
      "transport: sse, url, headers",
    ],
    [["copilot"], STDIO, HTTP, SSE],
    [["amp"], STDIO, HTTP, SSE],
    [
      ["opencode", "kilo"],
      "type: local, command = command_line, environment = env, enabled: true",
      "type: remote, url, headers, enabled: true",
      "type: remote, url, headers, enabled: true",
    ],
    [["crush"], STDIO, HTTP, SSE],
    [["zcode"], "command, args, env", HTTP, SSE],
    [["reasonix"], `name, ${STDIO}`, `name, ${HTTP}`, `name, ${SSE}`],
    [["zed", "pi", "trae"], "command, args, env", "url, headers", null],
    [["codex"], "command, args, env", "url, http_headers = headers", "url, http_headers = headers"],
    [["grok"], STDIO, HTTP, SSE],
    [
      ["vibe"],
      "name, transport: stdio, command, args, env",
      "name, transport: http, url, headers",
      "name, transport: http, url, headers",
    ],
    [["goose"], "command, args, env", null, null],
    [["command_code", "cortex"], STDIO, HTTP, SSE],
    [["tabnine"], "command, args, env", HTTP, SSE],
    [["bob"], "command, args, env", "type: streamable-http, url, headers", "url, headers"],
    [["hermes"], "command, args, env", "url, headers", "transport: sse, url, headers"],
    [["forge"], "command, args, env", "url, headers", "url, headers"],
    [["openclaw"], "command, args, env", "transport: streamable-http, url, headers", "transport: sse, url, headers"],
    [
      ["openhands"],
      "transport: stdio, command, args, env",
      "transport: http, url, headers",
      "transport: sse, url, headers",
    ],
  ];

/** Renames, moves and ends of life. `note` is a part of one of the platform's notes. */
export const LIVES: (readonly [
  fact: string,
  platform: Platform,
  status: "active" | "deprecated" | "archived",
  replaced_by: Platform | null,
  note: string,
])[] = [
  ["Claude Code reads AGENTS.md", "claude_code", "active", null, "2.1.277"],
  ["Vibe reads system prompts from a folder of its own", "vibe", "active", null, ".vibe/prompts"],
  ["OpenCode 2 replaced OpenCode 1", "opencode", "active", null, "OpenCode 2"],
  ["Crush deprecates its JSON files", "crush", "active", null, "crushrc"],
  ["Cline deprecates .clinerules", "cline", "active", null, "replaces .clinerules"],
  ["Copilot CLI drops VS Code's file", "copilot_cli", "active", null, "no longer reads .vscode/mcp.json"],
  ["Factory merges commands into skills", "factory", "active", null, "merged commands into skills"],
  ["Continue ended without a successor", "continue", "archived", null, "2.0.0"],
  ["Gemini CLI is closed to consumers", "gemini", "active", null, "2026-06-18"],
  ["Windsurf became Devin Desktop", "windsurf", "deprecated", "devin", "3.9.19"],
  ["Devin Desktop removed Cascade", "devin", "active", null, "3.9.19"],
  ["Zed replaced its Rules library", "zed", "active", null, "1.4.0"],
  ["Vibe 3 has hooks without a flag", "vibe", "active", null, "Vibe 3"],
  ["Kiro's command line reads the editor's hooks", "kiro", "active", null, "v3"],
  ["Kilo renamed its folder", "kilo", "active", null, ".kilocode"],
  ["Antigravity renamed its folder", "antigravity", "active", null, "1.20.5"],
  ["Pi's repository moved", "pi", "active", null, "earendil-works/pi"],
  ["Kimi's Python command line is archived", "kimi", "active", null, ".kimi "],
  ["Goose's repository moved", "goose", "active", null, "aaif-goose/goose"],
  ["Roo Code continues as Zoo Code", "roo", "archived", "zoocode", "v3.54.0"],
  ["Amp's review checks have no artifact type", "amp", "active", null, ".agents/checks"],
  ["iFlow ended without a successor", "iflow", "archived", null, "2026-04-17"],
  ["Xum was called Mux", "xum", "active", null, ".mux"],
  ["Tabnine's command line is followed by another", "tabnine", "active", null, "2026-12-31"],
  ["Forge moved the user's folder", "forge", "active", null, "~/.forge"],
  ["OpenHands replaced its microagents by skills", "openhands", "active", null, "Microagents"],
];

/** The instruction file in which a platform without a folder for rules keeps texts, as marked sections. */
export const TEXT_BLOCKS: (readonly [platform: Platform, file: string])[] = [
  ["codex", "AGENTS.md"],
  ["gemini", "GEMINI.md"],
  ["opencode", "AGENTS.md"],
  ["amp", "AGENTS.md"],
  ["zed", ".rules"],
  ["pi", "AGENTS.md"],
  ["vibe", "AGENTS.md"],
  ["kimi", "AGENTS.md"],
  ["crush", "AGENTS.md"],
  ["factory", "AGENTS.md"],
  ["zcode", "AGENTS.md"],
  ["deepagents", ".deepagents/AGENTS.md"],
  ["reasonix", "REASONIX.md"],
  ["aider", "CONVENTIONS.md"],
  ["jules", "AGENTS.md"],
  ["goose", "AGENTS.md"],
  ["warp", "AGENTS.md"],
  ["rovodev", "AGENTS.md"],
  ["replit", "replit.md"],
  ["junie", ".junie/AGENTS.md"],
  ["command_code", "AGENTS.md"],
  ["hermes", ".hermes.md"],
  ["iflow", "IFLOW.md"],
  ["openclaw", "AGENTS.md"],
  ["openhands", "AGENTS.md"],
  ["cortex", "AGENTS.md"],
  ["forge", "AGENTS.md"],
  ["kode", "AGENTS.md"],
  ["xum", "AGENTS.md"],
  ["pochi", "README.pochi.md"],
];

/** The events after which the file of a hook of Cline is named. */
export const CLINE_EVENTS = [
  "TaskStart",
  "TaskResume",
  "TaskCancel",
  "TaskComplete",
  "TaskError",
  "PreToolUse",
  "PostToolUse",
  "UserPromptSubmit",
  "PreCompact",
  "SessionShutdown",
];
