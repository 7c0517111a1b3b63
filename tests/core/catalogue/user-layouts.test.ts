/** What platforms have in the user's home where it is not as in a project, written down by hand. */
import type { Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import { readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import type { Platform } from "@skillmeat-deployments/core/catalogue/platform-id.schema.ts";
import type { ArtifactType } from "@skillmeat-deployments/core/values/artifact-type.schema.ts";
import { describe, expect, it } from "vitest";

const HOME = { base: "project" } as const;

/** The folder in the home, and a place in it. */
const LAYOUTS: (readonly [fact: string, platform: Platform, root: string, type: ArtifactType, to: Mapping])[] = [
  ["Pi has a folder of its own below .pi", "pi", ".pi/agent", "command", "prompts"],
  ["Crush's skills are in its own folder, not in the shared one", "crush", ".config/crush", "skill", "skills"],
  [
    "Kilo's skills are outside its settings' folder",
    "kilo",
    ".config/kilo",
    "skill",
    { path: ".kilo/skills", ...HOME },
  ],
  ["Antigravity shares a folder with Gemini", "antigravity", ".gemini/config", "skill", "skills"],
  [
    "Antigravity's workflows are outside of that folder",
    "antigravity",
    ".gemini/config",
    "command",
    { path: ".gemini/antigravity/global_workflows", ...HOME },
  ],
  [
    "JetBrains has only MCP servers",
    "jetbrains",
    ".ai",
    "mcp",
    {
      path: "mcp/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
    },
  ],
  [
    "Continue's servers are in one file, not in a file each",
    "continue",
    ".continue",
    "mcp",
    {
      path: "mcpServers/mcp.json",
      kind: "merge",
      key: "mcpServers",
      format: "json",
    },
  ],
  [
    "A hook of Kimi has no name and is told by its command",
    "kimi",
    ".kimi-code",
    "hook",
    {
      path: "config.toml",
      kind: "merge",
      key: "hooks",
      entry: "list",
      item_name: "command",
      format: "toml",
    },
  ],
];

describe("What platforms have in the user's home", () => {
  it.each(LAYOUTS)("%s (%s)", (_, platform, root, type, to) => {
    const { user } = readPlatform(platform);
    expect(user?.root_dir).toBe(root);
    expect(user?.artifact_path_map[type]).toEqual(to);
  });

  it("Continue has no instruction file in the home, so that its texts are rules", () => {
    const { user, cells } = readPlatform("continue");
    expect(user?.project_config_filenames).toEqual([]);
    expect(user?.artifact_path_map.rule_file).toBe("rules");
    expect(cells["user.instructions"]?.disputed).toContain("~/.continue/rules/AGENTS.md");
  });

  it("Trae and Warp have their settings elsewhere on macOS and Windows", () => {
    const moves = (["trae", "warp"] as const).map((platform) =>
      readPlatform(platform).relocations.flatMap((move) => ("by" in move ? [[move.replaces, move.by]] : [])),
    );
    expect(moves).toEqual([
      [
        ["~/.config/Trae/User", "~/Library/Application Support/Trae/User"],
        ["~/.config/Trae/User", "%APPDATA%/Trae/User"],
      ],
      [
        ["~/.config/warp-terminal", "~/.warp"],
        ["~/.config/warp-terminal", "%LOCALAPPDATA%/warp/Warp/config"],
      ],
    ]);
  });
});
