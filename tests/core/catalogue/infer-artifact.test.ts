/** Which artifact a deployed file is, told by its path. */
import { inferArtifact } from "@skillmeat-deployments/core/catalogue/infer/infer-artifact.ts";
import { createFileTree } from "@skillmeat-deployments/core/catalogue/infer/infer-extent.ts";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

/** `type name: path in root`, with the platform if the root does not tell it. */
function inferred(path: string, others: readonly string[] = [], files: readonly string[] = []): string {
  const artifact = inferArtifact(path, createFileTree([path, ...others], new Set(files)));
  if (!artifact) return "none";
  const { type, name, path: at, root, platform } = artifact;
  return `${type} ${name}: ${at} in ${root || "the project"}${platform ? ` of ${platform}` : ""}`;
}

describe("A deployed file", () => {
  it.each([
    // The catalogue's folders and file names.
    [".claude/skills/review/SKILL.md", "skill review: .claude/skills/review in .claude"],
    [".claude/skills/review/scripts/run.sh", "skill review: .claude/skills/review in .claude"],
    [".claude/skills/review", "skill review: .claude/skills/review in .claude"],
    [".claude/agents/planner.md", "agent planner: .claude/agents/planner.md in .claude"],
    [".claude/commands/git/commit.md", "command git/commit: .claude/commands/git/commit.md in .claude"],
    [".claude/rules/style.md", "rule_file style: .claude/rules/style.md in .claude"],
    [".claude/workflows/release.js", "workflow release: .claude/workflows/release.js in .claude"],
    [".github/agents/planner.agent.md", "agent planner: .github/agents/planner.agent.md in .github"],
    [".github/prompts/fix.prompt.md", "command fix: .github/prompts/fix.prompt.md in .github"],
    [
      ".github/instructions/web/css.instructions.md",
      "rule_file web/css: .github/instructions/web/css.instructions.md in .github",
    ],
    [".agents/plugins/lint/hooks/hooks.json", "hook lint: .agents/plugins/lint/hooks/hooks.json in .agents"],
    [".github/hooks/lint.json", "hook lint: .github/hooks/lint.json in .github"],
    [".cursor/rules/style.mdc", "rule_file style: .cursor/rules/style.mdc in .cursor"],
    [".gemini/commands/fix.toml", "command fix: .gemini/commands/fix.toml in .gemini"],
    [".codex/agents/planner.toml", "agent planner: .codex/agents/planner.toml in .codex"],
    [".kiro/steering/style.md", "rule_file style: .kiro/steering/style.md in .kiro"],
    [".windsurf/workflows/fix.md", "command fix: .windsurf/workflows/fix.md in .windsurf"],
    [".opencode/commands/fix.md", "command fix: .opencode/commands/fix.md in .opencode"],
    [".agents/skills/review/SKILL.md", "skill review: .agents/skills/review in .agents"],
    [".clinerules/workflows/fix.md", "command fix: .clinerules/workflows/fix.md in the project of cline"],
    // Files that end as those of other tools do.
    [".claude/agents/planner.agent.md", "agent planner: .claude/agents/planner.agent.md in .claude"],
    [".github/agents/planner.md", "agent planner: .github/agents/planner.md in .github"],
    [".cursor/rules/style.md", "rule_file style: .cursor/rules/style.md in .cursor"],
    // Folders that the catalogue does not know, by their names.
    [".github/chatmodes/plan.chatmode.md", "agent plan: .github/chatmodes/plan.chatmode.md in .github"],
    [".unknown-tool/rules/style.md", "rule_file style: .unknown-tool/rules/style.md in .unknown-tool"],
    ["skills/review/SKILL.md", "skill review: skills/review in the project"],
    ["apps/web/.claude/skills/review", "skill review: apps/web/.claude/skills/review in apps/web/.claude"],
    [".config/opencode/skills/a/SKILL.md", "skill a: .config/opencode/skills/a in .config/opencode of opencode"],
    [".copilot/skills/a", "skill a: .copilot/skills/a in .copilot of copilot"],
    // The scripts of hooks.
    [".claude/hooks/guard/check.sh", "hook guard: .claude/hooks/guard in .claude"],
    [".claude/hooks/check.sh", "hook check: .claude/hooks/check.sh in .claude"],
    [".github/hooks/scripts/guard/check.sh", "hook guard: .github/hooks/scripts/guard in .github"],
    [".github/hooks/scripts/check.sh", "hook scripts: .github/hooks/scripts in .github"],
  ])("%s is the %s", (path, expected) => {
    expect(inferred(path)).toBe(expected);
  });

  it.each([
    "AGENTS.md",
    "CLAUDE.md",
    ".mcp.json",
    ".claude/settings.json",
    ".codex/config.toml",
    ".github/copilot-instructions.md",
    ".claude/commands/git/helper.sh",
    ".claude/agents",
    ".claude/agents/.md",
    ".claude/skills/README.md",
    ".agents/plugins/marketplace.json",
    ".agents/plugins/review/hooks/other.json",
    ".agents/plugins/review/README.md",
    "README.md",
    "x",
  ])("%s is no artifact", (path) => {
    expect(inferred(path)).toBe("none");
  });

  it("A skill is the outermost folder with a SKILL.md, and what holds such folders is none", () => {
    const all = [".claude/skills/team/a/SKILL.md", ".claude/skills/team/a/sub/SKILL.md", ".claude/skills/team"];
    const skill = "skill team/a: .claude/skills/team/a in .claude";
    expect(inferred(".claude/skills/team/a/sub/SKILL.md", all)).toBe(skill);
    expect(inferred(".claude/skills/team/a/x.md", all)).toBe(skill);
    expect(inferred(".claude/skills/team", all)).toBe("none");
    expect(inferred(".claude/skills/team/notes.md", all)).toBe("none");
    expect(inferred(".claude/skills/b/x.md", all)).toBe("skill b: .claude/skills/b in .claude");
    expect(inferred(".claude/skills/c/skill.md", all)).toBe("skill c: .claude/skills/c in .claude");
  });

  it("A folder of a skill can be called next.js; a file with a hash is no folder", () => {
    expect(inferred(".claude/skills/next.js")).toBe("skill next.js: .claude/skills/next.js in .claude");
    expect(inferred(".claude/skills/next.js", [], [".claude/skills/next.js"])).toBe("none");
  });

  it("A path of more than 32 folders is looked at no further", () => {
    const deep = `.claude/skills/a/${"b/".repeat(400)}`;
    expect(inferred(`${deep}SKILL.md`)).toBe("none");
    expect(inferred(`.claude/skills/a/${"b/".repeat(28)}x`)).toBe("skill a: .claude/skills/a in .claude");
  });

  it("The folder of a skill lies at most 4 folders deep; if it lies deeper, the first folder is the skill", () => {
    const [fourth, fifth] = [".claude/skills/a/b/c/d", ".claude/skills/a/b/c/d/e"];
    expect(inferred(`${fourth}/SKILL.md`)).toBe(`skill a/b/c/d: ${fourth} in .claude`);
    expect(inferred(".claude/skills/a/x.md", [`${fourth}/SKILL.md`])).toBe("none");
    const first = "skill a: .claude/skills/a in .claude";
    expect(inferred(`${fifth}/SKILL.md`)).toBe(first);
    expect(inferred(".claude/skills/a/x.md", [`${fifth}/SKILL.md`])).toBe(first);
    for (const below of [1, 2, 3, 4]) {
      const deep = `.claude/skills/a/${"b/".repeat(below)}SKILL.md`;
      expect(createFileTree([deep], new Set()).holdsSkills(".claude/skills")).toBe(below < 4);
    }
  });

  it("A deep path costs no more lookups than a flat one, and leaves no more folders behind", () => {
    const deep = `.claude/skills/${"a/".repeat(28)}SKILL.md`;
    const tree = createFileTree([deep], new Set());
    const folders = deep.split("/").map((_, i, all) => all.slice(0, i).join("/"));
    expect(folders.filter((folder) => tree.holdsSkills(folder)).length).toBeLessThanOrEqual(4);
    const lookups = vi.spyOn(tree, "isSkill");
    const folderLookups = vi.spyOn(Map.prototype, "get");
    inferArtifact(deep, tree);
    const counts = [lookups.mock.calls.length, folderLookups.mock.calls.length];
    folderLookups.mockRestore();
    expect(counts[0]).toBeLessThanOrEqual(4);
    expect(counts[1]).toBeLessThanOrEqual(10);
  });

  it("Whatever the path is, the artifact's path begins it, and its root begins the artifact's path", () => {
    const segment = fc.oneof(
      fc.constantFrom(
        ".claude",
        ".github",
        ".agents",
        "skills",
        "agents",
        "hooks",
        "scripts",
        "SKILL.md",
        "x.md",
        "..",
        "",
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(segment, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        (all) => {
          const paths = all.map((segments) => segments.join("/"));
          const tree = createFileTree(paths, new Set(paths.slice(1)));
          for (const path of paths) {
            const artifact = inferArtifact(path, tree);
            if (!artifact) continue;
            expect(`${path}/`.startsWith(`${artifact.path}/`)).toBe(true);
            expect(artifact.root === "" || artifact.path.startsWith(`${artifact.root}/`)).toBe(true);
            expect(artifact.path.endsWith(artifact.name) || artifact.path.includes(artifact.name)).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
