/** The plan as a new user requests it: profiles created from a platform's name alone, and the path of each artifact. */
import type { Plan, PlanEntry } from "@skillmeat-deployments/core/reports/plan.schema.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PLATFORMS = ["claude_code", "codex", "gemini", "cursor", "copilot", "opencode"] as const;
const ARTIFACTS = [
  { type: "skill", name: "review" },
  { type: "command", name: "ship" },
  { type: "agent", name: "planner" },
  { type: "hook", name: "lint" },
  { type: "mcp", name: "github" },
] as const;

/** The paths, cell by cell: the file, and after `→` the key that the artifact is merged under. */
const PATHS: Record<(typeof PLATFORMS)[number], Record<(typeof ARTIFACTS)[number]["type"], string>> = {
  claude_code: {
    skill: ".claude/skills/review/SKILL.md",
    command: ".claude/commands/ship.md",
    agent: ".claude/agents/planner.md",
    hook: ".claude/settings.json → hooks",
    mcp: ".mcp.json → mcpServers",
  },
  codex: {
    skill: ".agents/skills/review/SKILL.md",
    command: "unsupported-artifact-type",
    agent: ".codex/agents/planner.toml",
    hook: ".codex/hooks.json → hooks",
    mcp: ".codex/config.toml → mcp_servers",
  },
  gemini: {
    skill: ".gemini/skills/review/SKILL.md",
    command: ".gemini/commands/ship.toml",
    agent: ".gemini/agents/planner.md",
    hook: ".gemini/settings.json → hooks",
    mcp: ".gemini/settings.json → mcpServers",
  },
  cursor: {
    skill: ".cursor/skills/review/SKILL.md",
    command: ".cursor/commands/ship.md",
    agent: ".cursor/agents/planner.md",
    hook: ".cursor/hooks.json → hooks",
    mcp: ".cursor/mcp.json → mcpServers",
  },
  copilot: {
    skill: ".github/skills/review/SKILL.md",
    command: ".github/prompts/ship.prompt.md",
    agent: ".github/agents/planner.agent.md",
    hook: ".github/hooks/lint.json",
    mcp: ".vscode/mcp.json → servers",
  },
  opencode: {
    skill: ".opencode/skills/review/SKILL.md",
    command: ".opencode/commands/ship.md",
    agent: ".opencode/agents/planner.md",
    hook: ".opencode/plugins/lint.ts",
    mcp: "opencode.json → mcp",
  },
};

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

/** Creates a project with one profile for each entry: the preset of that platform, or the profile as given. */
async function project(id: string, profiles: readonly (string | object)[], as = service.key): Promise<string> {
  expect((await service.call("POST", "/projects", { body: { project_id: id }, key: as })).status).toBe(201);
  for (const entry of profiles) {
    const body = typeof entry === "string" ? { profile_id: entry, platform: entry } : entry;
    const made = await service.call("POST", `/projects/${id}/profiles`, { body, key: as });
    expect([made.status, made.text]).toEqual([201, made.text]);
  }
  return `/projects/${id}/plan`;
}
const requestPlan = (path: string, body: object) => service.call("POST", path, { body });
async function plan(path: string, body: object): Promise<Plan> {
  const reply = await requestPlan(path, body);
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
  return reply.json as Plan;
}
const artifact = (type: string, name: string) => ({ type, name });
/** What the plan says of one artifact in one profile: its path, or the reason why it is skipped. */
const outcomeOf = ({ path, key, reason }: PlanEntry) => reason ?? (key === null ? path : `${path} → ${key}`);
const byProfile = ({ entries }: Plan) => Object.fromEntries(entries.map((e) => [e.profile_id, outcomeOf(e)]));
const targets = (type: string, name: string, ...profiles: string[]) =>
  profiles.map((profile_id) => ({ profile_id, artifact: { type, name } }));

describe("The plan of a new user", () => {
  let path: string;
  beforeAll(async () => {
    path = await project("new", PLATFORMS);
  });

  it("Each artifact is planned at the path of its platform's table, cell by cell", async () => {
    const { entries } = await plan(path, { artifacts: ARTIFACTS });
    expect(entries).toHaveLength(PLATFORMS.length * ARTIFACTS.length);
    const table: Record<string, Record<string, unknown>> = {};
    for (const entry of entries) {
      table[entry.platform] = { ...table[entry.platform], [entry.artifact.type]: outcomeOf(entry) };
    }
    expect(table).toEqual(PATHS);
  });

  it("The entries are ordered by artifact and then by profile id", async () => {
    const { entries } = await plan(path, { artifacts: ARTIFACTS });
    expect(entries.map((e) => `${e.artifact.type} ${e.profile_id}`)).toEqual(
      ARTIFACTS.flatMap(({ type }) => [...PLATFORMS].sort().map((platform) => `${type} ${platform}`)),
    );
  });

  it("The plan has the same bytes when it is requested again or when the profiles were created in another order", async () => {
    const first = await requestPlan(path, { artifacts: ARTIFACTS });
    for (let i = 0; i < 3; i++) expect((await requestPlan(path, { artifacts: ARTIFACTS })).text).toBe(first.text);
    const turned = await project("turned", PLATFORMS.toReversed());
    expect((await requestPlan(turned, { artifacts: ARTIFACTS })).text).toBe(first.text);
    const named = { artifacts: ARTIFACTS, profile_ids: PLATFORMS.toReversed() };
    expect((await requestPlan(path, named)).text).toBe(first.text);
  });

  it("A plan entry names its destination: a folder in the root, a file of the project, or a key in a shared file", async () => {
    const { entries } = await plan(path, { artifacts: ARTIFACTS });
    const shape = (profile: string, type: string) => {
      const found = entries.find((e) => e.profile_id === profile && e.artifact.type === type);
      return [found?.action, found?.base, found?.kind, found?.key, found?.entry, found?.format];
    };
    expect(shape("claude_code", "skill")).toEqual(["deploy", "root", "directory", null, null, null]);
    expect(shape("codex", "skill")).toEqual(["deploy", "project", "directory", null, null, null]);
    expect(shape("codex", "agent")).toEqual(["deploy", "root", "directory", null, null, "toml"]);
    expect(shape("codex", "hook")).toEqual(["deploy", "root", "merge", "hooks", "by_event", "json"]);
    expect(shape("claude_code", "mcp")).toEqual(["deploy", "project", "merge", "mcpServers", "by_name", "json"]);
    expect(shape("codex", "command")).toEqual(["skip", null, null, null, null, null]);
  });

  it("A type that a platform has no place for is skipped as unsupported-artifact-type", async () => {
    const rules = await plan(path, { artifacts: [artifact("rule_file", "style"), artifact("workflow", "w")] });
    const places = (type: string) =>
      byProfile({ ...rules, entries: rules.entries.filter((e) => e.artifact.type === type) });
    expect(places("rule_file")).toEqual({
      claude_code: ".claude/rules/style.md",
      codex: "AGENTS.md",
      copilot: ".github/instructions/style.instructions.md",
      cursor: ".cursor/rules/style.mdc",
      gemini: "GEMINI.md",
      opencode: "AGENTS.md",
    });
    const { claude_code, ...others } = places("workflow");
    expect(claude_code).toBe(".claude/workflows/w.js");
    expect(new Set(Object.values(others))).toEqual(new Set(["unsupported-artifact-type"]));
  });

  it("Planning writes nothing: no row, no event and no stored answer", async () => {
    await service.drain();
    const feeds = async () => [
      (await service.call("GET", "/events?limit=100")).text,
      (await service.call("GET", "/projects/new/events?limit=100")).text,
    ];
    const events = await feeds();
    const rows = await service.records("");
    for (let i = 0; i < 3; i++) {
      const headers = { "idempotency-key": `plan-${i}` };
      const body = { artifacts: [...ARTIFACTS, artifact("skill", `../${i}`)] };
      expect((await service.call("POST", path, { body, headers })).status).toBe(200);
    }
    expect(await service.records("")).toEqual(rows);
    await service.drain();
    expect(await feeds()).toEqual(events);
  });

  it("Planning needs the scope deployments:read and no other", async () => {
    const keyFor = async (scope: string) => {
      const made = await service.call("POST", "/keys", { body: { name: scope, scopes: [scope] } });
      return (made.json as { key: string }).key;
    };
    const allowed = await service.call("POST", path, {
      body: { artifacts: ARTIFACTS },
      key: await keyFor("deployments:read"),
    });
    expect([allowed.status, allowed.json]).toEqual([200, await plan(path, { artifacts: ARTIFACTS })]);
    for (const scope of ["deployments:write", "profiles:read", "artifacts:read"]) {
      const denied = await service.call("POST", path, { body: { artifacts: ARTIFACTS }, key: await keyFor(scope) });
      expect([scope, denied.status]).toEqual([scope, 403]);
    }
    expect((await service.call("POST", path, { body: { artifacts: ARTIFACTS }, key: null })).status).toBe(401);
  });
});

describe("A plan request", () => {
  let path: string;
  beforeAll(async () => {
    path = await project("asked", ["claude_code", "codex", "cursor"]);
  });
  const agentA = [artifact("agent", "a")];

  it("profile_ids limits the plan to these profiles, in the order of their ids", async () => {
    const some = await plan(path, { artifacts: agentA, profile_ids: ["cursor", "claude_code"] });
    expect(some.entries.map((e) => e.profile_id)).toEqual(["claude_code", "cursor"]);
    const all = await plan(path, { artifacts: agentA });
    expect(some.entries).toEqual(all.entries.filter((e) => e.profile_id !== "codex"));
  });

  it("A plan for an unknown or a deleted profile answers 404", async () => {
    for (const [wanted, missing] of [
      [["claude_code", "nope"], "nope"],
      [["nope"], "nope"],
    ] as const) {
      const reply = await requestPlan(path, { artifacts: agentA, profile_ids: wanted });
      expect(problemOf(reply)).toEqual({ status: 404, code: "not-found", places: [] });
      expect((reply.json as { detail: string }).detail).toBe(`Deployment profile '${missing}' not found`);
    }
    await service.call("POST", "/projects/asked/profiles", { body: { profile_id: "gone", platform: "codex" } });
    await service.call("DELETE", "/projects/asked/profiles/gone");
    expect((await requestPlan(path, { artifacts: agentA, profile_ids: ["gone"] })).status).toBe(404);
    expect(byProfile(await plan(path, { artifacts: agentA }))).not.toHaveProperty("gone");
  });

  it("A plan in an unknown project, a deleted agentA or another tenant's answers 404", async () => {
    const key = await service.newTenant("rival");
    await project("theirs", ["claude_code"], key);
    await project("deleted", ["claude_code"]);
    await service.call("DELETE", "/projects/deleted");
    for (const id of ["ghost", "theirs", "deleted"]) {
      for (const body of [{ artifacts: agentA }, { artifacts: agentA, profile_ids: ["claude_code"] }]) {
        const reply = await requestPlan(`/projects/${id}/plan`, body);
        expect(problemOf(reply)).toEqual({ status: 404, code: "not-found", places: [] });
        expect((reply.json as { detail: string }).detail).toBe(`Project '${id}' not found`);
      }
    }
  });

  it("Empty, duplicate, too many or unknown values in a plan request answer 422 with a pointer to each", async () => {
    const refused = async (body: object) => problemOf(await requestPlan(path, body));
    const at = (...places: string[]) => ({ status: 422, code: "validation-failed", places });
    const many = Array.from({ length: 2_001 }, (_, i) => artifact("skill", `n${i}`));
    expect(await refused({ artifacts: agentA, profile_ids: ["codex", "cursor", "codex"] })).toEqual(
      at("/profile_ids/2"),
    );
    expect(await refused({ artifacts: agentA, profile_ids: [] })).toEqual(at("/profile_ids"));
    expect(await refused({ artifacts: [...agentA, artifact("skill", "a"), ...agentA] })).toEqual(at("/artifacts/2"));
    expect(await refused({ artifacts: [...agentA, artifact("agent", " a ")], profile_ids: ["x", "x"] })).toEqual(
      at("/artifacts/1", "/profile_ids/1"),
    );
    expect(await refused({ artifacts: many })).toEqual(at("/artifacts"));
    expect(await refused({ artifacts: [] })).toEqual(at("/artifacts"));
    expect(await refused({ artifacts: [artifact("tool", "a")] })).toEqual(at("/artifacts/0/type"));
    expect(await refused({ artifacts: [artifact("skill", " ")] })).toEqual(at("/artifacts/0/name"));
    expect(await refused({ artifacts: [{ ...artifact("skill", "a"), path: "x" }] })).toEqual(at("/artifacts/0/path"));
    expect(await refused({ artifacts: agentA, nonsense: 1 })).toEqual(at("/nonsense"));
    expect((await plan(path, { artifacts: many.slice(0, 2_000) })).entries).toHaveLength(2_000 * 3);
  });

  it("A plan accepts 64 artifacts with two possible keys each, which is more than one batch reads", async () => {
    const artifacts = Array.from({ length: 64 }, (_, i) => artifact("agent", `b${i}.md`));
    await service.call("POST", "/artifacts", { body: { type: "agent", name: "b0", target_platforms: ["gemini"] } });
    await service.call("POST", "/artifacts", { body: { type: "agent", name: "b63.md", target_platforms: ["gemini"] } });
    const { entries } = await plan(path, { artifacts, profile_ids: ["cursor"] });
    expect(entries.filter((e) => e.reason === "platform-mismatch").map((e) => e.artifact.name)).toEqual([
      "b0.md",
      "b63.md",
    ]);
  });
});

describe("A planned artifact", () => {
  let path: string;
  beforeAll(async () => {
    path = await project("fits", PLATFORMS);
  });

  it("An artifact registered for some platforms is skipped on the others; an unregistered one fits every platform", async () => {
    const body = { type: "skill", name: "aimed", target_platforms: ["codex", "cursor"] };
    expect(
      new Set((await plan(path, { artifacts: [artifact("skill", "aimed")] })).entries.map((e) => e.action)),
    ).toEqual(new Set(["deploy"]));
    await service.call("POST", "/artifacts", { body });
    for (const name of ["aimed", "aimed.md"]) {
      const { entries } = await plan(path, { artifacts: [artifact("skill", name)] });
      const mismatch = { action: "skip", reason: "platform-mismatch", path: null, kind: null };
      for (const entry of entries) {
        const fits = ["codex", "cursor"].includes(entry.platform);
        expect(entry).toMatchObject(fits ? { action: "deploy", reason: null } : mismatch);
      }
    }
    // With another type the same name is another artifact; and null means every platform.
    const agent = await plan(path, { artifacts: [artifact("agent", "aimed")] });
    expect(new Set(agent.entries.map((e) => e.action))).toEqual(new Set(["deploy"]));
    await service.call("PATCH", "/artifacts/skill:aimed", { body: { target_platforms: null } });
    const now = await plan(path, { artifacts: [artifact("skill", "aimed")] });
    expect(new Set(now.entries.map((e) => e.action))).toEqual(new Set(["deploy"]));
    await service.call("PATCH", "/artifacts/skill:aimed", { body: { target_platforms: ["codex"] } });
    await service.call("DELETE", "/artifacts/skill:aimed");
    const unregistered = await plan(path, { artifacts: [artifact("skill", "aimed")] });
    expect(new Set(unregistered.entries.map((e) => e.action))).toEqual(new Set(["deploy"]));
  });

  it("A platform without a place for the artifact reports unsupported-artifact-type, whether or not it is targeted", async () => {
    await service.call("POST", "/artifacts", { body: { type: "command", name: "c", target_platforms: ["gemini"] } });
    expect(byProfile(await plan(path, { artifacts: [artifact("command", "c")] }))).toEqual({
      claude_code: "platform-mismatch",
      codex: "unsupported-artifact-type",
      copilot: "platform-mismatch",
      cursor: "platform-mismatch",
      gemini: ".gemini/commands/c.toml",
      opencode: "platform-mismatch",
    });
  });

  it("A type that the profile does not support is skipped; an empty list supports every type in the map", async () => {
    const profile = (profile_id: string, more: object) => ({
      profile_id,
      platform: "claude_code",
      root_dir: profile_id,
      ...more,
    });
    const at = await project("takes", [
      profile("agents", { supported_artifact_types: ["agent"] }),
      profile("all", { supported_artifact_types: [] }),
      profile("no-map", { artifact_path_map: {}, supported_artifact_types: [] }),
      profile("says-more", { artifact_path_map: { agent: "a" }, supported_artifact_types: ["agent", "skill"] }),
    ]);
    expect(byProfile(await plan(at, { artifacts: [artifact("skill", "s")] }))).toEqual({
      agents: "unsupported-artifact-type",
      all: "all/skills/s/SKILL.md",
      "no-map": "unsupported-artifact-type",
      "says-more": "unsupported-artifact-type",
    });
    expect(byProfile(await plan(at, { artifacts: [artifact("agent", "s")] }))).toEqual({
      agents: "agents/agents/s.md",
      all: "all/agents/s.md",
      "no-map": "unsupported-artifact-type",
      "says-more": "says-more/a/s.md",
    });
  });

  it("A name that would leave its folder is skipped as invalid-path, but only where the name is part of a path", async () => {
    for (const name of ["/abs", "/", "a//b", "../x", "a/../../b", ".", "..", "x/./y", "back\\slash"]) {
      const { entries } = await plan(path, { artifacts: [artifact("skill", name)] });
      expect(entries.map((e) => [name, outcomeOf(e)])).toEqual(PLATFORMS.map(() => [name, "invalid-path"]));
      expect(entries[0]).toMatchObject({ action: "skip", path: null, base: null, kind: null, key: null, format: null });
    }
    // In a shared file the name is a key, not a part of the path.
    const mcp = await plan(path, { artifacts: [artifact("mcp", "../x")] });
    expect(byProfile(mcp)).toMatchObject({
      claude_code: ".mcp.json → mcpServers",
      codex: ".codex/config.toml → mcp_servers",
    });
    const beside = await plan(path, {
      artifacts: [artifact("skill", "../x"), artifact("skill", "y")],
      profile_ids: ["codex"],
    });
    expect(beside.entries.map(outcomeOf)).toEqual(["invalid-path", ".agents/skills/y/SKILL.md"]);
  });

  it("The path uses the name without its document suffix and keeps every other character", async () => {
    const at = async (type: string, name: string, profile: string) =>
      (await plan(path, { artifacts: [artifact(type, name)], profile_ids: [profile] })).entries.map(outcomeOf)[0];
    expect(await at("command", "review.md", "claude_code")).toBe(".claude/commands/review.md");
    expect(await at("command", "review.md", "gemini")).toBe(".gemini/commands/review.toml");
    expect(await at("agent", "review.yaml", "copilot")).toBe(".github/agents/review.agent.md");
    expect(await at("skill", "review.txt", "cursor")).toBe(".cursor/skills/review/SKILL.md");
    expect(await at("agent", "v1.2", "codex")).toBe(".codex/agents/v1.2.toml");
    expect(await at("skill", "Design Principles", "codex")).toBe(".agents/skills/Design Principles/SKILL.md");
    expect(await at("skill", "cash$$x$&y{name}", "codex")).toBe(".agents/skills/cash$$x$&y{name}/SKILL.md");
    expect(await at("agent", "Cafe\u0301", "cursor")).toBe(".cursor/agents/Caf\u00e9.md");
    const { entries } = await plan(path, { artifacts: [artifact("command", "review.md")], profile_ids: ["cursor"] });
    expect(entries[0]?.artifact).toEqual({ type: "command", name: "review.md" });
  });

  it("A hand-made map decides the path, in every form of mapping", async () => {
    const artifact_path_map = {
      skill: { path: "s", filename: "{name}/deep/{name}.md" },
      agent: { path: "a", base: "project", format: "toml", filename: "{name}.toml" },
      command: "c/d",
      hook: { path: "h.json", kind: "file" },
      mcp: { path: "m.json", base: "project", kind: "merge" },
    };
    const at = await project("forms", [{ profile_id: "p", platform: "other", root_dir: "r/oot", artifact_path_map }]);
    const { entries } = await plan(at, {
      artifacts: Object.keys(artifact_path_map).map((type) => artifact(type, "n")),
    });
    expect(entries.map(({ path: p, base, kind, key, format }) => [p, base, kind, key, format])).toEqual([
      ["r/oot/s/n/deep/n.md", "root", "directory", null, null],
      ["a/n.toml", "project", "directory", null, "toml"],
      ["r/oot/c/d/n.md", "root", "directory", null, null],
      ["r/oot/h.json", "root", "file", null, null],
      ["m.json", "project", "merge", null, null],
    ]);
  });
});

describe("A collision in a plan", () => {
  const same_path = (path: string, key: string | null, entries: object[]) => ({
    path,
    key,
    kind: "same_path",
    entries,
  });
  const also_reads = (path: string, key: string | null, entries: object[]) => ({
    path,
    key,
    kind: "also_reads",
    entries,
  });

  it("Two profiles that write the same file collide", async () => {
    const at = await project("two", [
      { profile_id: "one", platform: "claude_code" },
      { profile_id: "two", platform: "claude_code" },
    ]);
    const { collisions, entries } = await plan(at, { artifacts: [artifact("skill", "review")] });
    expect(entries.map((e) => e.action)).toEqual(["deploy", "deploy"]);
    expect(collisions).toEqual([
      same_path(".claude/skills/review/SKILL.md", null, targets("skill", "review", "one", "two")),
    ]);
    expect((await plan(at, { artifacts: [artifact("skill", "review")], profile_ids: ["one"] })).collisions).toEqual([]);
  });

  it("Two names that differ only in their document suffix collide", async () => {
    const at = await project("names", ["cursor"]);
    const { collisions } = await plan(at, {
      artifacts: [artifact("command", "review"), artifact("command", "other"), artifact("command", "review.md")],
    });
    expect(collisions).toEqual([
      same_path(".cursor/commands/review.md", null, [
        ...targets("command", "review", "cursor"),
        ...targets("command", "review.md", "cursor"),
      ]),
    ]);
  });

  it("All artifacts that write the same whole file collide, whatever their names", async () => {
    const artifact_path_map = { hook: { path: "hooks.json", kind: "file" } };
    const at = await project("file", [
      { profile_id: "own", platform: "other", root_dir: ".own", artifact_path_map },
      "codex",
    ]);
    const { collisions } = await plan(at, { artifacts: [artifact("hook", "lint"), artifact("hook", "test")] });
    const both = [...targets("hook", "lint", "own"), ...targets("hook", "test", "own")];
    expect(collisions).toEqual([same_path(".own/hooks.json", null, both)]);
  });

  it("A whole file collides with what is merged into it", async () => {
    const artifact_path_map = {
      hook: { path: "x.json", kind: "file" },
      mcp: { path: "x.json", kind: "merge", key: "k" },
    };
    const at = await project("whole", [{ profile_id: "p", platform: "other", root_dir: "r", artifact_path_map }]);
    const { collisions } = await plan(at, {
      artifacts: [artifact("mcp", "m"), artifact("mcp", "n"), artifact("hook", "h")],
    });
    expect(collisions).toEqual([
      same_path("r/x.json", null, [
        ...targets("mcp", "m", "p"),
        ...targets("mcp", "n", "p"),
        ...targets("hook", "h", "p"),
      ]),
    ]);
  });

  it("Merged artifacts collide only when path, key and name are the same", async () => {
    const at = await project("merge", [
      { profile_id: "a", platform: "claude_code" },
      { profile_id: "b", platform: "claude_code" },
      "gemini",
    ]);
    const servers = [artifact("mcp", "github"), artifact("mcp", "linear")];
    const apart = await plan(at, { artifacts: servers, profile_ids: ["a", "gemini"] });
    expect(apart.collisions).toEqual([]);
    const together = await plan(at, { artifacts: [...servers, artifact("mcp", "github.json")] });
    expect(together.collisions).toEqual([
      same_path(".gemini/settings.json", "mcpServers", [
        ...targets("mcp", "github", "gemini"),
        ...targets("mcp", "github.json", "gemini"),
      ]),
      same_path(".mcp.json", "mcpServers", [
        ...targets("mcp", "github", "a", "b"),
        ...targets("mcp", "github.json", "a", "b"),
      ]),
      same_path(".mcp.json", "mcpServers", targets("mcp", "linear", "a", "b")),
    ]);
    // One file, two keys: a hook and a server of the same name in Gemini's settings.
    const keys = { artifacts: [artifact("mcp", "x"), artifact("hook", "x")], profile_ids: ["gemini"] };
    expect((await plan(at, keys)).collisions).toEqual([]);
  });

  it("A platform that also reads another profile's folder is reported as also_reads, with the writer and the reader", async () => {
    const at = await project("reads", ["codex", "cursor"]);
    expect((await plan(at, { artifacts: [artifact("skill", "review")] })).collisions).toEqual([
      also_reads(".agents/skills/review/SKILL.md", null, targets("skill", "review", "codex", "cursor")),
    ]);
    // A profile that does not get the artifact does not see it twice.
    expect((await plan(at, { artifacts: [artifact("skill", "review")], profile_ids: ["codex"] })).collisions).toEqual(
      [],
    );
    await service.call("POST", "/artifacts", {
      body: { type: "skill", name: "codex-only", target_platforms: ["codex"] },
    });
    expect((await plan(at, { artifacts: [artifact("skill", "codex-only")] })).collisions).toEqual([
      {
        kind: "leak",
        path: ".agents/skills/codex-only/SKILL.md",
        key: null,
        entries: targets("skill", "codex-only", "codex", "cursor"),
      },
    ]);
    // Two skills with different names are two collisions.
    const two = await plan(at, { artifacts: [artifact("skill", "a"), artifact("skill", "b")] });
    expect(two.collisions).toEqual([
      also_reads(".agents/skills/a/SKILL.md", null, targets("skill", "a", "codex", "cursor")),
      also_reads(".agents/skills/b/SKILL.md", null, targets("skill", "b", "codex", "cursor")),
    ]);
    // Both profiles use the shared folder: one file is written twice and read once.
    const layout = { platform: "cursor", profile_id: "shared", skills_layout: "shared" };
    await service.call("POST", "/projects/reads/profiles", { body: layout });
    const shared = { artifacts: [artifact("skill", "review")], profile_ids: ["codex", "shared"] };
    expect((await plan(at, shared)).collisions).toEqual([
      same_path(".agents/skills/review/SKILL.md", null, targets("skill", "review", "codex", "shared")),
    ]);
  });

  it("Copilot also runs the hooks in Claude Code's settings, which is reported as also_reads", async () => {
    const at = await project("hooks", ["claude_code", "copilot", "gemini"]);
    expect((await plan(at, { artifacts: [artifact("hook", "lint")] })).collisions).toEqual([
      also_reads(".claude/settings.json", "hooks", targets("hook", "lint", "claude_code", "copilot")),
    ]);
    // A folder whose name only starts the same is not read.
    const near = {
      profile_id: "near",
      platform: "other",
      root_dir: ".agents",
      artifact_path_map: { skill: "skills-old" },
    };
    await service.call("POST", "/projects/hooks/profiles", { body: near });
    const skills = { artifacts: [artifact("skill", "s")], profile_ids: ["near", "gemini"] };
    expect((await plan(at, skills)).collisions).toEqual([]);
  });

  it("A platform's own folder is checked even when its profile writes somewhere else", async () => {
    const at = await project("elsewhere", [
      { profile_id: "preset", platform: "claude_code" },
      { profile_id: "own", platform: "claude_code", artifact_path_map: { skill: "mine" } },
      { profile_id: "native", platform: "gemini", skills_layout: "native" },
      { profile_id: "shared", platform: "gemini", skills_layout: "shared" },
    ]);
    const claude = { artifacts: [artifact("skill", "s")], profile_ids: ["preset", "own"] };
    expect((await plan(at, claude)).collisions).toEqual([
      also_reads(".claude/skills/s/SKILL.md", null, targets("skill", "s", "preset", "own")),
    ]);
    const gemini = { artifacts: [artifact("skill", "s")], profile_ids: ["native", "shared"] };
    expect((await plan(at, gemini)).collisions).toEqual([
      also_reads(".agents/skills/s/SKILL.md", null, targets("skill", "s", "shared", "native")),
      also_reads(".gemini/skills/s/SKILL.md", null, targets("skill", "s", "native", "shared")),
    ]);
  });

  it("Skipped artifacts do not collide", async () => {
    const at = await project("skipped", [
      { profile_id: "one", platform: "claude_code" },
      { profile_id: "two", platform: "claude_code", supported_artifact_types: ["agent"] },
    ]);
    expect((await plan(at, { artifacts: [artifact("skill", "review")] })).collisions).toEqual([]);
    expect((await plan(at, { artifacts: [artifact("skill", "../x"), artifact("skill", "../y")] })).collisions).toEqual(
      [],
    );
  });
});
