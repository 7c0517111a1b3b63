/** The routes of deployment profiles: create, read, update, delete, list, and TOML. */
import { listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
const path = "/projects/web/profiles";
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "web" } });
});
afterAll(() => service.close());

const create = (body: object, headers: Record<string, string> = {}) => service.call("POST", path, { body, headers });

describe("A deployment profile", () => {
  it("A profile created from an id and a platform takes every other field from the catalogue", async () => {
    for (const entry of listPlatforms()) {
      if (entry.root_dir === null) continue;
      const reply = await create({ profile_id: `preset-${entry.platform}`, platform: entry.platform });
      expect(reply.status).toBe(201);
      expect(reply.json).toMatchObject({
        id: `web:preset-${entry.platform}`,
        project_id: "web",
        root_dir: entry.root_dir,
        artifact_path_map: entry.artifact_path_map,
        project_config_filenames: entry.project_config_filenames,
        context_path_prefixes: entry.context_path_prefixes,
        supported_artifact_types: entry.supported_artifact_types,
        description: null,
        version: 1,
      });
    }
  });

  it("A profile of a platform without a preset requires root_dir", async () => {
    for (const platform of ["other", "remote_git"]) {
      const without = await create({ profile_id: platform, platform });
      expect(problemOf(without)).toEqual({ status: 422, code: "validation-failed", places: ["/root_dir"] });
      const made = await create({ profile_id: platform, platform, root_dir: ".tool" });
      expect(made.json).toMatchObject({ root_dir: ".tool", artifact_path_map: {}, supported_artifact_types: [] });
    }
  });

  it("A field that is given at creation is stored as given, even when it is empty", async () => {
    const fields = {
      root_dir: "x/y",
      artifact_path_map: {},
      project_config_filenames: [],
      context_path_prefixes: [],
      supported_artifact_types: [],
    };
    const reply = await create({ profile_id: "bare", platform: "claude_code", ...fields });
    expect(reply.json).toMatchObject(fields);
  });

  it("A path map accepts strings and objects, and every read returns the same bytes", async () => {
    const artifact_path_map = {
      skill: "skills",
      mcp: { path: ".mcp.json", base: "project", kind: "merge", key: "mcpServers" },
      agent: { path: "agents", filename: "{name}.toml", format: "toml" },
    };
    const made = await create({ profile_id: "forms", platform: "other", root_dir: "r", artifact_path_map });
    expect((made.json as { artifact_path_map: object }).artifact_path_map).toEqual(artifact_path_map);
    for (let i = 0; i < 5; i++) expect((await service.call("GET", `${path}/forms`)).text).toBe(made.text);
  });

  it("A profile id is unique in its project, and the field id holds the project's id and the profile's id", async () => {
    const made = await create({ profile_id: "one", platform: "codex" });
    const again = await create({ profile_id: "one", platform: "gemini" });
    expect(again.status).toBe(409);
    expect((again.json as { detail: string }).detail).toBe("Deployment profile 'one' already exists");
    const [project, profile, ...more] = (made.json as { id: string }).id.split(":");
    expect(more).toEqual([]);
    expect((await service.call("GET", `/projects/${project}/profiles/${profile}`)).json).toEqual(made.json);
  });

  it("Changing the platform of a profile does not apply the preset of the new platform", async () => {
    const made = await create({ profile_id: "move", platform: "codex" });
    const moved = await service.call("PUT", `${path}/move`, { body: { platform: "gemini" } });
    const { platform: _p, updated_at: _u, version: _v, ...rest } = made.json as Record<string, unknown>;
    expect(moved.json).toMatchObject({ ...rest, platform: "gemini", version: 2 });
  });

  it("PATCH merges into the path map of a profile; PUT replaces it", async () => {
    const map = { skill: "s", mcp: { path: "m.json", kind: "merge", key: "k" } };
    await create({ profile_id: "merge", platform: "other", root_dir: "r", artifact_path_map: map });
    const patch = await service.call("PATCH", `${path}/merge`, {
      body: { artifact_path_map: { skill: null, mcp: { key: "servers" }, agent: "a" } },
      headers: { "content-type": "application/merge-patch+json" },
    });
    expect(patch.json).toMatchObject({
      artifact_path_map: { mcp: { path: "m.json", kind: "merge", key: "servers" }, agent: "a" },
    });
    const { artifact_path_map } = patch.json as { artifact_path_map: object };
    expect(Object.keys(artifact_path_map)).not.toContain("skill");
    const put = await service.call("PUT", `${path}/merge`, { body: { artifact_path_map: { hook: "h" } } });
    expect((put.json as { artifact_path_map: object }).artifact_path_map).toEqual({ hook: "h" });
  });

  it("Changing a profile's identity answers 422, and so does a PATCH with null for a field that is not nullable", async () => {
    await create({ profile_id: "fixed", platform: "codex" });
    const identity = { id: "a:b", project_id: "elsewhere", profile_id: "other" };
    for (const method of ["PUT", "PATCH"]) {
      const reply = await service.call(method, `${path}/fixed`, { body: identity });
      expect(problemOf(reply)).toEqual({
        status: 422,
        code: "validation-failed",
        places: ["/id", "/project_id", "/profile_id"],
      });
    }
    const nulls = await service.call("PATCH", `${path}/fixed`, {
      body: { platform: null, root_dir: null, artifact_path_map: null },
    });
    expect(problemOf(nulls).places).toEqual(["/platform", "/root_dir", "/artifact_path_map"]);
    expect((await service.call("PUT", `${path}/fixed`, { body: { platform: null, profile_id: null } })).status).toBe(
      200,
    );
  });

  it("Profiles are listed in byte order of their ids, and a project without profiles lists []", async () => {
    await service.call("POST", "/projects", { body: { project_id: "empty" } });
    const none = await service.call("GET", "/projects/empty/profiles");
    expect([none.status, none.json]).toEqual([200, []]);
    const listed = (await service.call("GET", `${path}?limit=100`)).json as { profile_id: string }[];
    const ids = listed.map((p) => p.profile_id);
    expect(ids).toEqual([...ids].sort());
    expect(ids.length).toBeGreaterThan(5);
  });

  it("A profile that is deleted and created again has a new ETag, and the old ETag answers 412", async () => {
    const first = await create({ profile_id: "phoenix", platform: "codex" });
    const old = first.headers.get("etag") as string;
    expect((await service.call("DELETE", `${path}/phoenix`)).status).toBe(204);
    expect((await service.call("DELETE", `${path}/phoenix`)).status).toBe(404);
    const second = await create({ profile_id: "phoenix", platform: "codex" });
    expect(second.status).toBe(201);
    expect(second.headers.get("etag")).not.toBe(old);
    expect((await service.call("DELETE", `${path}/phoenix`, { headers: { "if-match": old } })).status).toBe(412);
    await service.drain();
    const events = (await service.call("GET", "/projects/web/events?limit=100")).json as {
      subject: string;
      id: string;
      type: string;
    }[];
    const profileEvents = events.filter((e) => e.subject.endsWith("/phoenix"));
    expect(profileEvents.map((e) => e.type)).toEqual([
      "skillmeat.profile.created",
      "skillmeat.profile.deleted",
      "skillmeat.profile.created",
    ]);
    expect(new Set(profileEvents.map((e) => e.id)).size).toBe(3);
  });
});

describe("A profile as TOML", () => {
  it("A profile can be created, read and updated as TOML, whose own ETag is accepted by If-Match", async () => {
    const made = await create({ profile_id: "toml", platform: "claude_code", description: 'q "x"' });
    const asToml = { accept: "application/toml" };
    const read = await service.call("GET", `${path}/toml`, { headers: asToml });
    expect(read.headers.get("content-type")).toBe("application/toml; charset=utf-8");
    expect(read.headers.get("vary")).toBe("Accept, Accept-Encoding");
    expect(read.headers.get("etag")).not.toBe(made.headers.get("etag"));
    const toml = { "content-type": "application/toml" };
    const same = await service.call("PUT", `${path}/toml`, { text: read.text, headers: toml });
    expect(same.text).toBe(made.text);
    const edited = await service.call("PUT", `${path}/toml`, {
      text: read.text.replace('root_dir = ".claude"', 'root_dir = ".claude2"'),
      headers: { ...toml, ...asToml, "if-match": read.headers.get("etag") as string },
    });
    expect(edited.status).toBe(200);
    expect(edited.text).toContain('root_dir = ".claude2"');
    const created = await service.call("POST", path, {
      text: 'profile_id = "from-toml"\nplatform = "codex"\n[artifact_path_map]\nskill = "s"\n',
      headers: toml,
    });
    expect(created.json).toMatchObject({ profile_id: "from-toml", artifact_path_map: { skill: "s" } });
  });
});
