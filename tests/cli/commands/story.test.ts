/** From a folder of artifacts to files in their place, changed by hand, and back. */
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { OWN, SOURCE } from "./source.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

let number = 0;
/** A project of another tenant with the artifacts, in which the user has files. */
async function createProject(platforms: readonly string[], own: Readonly<Record<string, string>> = OWN) {
  const key = await service.newTenant(`story-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, SOURCE);
  put(at.disk, ROOT, own);
  const named = platforms.map((platform) => ` --platform ${platform}`).join("");
  expect(await at.run(`init --yes --from ../artifacts${named}`)).toMatchObject({ code: 0, err: "" });
  const read = (path: string) => Buffer.from(at.disk.readFile(`${ROOT}/${path}`)).toString();
  const states = async (line = "status --all") => {
    const { json } = await at.json(line);
    const records = json.records as { deployment_id: string; state: string }[];
    return Object.fromEntries(records.map(({ deployment_id, state }) => [deployment_id, state]));
  };
  return { ...at, key, read, states };
}

/** The files of the project that are not the tool's own. */
const userFiles = (disk: { dump(): Record<string, string> }) =>
  Object.fromEntries(
    Object.entries(disk.dump()).filter(([path]) => path.startsWith(`${ROOT}/`) && !path.includes("/.skillmeat/")),
  );

describe("A project", () => {
  it("What is applied is verified, by the records and by the trackers, and removed without a trace", async () => {
    const { disk, run, json, states } = await createProject(["claude_code", "codex", "gemini"]);
    const before = userFiles(disk);
    const planned = await json("plan");
    expect(planned.code).toBe(2);
    expect(userFiles(disk)).toEqual(before);

    const applied = await json("apply --yes");
    expect({ code: applied.code, recorded: applied.json.recorded }).toEqual({
      code: 0,
      recorded: planned.json.places.length,
    });
    expect(applied.json.places).toEqual(planned.json.places);
    expect(new Set(Object.values(await states()))).toEqual(new Set(["synced"]));
    for (const line of ["plan", "verify", "verify --offline", "status"]) {
      expect({ line, ...(await run(line)) }).toMatchObject({ line, code: 0, err: "" });
    }
    const again = await json("apply --yes");
    expect({ code: again.code, recorded: again.json.recorded }).toEqual({ code: 0, recorded: 0 });
    expect(new Set(again.json.places.map((place: { action: string }) => place.action))).toEqual(new Set(["unchanged"]));

    expect(await run("remove --yes")).toMatchObject({ code: 0 });
    expect(userFiles(disk)).toEqual(before);
    expect((await json("status")).json.counts).toMatchObject({ synced: 0, missing: 0, untracked: 0 });
  });

  it("Each way in which a file, a record and an artifact can differ has a name", async () => {
    const { disk, read, run, states } = await createProject(["claude_code"]);
    await run("apply --yes");
    put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n", ".claude/commands/release.md": "Mine.\n" });
    put(disk, `${HOME}/artifacts`, { "commands/release.md": "New.\n", "skills/code-review/checklist.md": "- new\n" });
    disk.unlink(`${ROOT}/.claude/agents/tester.md`);
    disk.put(`${ROOT}/.claude/commands/own.md`, "Own.\n");
    expect(read(".claude/rules/style.md")).toBe("Mine.\n");
    expect(await states()).toEqual({
      "claude_code:rule_file:style": "modified",
      "claude_code:command:release": "diverged",
      "claude_code:skill:code-review": "outdated",
      "claude_code:agent:tester": "missing",
      "claude_code:mcp:github": "synced",
      "claude_code:hook:hooks": "synced",
    });
    const { code, out } = await run("status");
    expect(code).toBe(2);
    expect(out.split("\n").filter((line) => line.startsWith("untracked"))).toEqual([
      expect.stringMatching(/^untracked +\.claude\/commands\/own\.md$/),
    ]);
    expect(out).toContain("6 records: 1 missing, 1 diverged, 1 modified, 1 outdated, 2 synced, 1 untracked.");
  });

  it("A file that was changed by hand is merged with the new artifact, or kept with a conflict", async () => {
    const { disk, read, run, json } = await createProject(["claude_code"]);
    put(disk, `${HOME}/artifacts`, { "rules/style.md": "One.\n\nTwo.\n\nThree.\n", "rules/words.md": "Plain.\n" });
    await run("apply --yes");
    put(disk, ROOT, { ".claude/rules/style.md": "One.\n\nTwo.\n\nThree!\n", ".claude/rules/words.md": "Mine.\n" });
    put(disk, `${HOME}/artifacts`, { "rules/style.md": "Uno.\n\nTwo.\n\nThree.\n", "rules/words.md": "Plainer.\n" });
    const { code, json: applied } = await json("apply style words --yes");
    expect(code).toBe(2);
    const shown = applied.places.map(({ path, action, conflicts }: Record<string, unknown>) => [
      path,
      action,
      conflicts,
    ]);
    expect(shown).toEqual([
      [".claude/rules/style.md", "merge", []],
      [".claude/rules/words.md", "conflict", [".skillmeat/conflicts/.claude/rules/words.md"]],
    ]);
    expect(read(".claude/rules/style.md")).toBe("Uno.\n\nTwo.\n\nThree!\n");
    expect(read(".claude/rules/words.md")).toBe("Mine.\n");
    expect(read(".skillmeat/conflicts/.claude/rules/words.md")).toBe("Plainer.\n");
    expect(await run("apply words --yes --force")).toMatchObject({ code: 0 });
    expect(read(".claude/rules/words.md")).toBe("Plainer.\n");
  });

  it("A skill that only loses a file is updated and recorded", async () => {
    const { disk, run, json, states } = await createProject(["claude_code"]);
    await run("apply --yes");
    disk.unlink(`${HOME}/artifacts/skills/code-review/checklist.md`);
    const { json: applied } = await json("apply code-review");
    expect(applied).toMatchObject({
      recorded: 1,
      places: [{ action: "update", files: [".claude/skills/code-review/checklist.md"] }],
    });
    expect(await states()).toMatchObject({ "claude_code:skill:code-review": "synced" });
    expect(await run("verify --offline")).toMatchObject({ code: 0 });
  });

  it("An MCP server that has a file of its own is updated there", async () => {
    const { disk, read, run, json } = await createProject(["goose"], {});
    await run("apply --yes");
    put(disk, `${HOME}/artifacts`, { ".mcp.json": JSON.stringify({ mcpServers: { github: { command: "new" } } }) });
    const { json: applied } = await json("apply github --yes");
    expect(applied.places).toMatchObject([{ action: "update", path: ".agents/plugins/github/.mcp.json" }]);
    expect(JSON.parse(read(".agents/plugins/github/.mcp.json"))).toEqual({
      mcpServers: { github: { command: "new" } },
    });
  });

  it("Removing keeps what was changed by hand, with its record", async () => {
    const { disk, read, run, states } = await createProject(["claude_code"]);
    await run("apply --yes");
    put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n" });
    const { code, out } = await run("remove --yes");
    expect(code).toBe(2);
    expect(out).toContain("5 records removed, 1 kept.");
    expect(read(".claude/rules/style.md")).toBe("Mine.\n");
    expect(await states()).toEqual({ "claude_code:rule_file:style": "modified" });
    expect(await run("remove style --force")).toMatchObject({ code: 0 });
    expect(disk.lstat(`${ROOT}/.claude/rules`)).toBeUndefined();
  });

  it("A file that two profiles share goes with the last of them, in a fresh clone too", async () => {
    const { disk, run, states } = await createProject(["codex", "amp"], {});
    await run("apply code-review");
    const clone = disk.copy();
    clone.unlink(`${ROOT}/.skillmeat/state.json`);
    const file = `${ROOT}/.agents/skills/code-review/SKILL.md`;
    for (const at of [disk, clone]) {
      const fresh = { disk: at };
      await run("apply code-review", { disk });
      expect(await run("remove --profile codex --yes", fresh)).toMatchObject({ code: 0 });
      expect(at.lstat(file)).toBeDefined();
      expect(await states()).toEqual({ "amp:skill:code-review": "synced" });
    }
    expect(await run("remove --yes", { disk: clone })).toMatchObject({ code: 0 });
    expect(clone.lstat(file)).toBeUndefined();
  });
});
