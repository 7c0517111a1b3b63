/** The detection of platforms, and what platforms read. */
import { detectPlatforms } from "@skillmeat-deployments/core/catalogue/detect/detect.ts";
import { listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { selectPlatforms } from "@skillmeat-deployments/core/catalogue/read-paths.ts";
import { describe, expect, it } from "vitest";
import { LISTINGS } from "./listings.ts";

const found = (...paths: string[]) =>
  detectPlatforms(paths)
    .platforms.map(({ platform, scope }) => (scope === "user" ? `user:${platform}` : platform))
    .join(" ");
const idsOf = (filter: Parameters<typeof selectPlatforms>[0]) =>
  selectPlatforms(filter).map(({ platform }) => platform);

describe("Detection", () => {
  it.each(LISTINGS)("The listing %s tells of: %s", (paths, platforms) => {
    expect(found(...paths.split(" ").map((path) => path.replace("%20", " ")))).toBe(platforms);
  });

  it("Paths of hundreds of folders are looked at to a bounded depth", () => {
    const deep = (levels: number) => `${"a/".repeat(levels)}.claude/x`;
    expect(detectPlatforms([deep(31)]).nested).toMatchObject([{ scope_dir: "a/".repeat(31).slice(0, -1) }]);
    expect(detectPlatforms([deep(32), deep(500)])).toEqual({ platforms: [], nested: [], shared: [] });
  });

  it("The table has at least 80 listings", () => {
    expect(LISTINGS.length).toBeGreaterThanOrEqual(80);
  });

  it("Every platform with markers is detected by each of them", () => {
    for (const { platform, markers } of listPlatforms()) {
      for (const path of markers?.paths ?? [])
        expect([path, found(path).split(" ")]).toEqual([path, expect.arrayContaining([platform])]);
      for (const path of markers?.shared ?? [])
        expect([path, found(path).split(" ").includes(platform)]).toEqual([path, false]);
    }
  });

  it("The evidence names the marker, the first path and the number of paths", () => {
    const paths = ["./.cursor/rules/a.mdc", ".cursor/mcp.json", ".cursor", "README.md"];
    expect(detectPlatforms(paths).platforms).toEqual([
      {
        platform: "cursor",
        scope: "project",
        evidence: [{ marker: ".cursor", path: "./.cursor/rules/a.mdc", count: 3 }],
      },
    ]);
  });

  it("A folder of a monorepo tells of platforms in that folder, and folders of dependencies do not", () => {
    const paths = [
      "apps/web/.codex/config.toml",
      "apps/web/CLAUDE.md",
      "apps/node_modules/x/.claude/a",
      ".git/x/.cursor",
    ];
    const { platforms, nested } = detectPlatforms(paths);
    expect(platforms).toEqual([]);
    expect(nested).toEqual([
      {
        platform: "codex",
        scope_dir: "apps/web",
        evidence: [{ marker: ".codex", path: "apps/web/.codex/config.toml", count: 1 }],
      },
      {
        platform: "claude_code",
        scope_dir: "apps/web",
        evidence: [{ marker: "CLAUDE.md", path: "apps/web/CLAUDE.md", count: 1 }],
      },
    ]);
  });

  it("What several platforms read is named with its readers, and tells of none", () => {
    const { platforms, shared } = detectPlatforms([
      ".agents/skills/a/SKILL.md",
      ".agents/skills/b/SKILL.md",
      "AGENTS.md",
    ]);
    expect(platforms).toEqual([]);
    expect(shared.map(({ path, count }) => [path, count])).toEqual([
      [".agents/skills", 2],
      ["AGENTS.md", 1],
    ]);
    expect(shared[0]?.platforms).toEqual(idsOf({ reads: ".agents/skills" }));
    expect(shared[1]?.platforms.length).toBeGreaterThan(15);
  });
});

describe("The platforms that read a path", () => {
  it("A path at which a platform reads selects it, and so does anything below", () => {
    expect(idsOf({ reads: ".claude/skills" })).toEqual(expect.arrayContaining(["claude_code", "copilot", "opencode"]));
    expect(idsOf({ reads: ".claude/skills/a/SKILL.md" })).toEqual(idsOf({ reads: ".claude/skills" }));
    expect(idsOf({ reads: ".claude" })).toEqual([]);
    expect(idsOf({ reads: "~/.claude/skills/a" })).toContain("claude_code");
  });

  it("A surface selects the platforms that have a place for it", () => {
    expect(idsOf({ surface: "workflow" })).toEqual(["claude_code", "takt"]);
    expect(idsOf({ surface: "skill", reads: "CLAUDE.md" })).toContain("claude_code");
    expect(idsOf({})).toEqual(listPlatforms().map(({ platform }) => platform));
  });
});
