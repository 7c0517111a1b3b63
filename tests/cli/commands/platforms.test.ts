/** Three source trees on twelve platforms: every file is where the catalogue says, and as the platform reads it. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import { readSource } from "@skillmeat-deployments/cli/sources/read-source.ts";
import { locationOf } from "@skillmeat-deployments/core/catalogue/mapping.ts";
import { readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { createWorld, fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { parse as parseToml } from "smol-toml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TREES } from "./trees.ts";

const PLATFORMS = [
  "claude_code",
  "codex",
  "gemini",
  "cursor",
  "copilot",
  "opencode",
  "devin",
  "kiro",
  "goose",
  "junie",
  "qwen",
  "factory",
] as const;

let service: Service;
const home = realpathSync(mkdtempSync(join(tmpdir(), "skillmeat-cli-")));
const root = join(home, "web-shop");
beforeAll(async () => {
  service = await createService();
  mkdirSync(root);
});
afterAll(async () => {
  await service.close();
  rmSync(home, { recursive: true, force: true });
});

const read = (path: string) => readFileSync(join(root, path), "utf8");

type Shown = { artifact: { type: string; name: string }; platform: string; path: string; action: string };

describe.each(Object.entries(TREES))("The tree %s", (name, files) => {
  it("Each artifact is where the catalogue says, or it is said why it is not; and all is as it was written", async () => {
    const folder = join(home, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { run, json } = createWorld(nodeDisk, home, service.key, { fetch: fetchOf(service) });
    const platforms = PLATFORMS.map((platform) => ` --platform ${platform}`).join("");
    expect(await run(`init --yes --from ../${name} --project ${name}${platforms}`)).toMatchObject({ code: 0, err: "" });
    const { code, json: applied } = await json("apply --yes");
    expect({ code, problems: applied.source_problems }).toEqual({ code: 0, problems: [] });

    const { artifacts } = await readSource(nodeDisk, folder);
    expect(applied.places.length + applied.skipped.length).toBe(artifacts.length * PLATFORMS.length);
    for (const { artifact, platform, path, action } of applied.places as Shown[]) {
      const entry = readPlatform(platform);
      const mapping = entry.artifact_path_map[artifact.type as "skill"];
      if (mapping === undefined) throw new Error(`${platform} has no place for ${artifact.type}`);
      const roots = { root_dir: entry.root_dir as string, scope_dir: "" };
      expect(path).toBe(locationOf(mapping, roots, artifact.type as "skill", artifact.name).path);
      // Platforms that share a folder have the same file: the second of them finds it there.
      expect(["create", "unchanged"]).toContain(action);
      expect(read(path).length).toBeGreaterThan(0);
    }
    for (const { reason } of applied.skipped as { reason: string }[]) expect(reason).not.toBe("");
    for (const line of ["verify --strict", "verify --offline", "plan"]) {
      const result = await run(line);
      expect({ line, ...result }, result.out).toMatchObject({ line, code: 0, err: "" });
    }
  });

  it("Removing it gives back the empty project", async () => {
    const { run, json } = createWorld(nodeDisk, home, service.key, { fetch: fetchOf(service) });
    if (name === "COLLECTION") checkShapes();
    expect(await run("remove --yes")).toMatchObject({ code: 0, err: "" });
    expect((await json("status")).json.counts).toMatchObject({ synced: 0, missing: 0, untracked: 0 });
    expect(nodeDisk.readdir(root)).toEqual([".skillmeat"]);
  });
});

/** What the platforms read, in their own shapes. */
function checkShapes(): void {
  const server = { command: "npx", args: ["-y", "mcp-github"], env: { TOKEN: "$GITHUB_TOKEN" } };
  expect(JSON.parse(read(".mcp.json"))).toEqual({ mcpServers: { github: server } });
  expect(parseToml(read(".codex/config.toml"))).toEqual({ mcp_servers: { github: server } });
  expect(JSON.parse(read("opencode.json")).mcp.github).toMatchObject({
    type: "local",
    command: ["npx", "-y", "mcp-github"],
  });
  expect(JSON.parse(read(".vscode/mcp.json")).servers.github).toEqual({ type: "stdio", ...server });
  expect(JSON.parse(read(".gemini/settings.json"))).toMatchObject({
    mcpServers: { github: server },
    hooks: { PostToolUse: [{}] },
  });
  expect(parseToml(read(".gemini/commands/release.toml"))).toEqual({
    description: "Cuts a release",
    prompt: "Tag $ARGUMENTS.\n",
  });
  expect(parseToml(read(".codex/agents/tester.toml"))).toEqual({
    name: "tester",
    description: "Runs tests",
    developer_instructions: "Run the tests.\n",
  });
  expect(read(".claude/agents/tester.md")).toBe(TREES.COLLECTION?.["agents/tester.md"]);
  expect(read(".opencode/agents/tester.md")).toBe(
    "---\ndescription: Runs tests\nmode: subagent\n---\n\nRun the tests.\n",
  );
  expect(read(".cursor/rules/style.mdc")).toBe("---\nalwaysApply: true\n---\n\n# Style\n\nShort sentences.\n");
  expect(read(".github/instructions/style.instructions.md")).toContain('applyTo: "**"');
  expect(read("AGENTS.md")).toContain("# Style\n\nShort sentences.");
}
