/** Presets: profiles created from a platform's name alone, the choice of a skills layout, and the preset-diff. */
import type { ArtifactPathMap, Mapping } from "@skillmeat-deployments/core/catalogue/mapping.schema.ts";
import { catalogueVersion, listPlatforms, readPlatform } from "@skillmeat-deployments/core/catalogue/platform.ts";
import type { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import type { PresetDiff } from "@skillmeat-deployments/core/reports/preset-diff.schema.ts";
import { createRandom, type Random } from "@skillmeat-deployments/testing/random.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const at = "/projects/web/profiles";
let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "web" } });
});
afterAll(() => service.close());

const PRESET = listPlatforms().filter((entry) => entry.root_dir !== null);
const CHOICE = PRESET.filter((entry) => entry.skills_layouts !== null);

async function make(profile_id: string, platform: string, more: object = {}): Promise<Profile> {
  const made = await service.call("POST", at, { body: { profile_id, platform, ...more } });
  expect([made.status, made.text]).toEqual([201, made.text]);
  return made.json as Profile;
}
async function diff(id: string): Promise<PresetDiff> {
  const reply = await service.call("GET", `${at}/${id}/preset-diff`);
  expect([reply.status, reply.text]).toEqual([200, reply.text]);
  return reply.json as PresetDiff;
}
const patch = (id: string, body: object) =>
  service.call("PATCH", `${at}/${id}`, {
    text: JSON.stringify(body),
    headers: { "content-type": "application/merge-patch+json" },
  });
/** The fields of a profile that a preset decides. */
const presetFields = (profile: Profile) => ({
  platform: profile.platform,
  root_dir: profile.root_dir,
  artifact_path_map: profile.artifact_path_map,
  project_config_filenames: profile.project_config_filenames,
  context_path_prefixes: profile.context_path_prefixes,
  supported_artifact_types: profile.supported_artifact_types,
});

describe("A profile created from an id and a platform", () => {
  it.each(PRESET.map((entry) => entry.platform))(
    "A profile of %s created from its preset has an empty preset-diff",
    async (platform) => {
      await make(`alone-${platform}`, platform);
      expect(await diff(`alone-${platform}`)).toEqual({
        platform,
        catalogue_version: catalogueVersion(),
        patch: {},
        changes: [],
      });
    },
  );

  it("The presets of six platforms have the values of the preset table", async () => {
    const presetOf = async (platform: string) => presetFields(await make(`b7-${platform}`, platform));
    expect(await presetOf("claude_code")).toMatchObject({
      root_dir: ".claude",
      artifact_path_map: {
        skill: "skills",
        command: "commands",
        agent: "agents",
        hook: { path: "settings.json", kind: "merge", key: "hooks" },
        mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers" },
        rule_file: "rules",
      },
      project_config_filenames: ["CLAUDE.md"],
    });
    const codex = await presetOf("codex");
    expect(codex).toMatchObject({
      root_dir: ".codex",
      artifact_path_map: {
        skill: { path: ".agents/skills", base: "project" },
        agent: { path: "agents", filename: "{name}.toml" },
        hook: { path: "hooks.json", kind: "merge", key: "hooks", entry: "by_event" },
        mcp: { path: "config.toml", kind: "merge", key: "mcp_servers" },
      },
      project_config_filenames: ["AGENTS.md"],
    });
    expect(Object.keys(codex.artifact_path_map)).not.toContain("command");
    expect(await presetOf("gemini")).toMatchObject({ root_dir: ".gemini", project_config_filenames: ["GEMINI.md"] });
    expect(await presetOf("cursor")).toMatchObject({ root_dir: ".cursor", project_config_filenames: ["AGENTS.md"] });
    expect(await presetOf("copilot")).toMatchObject({
      root_dir: ".github",
      artifact_path_map: {
        command: { path: "prompts", filename: "{name}.prompt.md" },
        agent: { path: "agents", filename: "{name}.agent.md" },
        mcp: { path: ".vscode/mcp.json", base: "project", kind: "merge", key: "servers" },
        rule_file: { path: "instructions", filename: "{name}.instructions.md" },
      },
      project_config_filenames: [".github/copilot-instructions.md", "AGENTS.md"],
    });
    expect(await presetOf("opencode")).toMatchObject({
      root_dir: ".opencode",
      artifact_path_map: { mcp: { path: "opencode.json", base: "project", kind: "merge", key: "mcp" } },
      project_config_filenames: ["AGENTS.md"],
    });
  });

  it("A profile of a platform without a preset has an empty preset-diff", async () => {
    for (const platform of ["other", "remote_git"] as const) {
      await make(`none-${platform}`, platform, { root_dir: "x", artifact_path_map: { skill: "s" } });
      expect(await diff(`none-${platform}`)).toMatchObject({ platform, patch: {}, changes: [] });
    }
  });
});

describe("The field skills_layout", () => {
  it("skills_layout is a choice on the platforms that read both folders, as the platform facts list them", () => {
    const platforms = CHOICE.map((entry) => entry.platform);
    expect(platforms).toEqual(expect.arrayContaining(["codex", "gemini", "cursor", "copilot", "opencode"]));
    for (const withoutChoice of ["claude_code", "other", "remote_git"]) expect(platforms).not.toContain(withoutChoice);
  });

  it.each(CHOICE.map((entry) => entry.platform))(
    "skills_layout of %s decides the folder of skills and is not stored",
    async (platform) => {
      const preset = readPlatform(platform);
      const mappings = { native: undefined as Mapping | undefined, shared: undefined as Mapping | undefined };
      for (const skills_layout of ["native", "shared"] as const) {
        const id = `${skills_layout}-${platform}`;
        const made = await make(id, platform, { skills_layout });
        mappings[skills_layout] = made.artifact_path_map.skill;
        const expected = { ...preset.artifact_path_map, skill: preset.skills_layouts?.[skills_layout] };
        expect(made.artifact_path_map).toEqual(expected);
        expect(made.supported_artifact_types).toContain("skill");
        expect(Object.keys(made)).not.toContain("skills_layout");
        expect((await service.call("GET", `${at}/${id}`)).text).not.toContain("skills_layout");
        expect(await diff(id)).toMatchObject({ patch: {}, changes: [] });
        const request = { artifacts: [{ type: "skill", name: "s" }], profile_ids: [id] };
        const reply = await service.call("POST", "/projects/web/plan", { body: request });
        const [entry] = (reply.json as { entries: { path: string }[] }).entries;
        const folder = skills_layout === "shared" ? ".agents/skills" : undefined;
        if (folder) expect(entry?.path).toBe(`${folder}/s/SKILL.md`);
        else expect(entry?.path).not.toMatch(/^\.agents\/skills\//);
      }
      expect(mappings.native).not.toEqual(mappings.shared);
    },
  );

  it("Without skills_layout Codex gets .agents/skills and four other platforms get their own folder", async () => {
    const skillMapping = async (platform: string) =>
      (await make(`default-${platform}`, platform)).artifact_path_map.skill;
    expect(await skillMapping("codex")).toEqual({ path: ".agents/skills", base: "project" });
    for (const platform of ["gemini", "cursor", "copilot", "opencode"])
      expect(await skillMapping(platform)).toBe("skills");
  });

  it("skills_layout answers 422 on a platform without the choice, beside a path map, and with an unknown value", async () => {
    const refused = async (body: object) =>
      problemOf(await service.call("POST", at, { body: { profile_id: "no", ...body } }));
    const wrong = { status: 422, code: "validation-failed", places: ["/skills_layout"] };
    for (const { platform, root_dir, skills_layouts } of listPlatforms()) {
      for (const skills_layout of ["native", "shared"]) {
        if (skills_layouts === null) {
          expect(await refused({ platform, skills_layout, root_dir: root_dir ?? "x" })).toEqual(wrong);
        }
        expect(await refused({ platform, skills_layout, root_dir: "x", artifact_path_map: {} })).toEqual(wrong);
      }
    }
    expect(await refused({ platform: "codex", skills_layout: "both" })).toEqual(wrong);
    expect((await service.call("GET", `${at}/no`)).status).toBe(404);
  });

  it("skills_layout answers 422 on PUT and PATCH", async () => {
    await make("later", "cursor");
    for (const method of ["PUT", "PATCH"]) {
      const reply = await service.call(method, `${at}/later`, { body: { skills_layout: "shared" } });
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: ["/skills_layout"] });
    }
  });

  it("skills_layout is accepted as TOML and leaves every other given field as it is", async () => {
    const text = 'profile_id = "toml-layout"\nplatform = "gemini"\nskills_layout = "shared"\nroot_dir = "g"\n';
    const made = await service.call("POST", at, { text, headers: { "content-type": "application/toml" } });
    expect(made.json).toMatchObject({
      root_dir: "g",
      artifact_path_map: { skill: { path: ".agents/skills", base: "project" }, agent: "agents" },
    });
    expect((await diff("toml-layout")).patch).toEqual({ root_dir: ".gemini" });
  });
});

describe("GET /projects/{project_id}/profiles/{profile_id}/preset-diff", () => {
  it("The preset-diff names exactly the fields that differ, with the profile's value and the preset's value", async () => {
    const preset = readPlatform("claude_code");
    await make("named", "claude_code", {
      root_dir: ".other",
      artifact_path_map: {
        ...preset.artifact_path_map,
        command: undefined,
        agent: { path: "my/agents", filename: "{name}.agent.md" },
        mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "servers", format: "json" },
        spec_file: "specs",
      },
      project_config_filenames: ["CLAUDE.md", "AGENTS.md"],
      description: "mine",
    });
    const { changes, patch: wanted } = await diff("named");
    expect(changes).toEqual([
      { pointer: "/root_dir", current: ".other", preset: ".claude" },
      {
        pointer: "/artifact_path_map/agent",
        current: { path: "my/agents", filename: "{name}.agent.md" },
        preset: "agents",
      },
      {
        pointer: "/artifact_path_map/mcp",
        current: { path: ".mcp.json", base: "project", kind: "merge", key: "servers", format: "json" },
        preset: preset.artifact_path_map.mcp,
      },
      { pointer: "/artifact_path_map/spec_file", current: "specs", preset: null },
      { pointer: "/artifact_path_map/command", current: null, preset: "commands" },
      { pointer: "/project_config_filenames", current: ["CLAUDE.md", "AGENTS.md"], preset: ["CLAUDE.md"] },
    ]);
    // The patch is minimal: of the MCP entry it holds the key alone.
    expect(wanted).toEqual({
      root_dir: ".claude",
      artifact_path_map: { agent: "agents", mcp: { key: "mcpServers" }, spec_file: null, command: "commands" },
      project_config_filenames: ["CLAUDE.md"],
    });
    const patched = await patch("named", wanted);
    expect(patched.status).toBe(200);
    expect(patched.json).toMatchObject({ description: "mine" });
  });

  it("The preset-diff changes nothing by itself, and applying its patch twice makes one new version", async () => {
    const made = await make("still", "codex", { root_dir: "x" });
    const first = await diff("still");
    expect(await diff("still")).toEqual(first);
    expect((await service.call("GET", `${at}/still`)).json).toEqual(made);
    const patched = await patch("still", first.patch);
    expect(patched.json).toMatchObject({ root_dir: ".codex", version: 2 });
    expect((await patch("still", first.patch)).text).toBe(patched.text);
  });

  it("The preset-diff compares with the preset of the profile's current platform", async () => {
    await make("moved", "codex");
    await service.call("PATCH", `${at}/moved`, { body: { platform: "gemini" } });
    const { platform, patch: wanted } = await diff("moved");
    expect([platform, wanted.root_dir]).toEqual(["gemini", ".gemini"]);
    const fresh = presetFields(await make("fresh-gemini", "gemini"));
    const patched = presetFields((await patch("moved", wanted)).json as Profile);
    // Codex's .agents/skills is one of the two folders that Gemini reads, so it stays.
    expect(patched).toEqual({
      ...fresh,
      artifact_path_map: { ...fresh.artifact_path_map, skill: { path: ".agents/skills", base: "project" } },
    });
    expect((await diff("moved")).patch).toEqual({});
  });

  it("The preset-diff answers 404 for an unknown profile or project, and needs the scope profiles:read", async () => {
    expect(problemOf(await service.call("GET", `${at}/nope/preset-diff`))).toMatchObject({ status: 404 });
    expect((await service.call("GET", "/projects/ghost/profiles/p/preset-diff")).status).toBe(404);
    const key = await service.newTenant("rival");
    expect((await service.call("GET", `${at}/still/preset-diff`, { key })).status).toBe(404);
    const made = await service.call("POST", "/keys", { body: { name: "k", scopes: ["deployments:read"] } });
    const otherScopes = (made.json as { key: string }).key;
    expect((await service.call("GET", `${at}/still/preset-diff`, { key: otherScopes })).status).toBe(403);
  });

  const seed = Number(process.env.SEED ?? 20_260_114);
  it(`The patch of a preset-diff turns any changed profile back into the preset (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const seen = { patched: 0, equal: 0, removed: 0, added: 0, retyped: 0 };
    for (const { platform } of PRESET) {
      const fresh = presetFields((await service.call("GET", `${at}/alone-${platform}`)).json as Profile);
      for (let n = 0; n < 2; n++) {
        const id = `made-${platform}-${n}`;
        const changed = mutated(fresh, random);
        for (const [type, mapping] of Object.entries(fresh.artifact_path_map)) {
          const now = changed.artifact_path_map[type as keyof ArtifactPathMap];
          if (now === undefined) seen.removed++;
          else if (typeof now !== typeof mapping) seen.retyped++;
        }
        seen.added += Object.keys(changed.artifact_path_map).filter(
          (type) => !(type in fresh.artifact_path_map),
        ).length;
        const made = await make(id, platform, { ...changed, description: `of ${n}` });
        const { patch: wanted, changes } = await diff(id);
        expect([id, changes.map((c) => c.pointer).sort()]).toEqual([id, pointers(presetFields(made), fresh)]);
        for (const { pointer, current, preset } of changes) {
          expect([id, pointer, current]).toEqual([id, pointer, valueAt(made, pointer)]);
          expect([id, pointer, preset]).toEqual([id, pointer, valueAt(fresh, pointer)]);
        }
        expect(Object.keys(wanted).sort()).toEqual([...new Set(changes.map((c) => c.pointer.split("/")[1]))].sort());
        const patched = await patch(id, wanted);
        expect([id, patched.status, patched.text]).toEqual([id, 200, patched.text]);
        expect([id, presetFields(patched.json as Profile)]).toEqual([id, fresh]);
        expect(patched.json).toMatchObject({ description: `of ${n}`, version: changes.length > 0 ? 2 : 1 });
        expect(await diff(id)).toMatchObject({ patch: {}, changes: [] });
        seen[changes.length > 0 ? "patched" : "equal"]++;
      }
    }
    // Every kind of change occurred.
    expect(Math.min(seen.patched, seen.removed, seen.added, seen.retyped)).toBeGreaterThan(5);
  });
});

type PresetFields = ReturnType<typeof presetFields>;
const TYPES = ["skill", "command", "agent", "hook", "mcp", "rule_file", "spec_file", "workflow", "composite"] as const;
const SHAPES: readonly Mapping[] = [
  "mine",
  "mine/deeper",
  { path: "mine", base: "project" },
  { path: "mine.json", kind: "merge", key: "k", format: "json" },
  { path: "mine.json", kind: "file", format: null, key: null },
  { path: "mine", filename: "{name}.mine.md", base: "root", kind: "directory" },
];

/** A profile as a user may have changed it: any of its fields, or none. */
function mutated(fresh: PresetFields, random: Random): Omit<PresetFields, "platform"> {
  const { platform: _p, ...changed } = structuredClone(fresh);
  if (random.oneIn(2)) changed.root_dir = random.pick([".mine", "a/b", `${fresh.root_dir}x`]);
  for (const type of TYPES) {
    const mapping = changed.artifact_path_map[type];
    switch (random.below(6)) {
      case 0:
      case 1:
        delete changed.artifact_path_map[type];
        break;
      case 2:
        changed.artifact_path_map[type] = random.pick(SHAPES);
        break;
      case 3:
        // Changes one member of an object, or replaces a string with the object that means the same.
        if (typeof mapping === "object") mapping.key = random.pick([null, "other", "nested.key"]);
        if (typeof mapping === "string") changed.artifact_path_map[type] = { path: mapping };
    }
  }
  if (random.oneIn(2))
    changed.project_config_filenames = random.shuffle([...changed.project_config_filenames, "MINE.md"]);
  if (random.oneIn(3)) changed.context_path_prefixes = [];
  if (random.oneIn(3)) changed.supported_artifact_types = random.shuffle(changed.supported_artifact_types).slice(1);
  return changed;
}

/**
 * Where two profiles differ: field by field, and the map type by type. Written independently of the code under test.
 */
function pointers(a: PresetFields, b: PresetFields): string[] {
  const text = (value: unknown): string => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value) ?? "absent";
    return JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  };
  const fields = ["root_dir", "project_config_filenames", "context_path_prefixes", "supported_artifact_types"] as const;
  const maps = [a.artifact_path_map, b.artifact_path_map];
  return [
    ...fields.filter((field) => text(a[field]) !== text(b[field])).map((field) => `/${field}`),
    ...TYPES.filter((type) => text(maps[0]?.[type]) !== text(maps[1]?.[type])).map(
      (type) => `/artifact_path_map/${type}`,
    ),
  ].sort();
}

function valueAt(profile: object, pointer: string): unknown {
  let value: unknown = profile;
  for (const step of pointer.split("/").slice(1)) value = (value as Record<string, unknown> | undefined)?.[step];
  return value ?? null;
}
