/** Which platform a path tells of, where platforms share a folder or have one with a common name. */
import { inferProfile } from "@skillmeat-deployments/core/catalogue/infer/infer-profile.ts";
import { readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { describe, expect, it } from "vitest";

const inferredFrom = (artifact_path: string) => inferProfile({ artifact_path });

describe("Folders that do not tell of one platform", () => {
  it.each([
    [".trae/skills/x", "trae", ".trae"],
    [".agents/skills/x", "other", ".agents"],
    [".claude/skills/x", "claude_code", ".claude"],
    [".omp/skills/x", "omp", ".omp"],
    [".amazonq/rules/x.md", "amazon_q", ".amazonq"],
  ])("The path %s is of %s", (path, platform, profile_root_dir) => {
    expect(inferredFrom(path)).toMatchObject({ platform, profile_root_dir });
  });

  it("A folder named data does not tell of AstrBot, which has its skills there", () => {
    expect(readPlatform("astrbot").artifact_path_map.skill).toEqual({ path: "data/skills", base: "project" });
    expect(inferredFrom("data/skills/x")).toEqual(inferredFrom("elsewhere/x"));
  });

  it("Trae CN has the project's folder of Trae, and a folder of its own in the home", () => {
    const { root_dir, user } = readPlatform("trae_cn");
    expect([root_dir, user?.root_dir]).toEqual([readPlatform("trae").root_dir, ".trae-cn"]);
    expect(user?.artifact_path_map.skill).toBe("skills");
  });
});

describe("Platforms with files in the home alone", () => {
  it("LM Studio has nothing in a project, and its servers in its own folder in the home", () => {
    const { root_dir, artifact_path_map, user } = readPlatform("lm_studio");
    expect([root_dir, artifact_path_map]).toEqual([".lmstudio", {}]);
    expect(user?.artifact_path_map).toEqual({
      mcp: { path: "mcp.json", kind: "merge", key: "mcpServers", format: "json" },
    });
  });

  it("fx has servers in the home alone, and writes them in its own way", () => {
    const { artifact_path_map, user } = readPlatform("fx");
    expect(artifact_path_map.mcp).toBeUndefined();
    expect(user?.mcp_entry?.local).toMatchObject({ type: { value: "local" }, command: { from: "command_line" } });
  });

  it("ZCode has agents and hooks in the home alone", () => {
    const { artifact_path_map, user } = readPlatform("zcode");
    expect([artifact_path_map.agent, artifact_path_map.hook]).toEqual([undefined, undefined]);
    expect(user?.artifact_path_map).toMatchObject({
      agent: "agents",
      hook: { path: "cli/config.json", key: ["hooks", "events"], entry: "by_event" },
      mcp: { path: "cli/config.json", key: ["mcp", "servers"] },
    });
  });
});
