/** What platforms have in the user's home, where it is not as in the project. */

import { listPlatforms, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import type { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import { describe, expect, it } from "vitest";

const EVENTS = { kind: "merge", key: "hooks", entry: "by_event", format: "json" } as const;

/** The folder in the home, and one path in it. */
const ROOTS: [Platform, root: string, type: "agent" | "hook" | "mcp" | "rule_file" | "skill", mapping: unknown][] = [
  ["opencode", ".config/opencode", "agent", "agents"],
  ["copilot", ".copilot", "rule_file", { path: "instructions", filename: "{name}.instructions.md" }],
  ["copilot_cli", ".copilot", "mcp", { path: "mcp-config.json", kind: "merge", key: "mcpServers", format: "json" }],
  ["devin", ".config/devin", "hook", { path: "config.json", ...EVENTS }],
  ["windsurf", ".codeium/windsurf", "skill", "skills"],
  ["amp", ".config/amp", "skill", { path: ".config/agents/skills", base: "project" }],
  ["goose", ".config/goose", "mcp", { path: "config.yaml", kind: "merge", key: "extensions", format: "yaml" }],
  ["junie", ".junie", "hook", { path: "config.json", ...EVENTS }],
  ["zed", ".config/zed", "mcp", { path: "settings.json", kind: "merge", key: "context_servers", format: "json" }],
];

/** Where a system or a variable has a path of its own. */
const MOVES: [Platform, move: object][] = [
  ["copilot", { system: "windows", replaces: "~/.config/Code/User", by: "%APPDATA%/Code/User" }],
  ["cline", { system: "macos", replaces: "~/.config/Code/User", by: "~/Library/Application Support/Code/User" }],
  ["goose", { system: "windows", replaces: "~/.config/goose", by: "%APPDATA%/Block/goose/config" }],
  ["zed", { system: "windows", replaces: "~/.config/zed", by: "%APPDATA%/Zed" }],
  ["devin", { system: "windows", replaces: "~/.config/devin", by: "%APPDATA%/devin" }],
  ["cline", { variable: "CLINE_DIR", replaces: "~/.cline" }],
  ["gemini", { variable: "GEMINI_CLI_HOME", replaces: "~" }],
  ["junie", { variable: "JUNIE_HOME", replaces: "~/.junie" }],
];

describe("The user's home", () => {
  it.each(ROOTS)("%s has its folder %s in the home", (platform, root, type, mapping) => {
    const { user } = readPlatform(platform);
    expect(user?.root_dir).toBe(root);
    expect(user?.artifact_path_map[type]).toEqual(mapping);
  });

  it.each(MOVES)("A path of %s moves: %o", (platform, move) => {
    expect(readPlatform(platform).relocations).toContainEqual(move);
  });

  it("A platform without a folder for the user's rules keeps texts in the user's instruction file", () => {
    const block = { path: "AGENTS.md", kind: "block", format: "md" };
    // OpenCode has a cell that says that it reads no such folder.
    expect(readPlatform("opencode").cells["user.rule_file"]?.disputed).toContain("~/.config/opencode/rules");
    for (const platform of ["opencode", "codex"] as const) {
      expect(readPlatform(platform).user?.artifact_path_map.rule_file).toEqual(block);
    }
  });

  it("Goose writes the user's servers as extensions, in its own words", () => {
    const entry = readPlatform("goose").user?.mcp_entry;
    expect(entry?.local).toEqual({
      name: { from: "name" },
      type: { value: "stdio" },
      cmd: { from: "command" },
      args: { from: "args" },
      envs: { from: "env" },
      enabled: { value: true },
    });
    expect(entry?.http).toMatchObject({ type: { value: "streamable_http" }, uri: { from: "url" } });
  });
});

describe("Markers", () => {
  it("Only the old folder of Devin tells of two platforms; the folder of Roo and Zoo tells of Roo, which names Zoo", () => {
    const owners = new Map<string, string[]>();
    for (const { platform, markers } of listPlatforms()) {
      for (const path of markers?.paths ?? []) owners.set(path, [...(owners.get(path) ?? []), platform]);
    }
    expect([...owners].filter(([, platforms]) => platforms.length > 1)).toEqual([[".windsurf", ["devin", "windsurf"]]]);
    expect(owners.get(".roo")).toEqual(["roo"]);
    expect(readPlatform("roo").replaced_by).toBe("zoocode");
  });
});
