/** Where things are: records that stay, nested roots, shared files, blocks, collisions, warnings and install names. */
import type { Ctx } from "@skillmeat-deployments/core/context.ts";
import { collisionsOf as findCollisions, type Writer } from "@skillmeat-deployments/core/reports/collisions.ts";
import { planDeployments } from "@skillmeat-deployments/core/reports/plan.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { collisionsOf, createProject, placeOf, placesOf } from "@skillmeat-deployments/testing/project.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
let projects = 0;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const project = (...profiles: Parameters<typeof createProject>[2] & object) =>
  createProject(service, `p${projects++}`, profiles);
const artifact = (type: string, name: string) => ({ type, name });
const plan = (of: Awaited<ReturnType<typeof project>>, type: string, name: string) =>
  of.plan({ artifacts: [artifact(type, name)] });
const register = async (body: object) => expect((await service.call("POST", "/artifacts", { body })).status).toBe(201);

/** A row of a tracker. */
const row = (fields: Record<string, string>) =>
  `[[deployed]]\n${Object.entries(fields)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join("")}`;
const PRD_WRITER = row({
  artifact_name: "prd-writer",
  artifact_type: "agent",
  artifact_path: "agents/pm/prd-writer.md",
  content_hash: "h1",
  deployment_profile_id: "claude_code",
  platform: "claude_code",
  profile_root_dir: ".claude",
});
const prdWriter = { artifact_type: "agent", artifact_name: "prd-writer", content_hash: "h2" };

describe("A record that exists", () => {
  it("Recording again leaves a record in its place: with its profile, for all profiles, and without a profile", async () => {
    const at = await project("claude_code", "cursor");
    await at.load(PRD_WRITER);
    const place = { artifact_path: "agents/pm/prd-writer.md", artifact_path_base: "root", profile_root_dir: ".claude" };
    expect(await at.record({ ...prdWriter, deployment_profile_id: "claude_code" })).toMatchObject({
      ...place,
      content_hash: "h2",
      version_lineage: ["h1", "h2"],
    });
    const everywhere = (await at.record({ ...prdWriter, content_hash: "h3", all_profiles: true })) as unknown;
    expect((everywhere as { recorded: object[] }).recorded).toMatchObject([
      { ...place, content_hash: "h3" },
      { artifact_path: "agents/prd-writer.md", profile_root_dir: ".cursor" },
    ]);
    expect(await at.record({ ...prdWriter, content_hash: "h4" })).toMatchObject({ ...place, content_hash: "h4" });
  });

  it("A record in the project's own folder stays there, and one with a given path moves", async () => {
    const at = await project("claude_code");
    const server = { artifact_type: "mcp", artifact_name: "gh", deployment_profile_id: "claude_code" };
    const given = { artifact_path: "tools/mcp.json", artifact_path_base: "project" };
    await at.record({ ...server, content_hash: "1", ...given });
    expect(await at.record({ ...server, content_hash: "2" })).toMatchObject(given);
    expect(await at.record({ ...server, content_hash: "3", artifact_path: "mcp/gh.json" })).toMatchObject({
      artifact_path: "mcp/gh.json",
      artifact_path_base: "root",
    });
  });

  it("A record keeps its root when the root of its profile changes, because its path is relative to it", async () => {
    const at = await project("codex");
    const agent = { artifact_type: "agent", artifact_name: "a", deployment_profile_id: "codex" };
    await at.record({ ...agent, content_hash: "1" });
    await service.call("PATCH", `${at.at}/profiles/codex`, { body: { root_dir: ".other" } });
    expect(await at.record({ ...agent, content_hash: "2" })).toMatchObject({ profile_root_dir: ".codex" });
    expect(placesOf(await at.plan())).toEqual({ codex: ".codex/agents/a.toml" });
    const moved = await at.record({ ...agent, content_hash: "3", artifact_path: "agents/a.toml" });
    expect(moved).toMatchObject({ profile_root_dir: ".other", artifact_path: "agents/a.toml" });
    expect(placesOf(await at.plan())).toEqual({ codex: ".other/agents/a.toml" });
  });

  it("A plan names the recorded place, and with a hash whether the record is to be updated", async () => {
    const at = await project("claude_code", "cursor");
    await at.load(PRD_WRITER);
    const of = async (content_hash?: string) => {
      const { entries } = await at.plan({ artifacts: [{ ...artifact("agent", "prd-writer"), content_hash }] });
      return entries.map((e) => [e.profile_id, e.action, e.path, e.recorded]);
    };
    const recorded = { path: ".claude/agents/pm/prd-writer.md", content_hash: "h1" };
    const cursor = ["cursor", "deploy", ".cursor/agents/prd-writer.md", null];
    expect(await of()).toEqual([["claude_code", "deploy", recorded.path, recorded], cursor]);
    expect(await of("SHA256:H1")).toEqual([["claude_code", "unchanged", recorded.path, recorded], cursor]);
    expect(await of("h2")).toEqual([["claude_code", "update", recorded.path, recorded], cursor]);
    expect(await of("git:h1")).toEqual([["claude_code", "update", recorded.path, recorded], cursor]);
  });

  it("A skill is planned at the SKILL.md of its recorded folder, and a server as the entry of its recorded file", async () => {
    const at = await project("claude_code");
    const of = { content_hash: "h", deployment_profile_id: "claude_code" };
    await at.record({ ...of, artifact_type: "skill", artifact_name: "s", artifact_path: "skills/team/s" });
    await at.record({ ...of, artifact_type: "mcp", artifact_name: "m" });
    const own = { artifact_path: "mcp/own.json" };
    await at.record({ ...of, artifact_type: "mcp", artifact_name: "own", ...own });
    const { entries } = await at.plan();
    expect(entries.map((e) => [e.artifact.name, placeOf(e), e.recorded?.path])).toEqual([
      ["m", ".mcp.json → mcpServers by_name", ".mcp.json"],
      ["own", ".claude/mcp/own.json", ".claude/mcp/own.json"],
      ["s", ".claude/skills/team/s/SKILL.md", ".claude/skills/team/s"],
    ]);
  });

  /** Where the record of an artifact lies, and how a plan then treats it. */
  it.each([
    ["claude_code", "mcp", "gh", ".mcp.json", "project", ".mcp.json → mcpServers by_name"],
    ["claude_code", "mcp", "gh", "apps/web/.mcp.json", "project", "apps/web/.mcp.json → mcpServers by_name"],
    ["claude_code", "mcp", "gh", "mcp/gh.json", "root", ".claude/mcp/gh.json"],
    ["claude_code", "hook", "lint", "settings.local.json", "root", ".claude/settings.local.json → hooks by_event"],
    ["claude_code", "hook", "lint", "hooks/lint.sh", "root", ".claude/hooks/lint.sh"],
    ["claude_code", "rule_file", "style", "CLAUDE.md", "project", "CLAUDE.md → block"],
    ["claude_code", "rule_file", "style", "apps/web/AGENTS.md", "project", "apps/web/AGENTS.md → block"],
    ["claude_code", "rule_file", "style", "texts/style.md", "project", "texts/style.md"],
    ["codex", "rule_file", "style", "docs/AGENTS.md", "project", "docs/AGENTS.md → block"],
    ["codex", "mcp", "gh", "apps/.codex/config.toml", "project", "apps/.codex/config.toml → mcp_servers by_name"],
    ["opencode", "mcp", "gh", "opencode.jsonc", "project", "opencode.jsonc → mcp by_name"],
    ["kilo", "mcp", "gh", ".kilo/kilo.jsonc", "project", ".kilo/kilo.jsonc → mcp by_name"],
    ["crush", "mcp", "gh", ".crush.json", "project", ".crush.json → mcp by_name"],
    ["goose", "mcp", "gh", ".agents/plugins/gh/.mcp.json", "project", ".agents/plugins/gh/.mcp.json"],
  ])("On %s a %s %s that is recorded at %s (%s) is at %s", async (platform, type, name, artifact_path, base, place) => {
    const at = await project(platform);
    const record = { artifact_type: type, artifact_name: name, content_hash: "h", deployment_profile_id: platform };
    await at.record({ ...record, artifact_path, artifact_path_base: base });
    expect(placesOf(await at.plan())).toEqual({ [platform]: place });
    // Whatever the profile becomes: a shared file stays one.
    await service.call("PATCH", `${at.at}/profiles/${platform}`, { body: { root_dir: ".moved", scope_dir: "deep" } });
    expect(placesOf(await at.plan())).toEqual({ [platform]: place });
    // An entry or a block is in nobody's way.
    const planned = await at.plan({ artifacts: [artifact(type, name), artifact(type, "another")] });
    expect(collisionsOf(planned)).toEqual([]);
  });

  it("A record of a shared file stays an entry when its profile is made again for another platform", async () => {
    const at = await project({ profile_id: "p", platform: "claude_code" });
    await at.record({ artifact_type: "mcp", artifact_name: "gh", content_hash: "h", deployment_profile_id: "p" });
    await service.call("DELETE", `${at.at}/profiles/p`);
    await service.call("POST", `${at.at}/profiles`, { body: { profile_id: "p", platform: "vibe" } });
    expect(placesOf(await at.plan())).toEqual({ p: ".mcp.json → mcpServers by_name" });
  });

  it("A recorded path that begins with the root already, as a backfill finds it, is not put below it again", async () => {
    const at = await project("codex");
    await at.load(
      row({ artifact_name: "s", artifact_type: "skill", artifact_path: ".codex/skills/s", content_hash: "h" }),
      "?backfill=true",
    );
    expect(placesOf(await at.plan())).toEqual({ codex: ".codex/skills/s/SKILL.md" });
  });

  it("A hash in another spelling is no change: no version, no event, and the lineage stays", async () => {
    const at = await project("codex");
    const body = { artifact_type: "skill", artifact_name: "s", deployment_profile_id: "codex" };
    const first = await at.record({ ...body, content_hash: "ABC" });
    expect(await at.record({ ...body, content_hash: "sha256:abc" })).toEqual(first);
    expect(await at.record({ ...body, content_hash: "git:abc" })).toMatchObject({
      version_lineage: ["ABC", "git:abc"],
      collection_sha: "git:abc",
    });
  });
});

describe("The plan of a whole project", () => {
  it("Without artifacts, a plan has all that the project has records of, once each, for every profile", async () => {
    const at = await project("claude_code", "cursor");
    const of = (name: string, profile: string) =>
      at.record({ artifact_type: "skill", artifact_name: name, content_hash: "h", deployment_profile_id: profile });
    await of("b", "claude_code");
    await of("a.md", "cursor");
    await of("a", "claude_code");
    await at.load(
      row({ artifact_name: "o", artifact_type: "orchestration", artifact_path: "o.md", content_hash: "h" }),
    );
    const { entries } = await at.plan();
    expect(entries.map((e) => [e.artifact.type, e.artifact.name, e.profile_id, placeOf(e)])).toEqual([
      ["orchestration", "o", "claude_code", ".claude/o.md"],
      ["orchestration", "o", "cursor", "unsupported-artifact-type"],
      ["skill", "a", "claude_code", ".claude/skills/a/SKILL.md"],
      ["skill", "a", "cursor", ".cursor/skills/a/SKILL.md"],
      ["skill", "b", "claude_code", ".claude/skills/b/SKILL.md"],
      ["skill", "b", "cursor", ".cursor/skills/b/SKILL.md"],
    ]);
    expect((await at.plan({ profile_ids: ["cursor"] })).entries).toEqual(
      entries.filter((entry) => entry.profile_id === "cursor"),
    );
    expect((await (await project("codex")).plan()).entries).toEqual([]);
  });

  it("A record of a type whose name every object inherits is planned like that of any other unknown type", async () => {
    const types = ["constructor", "toString", "valueOf", "hasOwnProperty"];
    const at = await project("claude_code", "cursor");
    const rows = types.flatMap((type) =>
      ["claude_code", "cursor"].map((profile) =>
        row({
          artifact_name: "n",
          artifact_type: type,
          artifact_path: `${type}.md`,
          content_hash: "h",
          deployment_profile_id: profile,
        }),
      ),
    );
    await at.load(rows.join(""));
    const { entries, collisions } = await at.plan();
    expect(entries).toHaveLength(8);
    expect(entries.map(placeOf)).toContain(".claude/constructor.md");
    expect(collisions).toEqual([]);
    expect((await service.call("GET", `${at.at}/status`)).json).toMatchObject({ counts: { total: 8 } });
  });

  it("A project with more than 90 profiles is planned", async () => {
    const profiles = Array.from({ length: 91 }, (_, i) => ({
      profile_id: `p${i}`,
      platform: "other",
      root_dir: `r${i}`,
    }));
    const at = await project(...profiles);
    expect((await plan(at, "skill", "x")).entries).toHaveLength(91);
  });

  it("A plan of more than 10,000 entries or 5 MB of answer is refused, and the answer names the limit", async () => {
    const at = await project("claude_code", "codex", "gemini", "cursor", "opencode", "copilot");
    const artifacts = (length: number, name: string) =>
      Array.from({ length }, (_, i) => artifact("skill", `${name}${i}`));
    const refused = async (body: object) => {
      const reply = await service.call("POST", `${at.at}/plan`, { body });
      return [problemOf(reply), (reply.json as { detail: string }).detail];
    };
    const problem = { status: 422, code: "validation-failed", places: ["/artifacts"] };
    expect(await refused({ artifacts: artifacts(1_667, "n") })).toEqual([
      problem,
      "the plan would have 10,002 entries; at most 10,000 are possible: name fewer artifacts or profiles",
    ]);
    const [bytes, detail] = await refused({ artifacts: artifacts(1_666, "long-name-".repeat(20)) });
    expect(bytes).toEqual(problem);
    expect(detail).toMatch(/^the plan would have [\d,]+ bytes; at most 5,000,000 are possible/);
    expect((await at.plan({ artifacts: artifacts(1_600, "n") })).entries).toHaveLength(9_600);
  });

  it("A plan is seen against the records of the project, whether or not their artifacts and profiles are planned", async () => {
    const at = await project("claude_code", "opencode");
    const review = { artifact_type: "skill", artifact_name: "review", content_hash: "h" };
    await at.record({ ...review, deployment_profile_id: "claude_code" });
    // OpenCode reads Claude Code's folder too.
    const only = { artifacts: [artifact("skill", "review")], profile_ids: ["opencode"] };
    expect(collisionsOf(await at.plan(only))).toEqual([
      "also_reads .claude/skills/review/SKILL.md: claude_code skill review, opencode skill review",
    ]);
    // Another artifact's record is in the way.
    const there = { artifact_path: "skills/taken", deployment_profile_id: "opencode" };
    await at.record({ ...review, artifact_name: "other", ...there });
    const taken = { artifacts: [artifact("skill", "taken")], profile_ids: ["opencode"] };
    expect(collisionsOf(await at.plan(taken))).toEqual([
      "same_path .opencode/skills/taken/SKILL.md: opencode skill taken, opencode skill other",
    ]);
    // Records alone make no collision, even where two of them lie at one place.
    await at.record({ ...review, artifact_name: "third", ...there });
    expect(collisionsOf(await at.plan({ artifacts: [artifact("agent", "x")] }))).toEqual([]);
    // So is the record of a profile that does not exist any more.
    await service.call("DELETE", `${at.at}/profiles/claude_code`);
    expect(collisionsOf(await at.plan(only))).toEqual([
      "also_reads .claude/skills/review/SKILL.md: claude_code skill review, opencode skill review",
    ]);
  });
});

describe("The plan of a large project", () => {
  const size = 10_001;
  /** A table in which the project has as many records as `size`: copies of its only one. */
  async function withRecords(at: Awaited<ReturnType<typeof project>>): Promise<Ctx> {
    const id = at.at.slice("/projects/".length);
    const record = { artifact_type: "skill", content_hash: "h", artifact_path: "skills/elsewhere" };
    await at.record({ ...record, artifact_name: "zzz", deployment_profile_id: "codex" });
    const stored = (await service.table.get(keys.deployment(service.tenant, id, "codex:skill:zzz"))) as ResourceRow;
    const nth = (n: number) => `codex:agent:n${String(n).padStart(5, "0")}`;
    const query: Table["query"] = async (q) => {
      if (q.prefix !== PREFIX.deployment) return service.table.query(q);
      const from = q.after === undefined ? 0 : Number(q.after.slice(-5)) + 1;
      const ids = Array.from({ length: Math.min(q.limit, size - from) }, (_, i) => nth(from + i));
      const rows = ids.map((deployment_id) => ({
        ...stored,
        sk: PREFIX.deployment + deployment_id,
        deployment_id,
        artifact_type: "agent",
        artifact_name: deployment_id.slice(-6),
      }));
      const last = rows.at(-1)?.sk;
      return { rows, ...(from + rows.length < size && last ? { last } : {}) };
    };
    return { ...service.ctx, table: { ...service.table, query } };
  }

  it("Without artifacts it is refused; with them the records of the artifacts are found, and the rest is told", async () => {
    const at = await project("codex");
    const id = at.at.slice("/projects/".length);
    const ctx = await withRecords(at);
    await expect(planDeployments(ctx, id, {})).rejects.toMatchObject({
      code: "validation-failed",
      errors: [
        {
          pointer: "/artifacts",
          detail: "the project has more than 10,000 records; name the artifacts in the request",
        },
      ],
    });
    const planned = await planDeployments(ctx, id, { artifacts: [{ type: "skill", name: "zzz" }] });
    expect(planned.truncated).toBe(true);
    expect(planned.entries.map(placeOf)).toEqual([".codex/skills/elsewhere/SKILL.md"]);
    expect((await at.plan()).truncated).toBeUndefined();
  });

  it("Collisions that would refer to more entries than an answer holds are refused, whoever reads whom", () => {
    const reader = { platform: "cursor", scope: "project", scope_dir: "" } as const;
    const writers = Array.from({ length: 10_000 }, (_, i) => ({
      profile_id: `p${i}`,
      artifact: artifact("skill", "x"),
      path: `.cursor/skills/x${i}/SKILL.md`,
      kind: "directory" as const,
      key: null,
      name: "x",
      registered: undefined,
      reader: { ...reader, profile_id: `p${i}` },
      isPlanned: i === 0,
    }));
    expect(() => findCollisions(writers, [])).toThrow("more than 80,000 entries");
    // Each location is seen by its own platform alone.
    const apart = writers.map((w, i) => ({
      ...w,
      path: `a${i}/.cursor/skills/x/SKILL.md`,
      reader: { ...w.reader, scope_dir: `a${i}` },
    }));
    expect(findCollisions(apart, [])).toEqual([]);
    const [first, second] = apart as [Writer, Writer];
    const nested = { ...second, reader: { ...second.reader, scope_dir: "a0" } };
    expect(findCollisions([first, nested, ...apart.slice(2)], [])).toEqual([
      {
        kind: "also_reads",
        path: first.path,
        key: null,
        entries: ["p0", "p1"].map((profile_id) => ({ profile_id, artifact: first.artifact })),
      },
    ]);
  });
});

describe("A nested root", () => {
  const nested = (platform: string, root: string, more: object = {}) => ({
    profile_id: "web",
    platform,
    root_dir: `apps/web/${root}`,
    ...more,
  });

  it.each([
    ["codex", ".codex", "skill", "apps/web/.agents/skills/x/SKILL.md"],
    ["codex", ".codex", "agent", "apps/web/.codex/agents/x.toml"],
    ["codex", ".codex", "rule_file", "apps/web/AGENTS.md → block"],
    ["claude_code", ".claude", "mcp", "apps/web/.mcp.json → mcpServers by_name"],
    ["claude_code", ".claude", "skill", "apps/web/.claude/skills/x/SKILL.md"],
    ["copilot", ".github", "mcp", "apps/web/.vscode/mcp.json → servers by_name"],
    ["cursor", ".cursor", "mcp", "apps/web/.cursor/mcp.json → mcpServers by_name"],
  ])("A %s profile at apps/web/%s plans a %s at %s", async (platform, root, type, path) => {
    const at = await project(nested(platform, root));
    expect(placesOf(await plan(at, type, "x"))).toEqual({ web: path });
    const made = await service.call("GET", `${at.at}/profiles/web`);
    expect(made.json).toMatchObject({ scope: "project", scope_dir: "apps/web" });
    const { artifact_path, artifact_path_base, profile_root_dir } = await at.record({
      artifact_type: type,
      artifact_name: "x",
      content_hash: "h",
      deployment_profile_id: "web",
    });
    // The record says the same place: relative to the project, or to the root.
    const recorded = artifact_path_base === "project" ? artifact_path : `${profile_root_dir}/${artifact_path}`;
    expect(path.replace(/ → .*/, "").replace("/SKILL.md", "")).toBe(recorded);
    expect(placesOf(await at.plan())).toEqual({ web: path });
  });

  it.each([
    ["codex", ".codex", ""],
    ["codex", "apps/web/.codex/", "apps/web"],
    ["codex", "apps/web/own", ""],
    ["codex", "apps/web/x.codex", ""],
    ["codex", ".codex/.codex", ".codex"],
    ["other", "apps/web/.codex", ""],
    ["codex", "apps//web///.codex", "apps/web"],
    ["jetbrains", "a/b/c/.aiassistant", "a/b/c"],
  ])(
    "A %s profile with the root %s has scope_dir '%s', unless it says otherwise",
    async (platform, root_dir, scope) => {
      const at = await project(
        { profile_id: "p", platform, root_dir },
        { profile_id: "q", platform, root_dir, scope_dir: "z" },
      );
      const scopes = ["p", "q"].map(async (id) => (await service.call("GET", `${at.at}/profiles/${id}`)).json);
      expect(await Promise.all(scopes)).toMatchObject([{ scope_dir: scope }, { scope_dir: "z" }]);
    },
  );

  it("Doubled slashes in a root and a scope do not count", async () => {
    const at = await project({ profile_id: "p", platform: "codex", root_dir: "apps//web/.codex/", scope_dir: "a//b/" });
    expect(placesOf(await plan(at, "skill", "x"))).toEqual({ p: "a/b/.agents/skills/x/SKILL.md" });
    expect(placesOf(await plan(at, "agent", "x"))).toEqual({ p: "apps/web/.codex/agents/x.toml" });
    const of = { artifact_name: "x", content_hash: "h", deployment_profile_id: "p" };
    expect(await at.record({ ...of, artifact_type: "skill" })).toMatchObject({ artifact_path: "a/b/.agents/skills/x" });
    expect(placesOf(await plan(at, "agent", "/x"))).toEqual({ p: "invalid-path" });
  });

  it("A nested platform reads the other folders below its own, and a root and a nested profile do not collide", async () => {
    const apart = await project("codex", "claude_code", nested("cursor", ".cursor"));
    expect(collisionsOf(await plan(apart, "skill", "x"))).toEqual([]);
    const roots = await project("codex", nested("codex", ".codex"));
    expect(collisionsOf(await plan(roots, "skill", "x"))).toEqual([]);
    const together = await project(nested("cursor", ".cursor"), {
      ...nested("claude_code", ".claude"),
      profile_id: "claude",
    });
    expect(collisionsOf(await plan(together, "skill", "x"))).toEqual([
      "also_reads apps/web/.claude/skills/x/SKILL.md: claude skill x, web skill x",
    ]);
  });

  it("Rows of the last release read with scope project and the scope_dir of their root", async () => {
    const at = await project(nested("codex", ".codex"), "cursor");
    for (const [id, scope_dir] of [
      ["web", "apps/web"],
      ["cursor", ""],
    ] as const) {
      const key = keys.profile(service.tenant, at.at.slice("/projects/".length), id);
      const { scope: _s, scope_dir: _d, ...old } = (await service.table.get(key)) as ResourceRow;
      await service.table.put(old as ResourceRow, { is: "live", changes: [old.change as string] });
      expect((await service.call("GET", `${at.at}/profiles/${id}`)).json).toMatchObject({
        scope: "project",
        scope_dir,
      });
    }
    expect(placesOf(await plan(at, "skill", "x")).web).toBe("apps/web/.agents/skills/x/SKILL.md");
    // A change of another field keeps what the row reads as.
    await service.call("PATCH", `${at.at}/profiles/web`, { body: { root_dir: ".codex" } });
    expect((await service.call("GET", `${at.at}/profiles/web`)).json).toMatchObject({ scope_dir: "apps/web" });
  });

  it("A profile of the user's scope is made of the user's paths, and does not meet the project's", async () => {
    const at = await project("claude_code", { profile_id: "home", platform: "claude_code", scope: "user" });
    const home = (await service.call("GET", `${at.at}/profiles/home`)).json;
    expect(home).toMatchObject({
      scope: "user",
      root_dir: ".claude",
      artifact_path_map: {
        skill: "skills",
        command: "commands",
        agent: "agents",
        hook: { path: "settings.json", kind: "merge", key: "hooks", entry: "by_event", format: "json" },
        mcp: { path: ".claude.json", base: "project", kind: "merge", key: "mcpServers", format: "json" },
        rule_file: "rules",
      },
      supported_artifact_types: ["skill", "command", "agent", "hook", "mcp", "rule_file"],
      project_config_filenames: [".claude/CLAUDE.md"],
    });
    const planned = await plan(at, "skill", "x");
    expect(placesOf(planned)).toEqual({ claude_code: ".claude/skills/x/SKILL.md", home: ".claude/skills/x/SKILL.md" });
    expect(collisionsOf(planned)).toEqual([]);
    expect((await service.call("GET", `${at.at}/profiles/home/preset-diff`)).json).toMatchObject({ changes: [] });
    const body = { profile_id: "layout", platform: "cursor", scope: "user", skills_layout: "shared" };
    const refused = await service.call("POST", `${at.at}/profiles`, { body });
    expect(problemOf(refused)).toMatchObject({ status: 422, places: ["/skills_layout"] });
    expect(refused.text).toContain("cannot be combined with the scope 'user'");
  });
});

describe("A shared file", () => {
  it.each([
    ["vibe", "mcp", ".vibe/config.toml → mcp_servers list"],
    ["amp", "mcp", ".amp/settings.json → amp.mcpServers by_name"],
    ["kimi", "mcp", ".kimi-code/mcp.json → mcpServers by_name"],
    ["jetbrains", "mcp", ".ai/mcp/mcp.json → mcpServers by_name"],
    ["rovodev", "mcp", ".rovodev/mcp.json → mcpServers by_name"],
    ["cursor", "hook", ".cursor/hooks.json → hooks by_event"],
    ["codex", "hook", ".codex/hooks.json → hooks by_event"],
    ["devin", "hook", ".devin/hooks.v1.json → (root) by_event"],
    ["factory", "hook", ".factory/hooks.json → (root) by_event"],
    ["antigravity", "hook", ".agents/hooks.json → (root) by_name"],
    ["trae", "hook", ".trae/hooks.json → hooks by_event"],
    ["roo", "agent", ".roomodes → customModes list"],
    ["zoocode", "agent", ".roomodes → customModes list"],
    ["zed", "hook", ".zed/tasks.json → (root) list"],
    ["claude_code", "hook", ".claude/settings.json → hooks by_event"],
    ["gemini", "hook", ".gemini/settings.json → hooks by_event"],
  ])("On %s a %s is an entry, %s, and two of them do not collide", async (platform, type, place) => {
    const at = await project(platform);
    const planned = await at.plan({ artifacts: [artifact(type, "one"), artifact(type, "two")] });
    expect(planned.entries.map(placeOf)).toEqual([place, place]);
    expect(collisionsOf(planned)).toEqual([]);
  });

  it.each([
    ["roo", "agent", "slug"],
    ["zed", "hook", "label"],
    ["vibe", "mcp", "name"],
    ["claude_code", "mcp", null],
    ["claude_code", "skill", null],
  ])("An item of a list on %s (%s) has its name in the member %s", async (platform, type, item_name) => {
    expect((await plan(await project(platform), type, "x")).entries).toMatchObject([{ item_name }]);
  });

  it("A file of its own can have a member that contains the entry, as a plugin of Goose has, recorded or not", async () => {
    const at = await project("goose");
    const place = { path: ".agents/plugins/x/.mcp.json", kind: "directory", key: "mcpServers", entry: null };
    expect((await plan(at, "mcp", "x")).entries).toMatchObject([place]);
    await at.record({ artifact_type: "mcp", artifact_name: "x", content_hash: "h", deployment_profile_id: "goose" });
    expect((await plan(at, "mcp", "x")).entries).toMatchObject([place]);
  });

  it("A map can name the entry, the list of names that leads to it, and a block", async () => {
    const artifact_path_map = {
      hook: { path: "h.json", kind: "merge", key: ["a", "b.c"], entry: "by_event" },
      mcp: { path: "m.toml", kind: "merge", key: [], entry: "list", item_name: "id", format: "toml" },
      rule_file: { path: "R.md", base: "project", kind: "block" },
    };
    const at = await project({ profile_id: "own", platform: "other", root_dir: ".own", artifact_path_map });
    const { entries } = await at.plan({ artifacts: Object.keys(artifact_path_map).map((type) => artifact(type, "n")) });
    const place = ({ path, kind, key, entry, item_name, format }: (typeof entries)[number]) =>
      [path, kind, key, entry, item_name, format] as const;
    expect(entries.map(place)).toEqual([
      [".own/h.json", "merge", ["a", "b.c"], "by_event", null, null],
      [".own/m.toml", "merge", [], "list", "id", "toml"],
      ["R.md", "block", null, null, null, null],
    ]);
    const refuse = async (mapping: object) =>
      problemOf(
        await service.call("PATCH", `${at.at}/profiles/own`, { body: { artifact_path_map: { mcp: mapping } } }),
      );
    expect(await refuse({ path: "x", entry: "somehow" })).toMatchObject({ status: 422 });
    expect(await refuse({ path: "x", key: Array.from({ length: 9 }, String) })).toMatchObject({ status: 422 });
  });
});

describe("The place in a shared file", () => {
  const own = (profile_id: string, key: unknown) => ({
    profile_id,
    platform: "other",
    root_dir: `.${profile_id}`,
    artifact_path_map: {
      mcp: { path: ".mcp.json", base: "project", kind: "merge", ...(key === undefined ? {} : { key }) },
    },
  });
  it.each([
    ["mcpServers", ["mcpServers"], 1],
    [undefined, [], 1],
    ["a.b", ["a", "b"], 0],
    ["a", "b", 0],
  ])("The keys %j and %j have %i collisions", async (one, other, count) => {
    expect((await plan(await project(own("one", one), own("two", other)), "mcp", "x")).collisions).toHaveLength(count);
  });
});

describe("A text on a platform that has only an instruction file", () => {
  it.each([
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
    ["goose", "AGENTS.md"],
    ["warp", "AGENTS.md"],
    ["rovodev", "AGENTS.md"],
    ["junie", ".junie/AGENTS.md"],
    ["replit", "replit.md"],
  ])("On %s it is a block in %s", async (platform, file) => {
    const at = await project(platform);
    const texts = ["rule_file", "context_file", "project_config"];
    const { entries } = await at.plan({ artifacts: texts.map((type, i) => artifact(type, `n${i}`)) });
    expect(entries.map(placeOf)).toEqual([`${file} → block`, `${file} → block`, `${file} → block`]);
  });

  it("Blocks collide only by name, and with what writes the whole file", async () => {
    const at = await project("codex", "opencode");
    expect(
      collisionsOf(
        await at.plan({ artifacts: [artifact("rule_file", "a"), artifact("rule_file", "b")], profile_ids: ["codex"] }),
      ),
    ).toEqual([]);
    expect(collisionsOf(await plan(at, "rule_file", "a"))).toEqual([
      "same_path AGENTS.md: codex rule_file a, opencode rule_file a",
    ]);
    const whole = { rule_file: { path: "AGENTS.md", base: "project", kind: "file" } };
    const own = await project("codex", {
      profile_id: "own",
      platform: "other",
      root_dir: ".own",
      artifact_path_map: whole,
    });
    expect(collisionsOf(await plan(own, "rule_file", "a"))).toEqual([
      "same_path AGENTS.md: codex rule_file a, own rule_file a",
    ]);
  });

  it.each(["zed", "junie"])(
    "%s reads only its first instruction file, so the block of another is not seen",
    async (platform) => {
      const planned = await plan(await project("codex", platform), "rule_file", "a");
      expect(planned.collisions).toEqual([]);
    },
  );

  it("A platform that reads the instruction file sees a rule in it besides its own", async () => {
    const at = await project("codex", "cursor");
    expect(collisionsOf(await plan(at, "rule_file", "a"))).toEqual([
      "also_reads AGENTS.md: codex rule_file a, cursor rule_file a",
    ]);
  });
});

describe("A collision", () => {
  /** Who writes, who reads it as well, what, and where it lies. */
  it.each([
    ["claude_code", "amp", "skill", ".claude/skills/x/SKILL.md"],
    ["claude_code", "crush", "skill", ".claude/skills/x/SKILL.md"],
    ["claude_code", "augment", "skill", ".claude/skills/x/SKILL.md"],
    ["claude_code", "kilo", "skill", ".claude/skills/x/SKILL.md"],
    ["claude_code", "warp", "skill", ".claude/skills/x/SKILL.md"],
    ["claude_code", "copilot", "agent", ".claude/agents/x.md"],
    ["claude_code", "copilot", "rule_file", ".claude/rules/x.md"],
    ["claude_code", "copilot", "mcp", ".mcp.json"],
    ["claude_code", "copilot_cli", "mcp", ".mcp.json"],
    ["claude_code", "cursor", "agent", ".claude/agents/x.md"],
    ["codex", "kimi", "skill", ".agents/skills/x/SKILL.md"],
    ["codex", "vibe", "skill", ".agents/skills/x/SKILL.md"],
    ["codex", "pi", "skill", ".agents/skills/x/SKILL.md"],
    ["codex", "augment", "skill", ".agents/skills/x/SKILL.md"],
  ])("What %s writes, %s reads too: a %s at %s", async (writer, reader, type, path) => {
    const at = await project(writer, reader);
    expect(collisionsOf(await plan(at, type, "x"))).toContain(
      `also_reads ${path}: ${writer} ${type} x, ${reader} ${type} x`,
    );
  });

  it("Codex and Warp write one folder, so a skill has the same path", async () => {
    expect(collisionsOf(await plan(await project("codex", "warp"), "skill", "x"))).toEqual([
      "same_path .agents/skills/x/SKILL.md: codex skill x, warp skill x",
    ]);
  });

  it("A command of Claude Code is seen by Copilot's command line, although it has no folder for commands", async () => {
    const at = await project("claude_code", "copilot_cli");
    await register({ type: "command", name: "only-claude", target_platforms: ["claude_code"] });
    expect(collisionsOf(await plan(at, "command", "only-claude"))).toEqual([
      "leak .claude/commands/only-claude.md: claude_code command only-claude, copilot_cli command only-claude",
    ]);
  });

  it.each([
    ["Code-Review", "code-review"],
    ["caf\u00e9", "CAFE\u0301"],
    ["stra\u00dfe", "STRASSE"],
  ])("%s and %s are one folder on macOS and Windows", async (one, other) => {
    const at = await project("claude_code");
    const { collisions } = await at.plan({ artifacts: [artifact("skill", one), artifact("skill", other)] });
    expect(collisions.map((c) => [c.kind, c.entries.map((e) => e.artifact.name)])).toEqual([
      ["case_fold", [one, other]],
    ]);
  });

  it("A name in another case than a record's is one file with it", async () => {
    const at = await project("claude_code");
    const skill = { artifact_type: "skill", content_hash: "h", deployment_profile_id: "claude_code" };
    await at.record({ ...skill, artifact_name: "Code-Review" });
    expect(collisionsOf(await plan(at, "skill", "code-review"))).toEqual([
      "case_fold .claude/skills/Code-Review/SKILL.md: claude_code skill code-review, claude_code skill Code-Review",
    ]);
  });

  it("A skill and a command of one name are both called by it on Claude Code and Gemini", async () => {
    const at = await project("claude_code", "gemini", "cursor");
    const both = await at.plan({ artifacts: [artifact("skill", "brain"), artifact("command", "brain")] });
    expect(collisionsOf(both).filter((text) => text.startsWith("same_name"))).toEqual([
      "same_name .claude/skills/brain/SKILL.md: claude_code skill brain, claude_code command brain",
      "same_name .gemini/skills/brain/SKILL.md: gemini skill brain, gemini command brain",
    ]);
    // So are a record's skill and a command, in another profile of the platform or without one, and Warp's in two folders.
    const legacy = await project("claude_code");
    await legacy.record({ artifact_type: "skill", artifact_name: "brain", content_hash: "h" });
    await service.call("DELETE", `${legacy.at}/profiles/claude_code`);
    await service.call("POST", `${legacy.at}/profiles`, { body: { profile_id: "c", platform: "claude_code" } });
    expect(collisionsOf(await plan(legacy, "command", "brain"))).toEqual([
      "same_name .claude/commands/brain.md: c command brain, claude_code skill brain",
    ]);
    const warp = await (await project("warp")).plan({
      artifacts: [artifact("skill", "brain"), artifact("command", "brain")],
    });
    expect(collisionsOf(warp)).toEqual([
      "same_name .agents/skills/brain/SKILL.md: warp skill brain, warp command brain",
    ]);
    const apart = await at.plan({ artifacts: [artifact("skill", "brain"), artifact("command", "brains")] });
    expect(collisionsOf(apart).filter((text) => text.startsWith("same_name"))).toEqual([]);
  });

  it("A skill for Claude Code alone leaks to the platforms that read its folder, and to no other", async () => {
    const at = await project("claude_code", "cursor", "opencode", "gemini", "codex");
    await register({ type: "skill", name: "only-claude", target_platforms: ["claude_code"] });
    const { collisions, entries } = await plan(at, "skill", "only-claude");
    expect(entries.map((e) => e.action)).toEqual(["deploy", "skip", "skip", "skip", "skip"]);
    expect(collisions).toEqual([
      {
        kind: "leak",
        path: ".claude/skills/only-claude/SKILL.md",
        key: null,
        entries: ["claude_code", "cursor", "opencode"].map((profile_id) => ({
          profile_id,
          artifact: artifact("skill", "only-claude"),
        })),
      },
    ]);
    // A record of a platform that the artifact does not target any more is no leak to this platform itself.
    const record = { artifact_type: "skill", artifact_name: "only-claude", content_hash: "h" };
    await service.call("PATCH", "/artifacts/skill:only-claude", { body: { target_platforms: null } });
    await at.record({ ...record, deployment_profile_id: "gemini" });
    await service.call("PATCH", "/artifacts/skill:only-claude", { body: { target_platforms: ["claude_code"] } });
    expect(collisionsOf(await plan(at, "skill", "only-claude")).filter((text) => text.includes(".gemini"))).toEqual([]);
    await register({ type: "skill", name: "for-three", target_platforms: ["claude_code", "cursor", "opencode"] });
    expect(collisionsOf(await plan(at, "skill", "for-three")).filter((text) => text.startsWith("leak"))).toEqual([]);
  });
});

describe("A warning", () => {
  const CLAUDE = "claude_code";
  it.each([
    [CLAUDE, "command", "ckm:x", ["unportable-name"]],
    [CLAUDE, "command", "what?", ["unportable-name"]],
    [CLAUDE, "command", "nul", ["unportable-name"]],
    [CLAUDE, "command", "COM1.old", ["unportable-name"]],
    [CLAUDE, "command", "console", []],
    [CLAUDE, "command", "\u6f22".repeat(85), ["unportable-name"]],
    [CLAUDE, "command", "x".repeat(252), []],
    [CLAUDE, "command", "a b.c", []],
    [CLAUDE, "skill", "ckm:x", ["unportable-name", "invalid-skill-name"]],
    [CLAUDE, "skill", "review.", ["unportable-name", "invalid-skill-name"]],
    [CLAUDE, "skill", "Design Principles", ["invalid-skill-name"]],
    [CLAUDE, "skill", "-review", ["invalid-skill-name"]],
    [CLAUDE, "skill", "re--view", ["invalid-skill-name"]],
    [CLAUDE, "skill", "x".repeat(64), []],
    [CLAUDE, "skill", "x".repeat(65), ["invalid-skill-name"]],
    [CLAUDE, "skill", "common/s", ["too-deep"]],
    ["zed", "skill", "common/s", ["too-deep"]],
    ["codex", "skill", "common/s", []],
    [CLAUDE, "command", "git/commit", []],
    ["devin", "command", "Ship it", ["invalid-skill-name"]],
    ["devin", "command", "ship-it", []],
    ["cline", "hook", "PreToolUse", []],
    ["cline", "hook", "pretooluse", []],
    ["cline", "hook", "lint", ["unknown-event"]],
    [CLAUDE, "hook", "lint", []],
  ])("On %s the %s %s has the warnings %j", async (platform, type, name, warnings) => {
    const { entries } = await plan(await project(platform), type, name);
    expect(entries.map((e) => [e.action, e.warnings])).toEqual([["deploy", warnings]]);
  });

  it.each([
    ["command", "x".repeat(256)],
    ["command", "x".repeat(253)],
    ["skill", "x".repeat(256)],
    ["skill", "../x"],
  ])("No file system takes the %s %s: it is skipped", async (type, name) => {
    const { entries } = await plan(await project(CLAUDE), type, name);
    expect(entries.map(placeOf)).toEqual(["invalid-path"]);
  });

  it("The name of a skill without a folder of its own is that of its file", async () => {
    const artifact_path_map = { skill: { path: "My Skills", filename: "{name}.md" } };
    const at = await project({ profile_id: "own", platform: "other", root_dir: ".own", artifact_path_map });
    const { entries } = await at.plan({ artifacts: [artifact("skill", "good-name"), artifact("skill", "Bad_Name")] });
    expect(entries.map((e) => e.warnings)).toEqual([[], ["invalid-skill-name"]]);
  });

  it("A record too deep for its platform keeps its place and has the warning", async () => {
    const at = await project(CLAUDE);
    const skill = { artifact_type: "skill", artifact_name: "s", content_hash: "h", deployment_profile_id: CLAUDE };
    await at.record({ ...skill, artifact_path: "skills/common/s" });
    expect((await at.plan()).entries.map((e) => [placeOf(e), e.warnings])).toEqual([
      [".claude/skills/common/s/SKILL.md", ["too-deep"]],
    ]);
  });
});

describe("Two sources of one name", () => {
  it("Two artifacts are told apart by their names and installed under one name", async () => {
    const at = await project("claude_code");
    await register({ type: "skill", name: "acme/code-review" });
    await register({ type: "skill", name: "core/code-review", install_name: "core-review" });
    const artifacts = [artifact("skill", "acme/code-review"), artifact("skill", "core/code-review")];
    expect((await service.call("GET", "/artifacts/skill:acme~2Fcode-review")).json).toMatchObject({
      install_name: "code-review",
    });
    const apart = await at.plan({ artifacts });
    expect(apart.entries.map(placeOf)).toEqual([
      ".claude/skills/code-review/SKILL.md",
      ".claude/skills/core-review/SKILL.md",
    ]);
    expect(apart.collisions).toEqual([]);
    await service.call("PATCH", "/artifacts/skill:core~2Fcode-review", { body: { install_name: "code-review" } });
    expect(collisionsOf(await at.plan({ artifacts }))).toEqual([
      "same_path .claude/skills/code-review/SKILL.md: claude_code skill acme/code-review, claude_code skill core/code-review",
    ]);
    const record = { artifact_type: "skill", content_hash: "h", deployment_profile_id: "claude_code" };
    const made = await at.record({ ...record, artifact_name: "acme/code-review" });
    expect(made).toMatchObject({
      deployment_id: "claude_code:skill:acme~2Fcode-review",
      artifact_path: "skills/code-review",
    });
    // Against the record alone the other one collides too.
    expect(collisionsOf(await plan(at, "skill", "core/code-review"))).toEqual([
      "same_path .claude/skills/code-review/SKILL.md: claude_code skill core/code-review, claude_code skill acme/code-review",
    ]);
  });

  it.each(["../evil", "a/./b", "/x", "a//b", "~x"])(
    "The install_name %s, which is no path, is refused",
    async (install_name) => {
      const reply = await service.call("POST", "/artifacts", { body: { type: "skill", name: "x", install_name } });
      expect(problemOf(reply)).toMatchObject({ status: 422, places: ["/install_name"] });
    },
  );

  it("Two servers installed under one name are one entry of the shared file, also against a record", async () => {
    const at = await project("claude_code");
    await register({ type: "mcp", name: "acme/github" });
    await register({ type: "mcp", name: "core/github" });
    const record = { artifact_type: "mcp", content_hash: "h", deployment_profile_id: "claude_code" };
    await at.record({ ...record, artifact_name: "acme/github" });
    expect(collisionsOf(await plan(at, "mcp", "core/github"))).toEqual([
      "same_path .mcp.json: claude_code mcp core/github, claude_code mcp acme/github",
    ]);
  });

  it("Recording from another collection is refused, unless it replaces the record, with a new lineage", async () => {
    const at = await project("codex", "cursor");
    const body = { artifact_type: "skill", artifact_name: "s", content_hash: "1", from_collection: "acme" };
    const uuid = { artifact_uuid: "u", merge_base_snapshot: "m", parent_hash: "p" };
    await at.record({ ...body, ...uuid, deployment_profile_id: "codex", artifact_path: "skills/team/s" });
    const core = { ...body, content_hash: "2", from_collection: "core" };
    const one = { ...core, deployment_profile_id: "codex" };
    const reply = await service.call("POST", `${at.at}/deployments`, { body: one });
    expect(problemOf(reply)).toEqual({ status: 409, code: "other-collection", places: ["/from_collection"] });
    const all = await service.call("POST", `${at.at}/deployments`, { body: { ...core, all_profiles: true } });
    expect(problemOf(all)).toMatchObject({ status: 409, code: "other-collection" });
    // All or none: no record was made for the other profile.
    expect((await service.call("GET", `${at.at}/deployments`)).json).toHaveLength(1);
    expect(await at.read("codex:skill:s")).toMatchObject({ content_hash: "1", version_lineage: ["1"] });
    // Without a collection the record keeps its own.
    const { from_collection: _, ...unnamed } = { ...one, content_hash: "3" };
    expect(await at.record(unnamed)).toMatchObject({ from_collection: "acme", version_lineage: ["1", "3"] });
    expect(await at.record({ ...one, replace: true })).toMatchObject({
      from_collection: "core",
      version_lineage: ["2"],
      artifact_path: "skills/team/s",
      artifact_uuid: null,
      merge_base_snapshot: null,
      parent_hash: null,
    });
    // With nothing to replace it changes nothing.
    expect(await at.record({ ...one, content_hash: "4", replace: true })).toMatchObject({
      version_lineage: ["2", "4"],
    });
  });
});

describe("The hash of what was written", () => {
  it("A record tells the hash of what was written, until another content is recorded", async () => {
    const at = await project("codex");
    const body = { artifact_type: "mcp", artifact_name: "m", deployment_profile_id: "codex" };
    expect(await at.record({ ...body, content_hash: "1" })).toMatchObject({ written_hash: null });
    expect(await at.record({ ...body, content_hash: "1", written_hash: "w" })).toMatchObject({ written_hash: "w" });
    expect(await at.record({ ...body, content_hash: "1" })).toMatchObject({ written_hash: "w" });
    expect(await at.record({ ...body, content_hash: "2" })).toMatchObject({ written_hash: null });
    expect(await at.record({ ...body, content_hash: "3", written_hash: "w" })).toMatchObject({ written_hash: "w" });
    const text = await at.exported();
    expect(text).toContain('written_hash = "w"\n');
    const other = await project("codex");
    await other.load(text);
    expect(await other.read("codex:mcp:m")).toMatchObject({ written_hash: "w" });
    expect(await other.exported()).toBe(text);
    const path = `${at.at}/deployments/codex:mcp:m`;
    const patch = async (change: object) => (await service.call("PATCH", path, { body: change })).json;
    expect(await patch({ local_modifications: true })).toMatchObject({ written_hash: "w" });
    expect(await patch({ content_hash: "SHA256:3" })).toMatchObject({ written_hash: "w" });
    expect(await patch({ content_hash: "4" })).toMatchObject({ written_hash: null });
    expect(await patch({ content_hash: "5", written_hash: "v" })).toMatchObject({ written_hash: "v" });
    expect((await service.call("PATCH", path, { body: { written_hash: null } })).json).toMatchObject({
      written_hash: null,
    });
    expect(await at.exported()).not.toContain("written_hash");
  });

  it("A workflow of Claude Code is a script in its own folder", async () => {
    expect(placesOf(await plan(await project("claude_code"), "workflow", "release"))).toEqual({
      claude_code: ".claude/workflows/release.js",
    });
  });
});
