/** The routes of deployment records: record, read, update, delete and list. */
import { readAllProfiles } from "@skillmeat-deployments/core/model/profile.ts";
import { keys, PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
const path = "/projects/web/deployments";
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "web" } });
  for (const platform of ["claude_code", "codex"]) {
    await service.call("POST", "/projects/web/profiles", { body: { profile_id: platform, platform } });
  }
});
afterAll(() => service.close());

const record = (body: object, at = path) => service.call("POST", at, { body });
const skill = (artifact_name: string, more: object = {}) => ({
  artifact_type: "skill",
  artifact_name,
  content_hash: "h1",
  ...more,
});
const at = (id: string) => `${path}/${encodeURIComponent(id)}`;
const value = (reply: Reply) => reply.json as Record<string, unknown>;
/** What a read of a record answers that a write has answered, and that was not observed. */
const asRead = (reply: Reply) => JSON.stringify({ ...value(reply), observed: null });

describe("Recording a deployment", () => {
  it("Recording answers 422 when the name resolves to an invalid path or to one outside its folder", async () => {
    for (const name of ["..", "/x", "a//b"]) {
      const refused = await record(skill(name, { deployment_profile_id: "codex" }));
      expect([name, problemOf(refused)]).toEqual([
        name,
        { status: 422, code: "validation-failed", places: ["/artifact_name"] },
      ]);
    }
  });

  it("A record with a profile copies the profile's platform and root, and takes its path from the profile's map", async () => {
    const reply = await record(skill("code review", { deployment_profile_id: "codex" }));
    expect(reply.status).toBe(201);
    expect(reply.headers.get("location")).toBe("/projects/web/deployments/codex:skill:code%20review");
    expect(reply.json).toMatchObject({
      deployment_id: "codex:skill:code review",
      deployment_profile_id: "codex",
      platform: "codex",
      profile_root_dir: ".codex",
      artifact_path: ".agents/skills/code review",
      artifact_path_base: "project",
      from_collection: "default",
      collection_sha: "h1",
      version_lineage: ["h1"],
      local_modifications: false,
      parent_hash: null,
    });
    expect((await service.call("GET", at("codex:skill:code review"))).text).toBe(asRead(reply));
  });

  it("The path of a record follows every kind of mapping", async () => {
    const cases = { skill: "skills/n", command: "commands/n.md", hook: "settings.json", mcp: ".mcp.json" };
    for (const [artifact_type, artifact_path] of Object.entries(cases)) {
      const reply = await record({
        artifact_type,
        artifact_name: "n.md",
        content_hash: "h",
        deployment_profile_id: "claude_code",
      });
      expect(reply.json).toMatchObject({
        artifact_path,
        artifact_path_base: artifact_type === "mcp" ? "project" : "root",
      });
      expect(value(reply).deployment_id).toBe(`claude_code:${artifact_type}:n`);
    }
  });

  it("An artifact's name is taken literally, whatever characters it holds; a base without a path answers 422", async () => {
    const reply = await record(skill("cash$$x$&y{name}", { deployment_profile_id: "claude_code" }));
    expect(value(reply).artifact_path).toBe("skills/cash$$x$&y{name}");
    const base = await record(skill("b", { deployment_profile_id: "claude_code", artifact_path_base: "project" }));
    expect(problemOf(base)).toEqual({ status: 422, code: "validation-failed", places: ["/artifact_path_base"] });
    for (const name of ["foo .md", "\u0958".repeat(40), "a.md.md", "ﷺ".repeat(20)]) {
      const made = await record(skill(name));
      expect([name, made.status]).toEqual([name, 201]);
      expect((await service.call("GET", made.headers.get("location") as string)).text).toBe(asRead(made));
    }
    expect(problemOf(await record(skill("\u0958".repeat(85)))).places).toEqual(["/artifact_name"]);
  });

  it("A record without a profile has three null profile fields, and its id starts with claude_code", async () => {
    const reply = await record(skill("legacy"));
    expect(reply.json).toMatchObject({
      deployment_id: "claude_code:skill:legacy",
      deployment_profile_id: null,
      platform: null,
      profile_root_dir: null,
      artifact_path: "skills/legacy",
    });
    const unmapped = await record({ artifact_type: "spec_file", artifact_name: "s", content_hash: "h" });
    expect(problemOf(unmapped)).toEqual({ status: 422, code: "unsupported-artifact-type", places: ["/artifact_type"] });
    const withPath = await record({
      artifact_type: "spec_file",
      artifact_name: "s",
      content_hash: "h",
      artifact_path: "specs/s.md",
    });
    expect(withPath.status).toBe(201);
  });

  it("Recording again updates the record: a changed hash joins the lineage, an equal hash changes nothing", async () => {
    const first = await record(skill("again", { deployment_profile_id: "codex" }));
    await service.call("PATCH", at("codex:skill:again"), {
      body: { local_modifications: true, modification_detected_at: "2026-01-01T00:00:00" },
    });
    const second = await record(
      skill("again.md", { artifact_name: "again", content_hash: "h2", deployment_profile_id: "codex" }),
    );
    expect(second.status).toBe(200);
    expect(second.json).toMatchObject({
      content_hash: "h2",
      collection_sha: "h2",
      version_lineage: ["h1", "h2"],
      local_modifications: false,
      modification_detected_at: null,
      version: 3,
      created_at: value(first).created_at,
    });
    const third = await record(skill("again", { content_hash: "h2", deployment_profile_id: "codex" }));
    expect([third.status, third.text, third.headers.get("etag")]).toEqual([
      200,
      second.text,
      second.headers.get("etag"),
    ]);
  });

  it("A record keeps the newest 64 hashes of its lineage", async () => {
    for (let i = 0; i < 66; i++) await record(skill("long", { content_hash: `h${i}` }));
    const { version_lineage } = value(await service.call("GET", at("claude_code:skill:long"))) as {
      version_lineage: string[];
    };
    expect(version_lineage).toHaveLength(64);
    expect([version_lineage[0], version_lineage.at(-1)]).toEqual(["h2", "h65"]);
  });

  it("Recording a legacy record with a profile fills its profile fields and leaves it in its place; recording it without one keeps them", async () => {
    await record(skill("grow", { artifact_path: "elsewhere/grow" }));
    const grown = await record(skill("grow", { deployment_profile_id: "claude_code" }));
    expect(grown.json).toMatchObject({
      deployment_profile_id: "claude_code",
      platform: "claude_code",
      artifact_path: "elsewhere/grow",
    });
    const kept = await record(skill("grow", { content_hash: "h2" }));
    expect(kept.json).toMatchObject({
      deployment_profile_id: "claude_code",
      profile_root_dir: ".claude",
      content_hash: "h2",
    });
  });

  it("An unknown profile answers 404, and an artifact that does not fit the profile answers 422", async () => {
    const unknown = await record(skill("x", { deployment_profile_id: "nope" }));
    expect(problemOf(unknown)).toEqual({ status: 404, code: "not-found", places: [] });
    expect(value(unknown).detail).toBe("Deployment profile 'nope' not found");

    const command = { artifact_type: "command", artifact_name: "c", content_hash: "h", deployment_profile_id: "codex" };
    expect(problemOf(await record(command))).toEqual({
      status: 422,
      code: "unsupported-artifact-type",
      places: ["/artifact_type"],
    });
    const withPath = await record({ ...command, artifact_path: "prompts/c.md" });
    expect(problemOf(withPath).code).toBe("unsupported-artifact-type");
    await service.call("PATCH", "/projects/web/profiles/codex", { body: { supported_artifact_types: [] } });
    expect(problemOf(await record(command)).code).toBe("unsupported-artifact-type");
    expect((await record({ ...command, artifact_path: "prompts/c.md" })).status).toBe(201);

    await service.call("POST", "/artifacts", {
      body: { type: "skill", name: "only-gemini", target_platforms: ["gemini"] },
    });
    const mismatch = await record(skill("only-gemini.md", { deployment_profile_id: "codex" }));
    expect(problemOf(mismatch)).toEqual({ status: 422, code: "platform-mismatch", places: ["/artifact_name"] });
    expect((await service.call("GET", at("codex:skill:only-gemini"))).status).toBe(404);
    const outside = await record(skill("..", { deployment_profile_id: "claude_code" }));
    expect(problemOf(outside)).toEqual({ status: 422, code: "validation-failed", places: ["/artifact_name"] });
  });

  it("Recording with read-only, unknown or missing fields answers 422 with a pointer to each", async () => {
    const reply = await record({
      artifact_type: "skill",
      platform: "codex",
      profile_root_dir: "x",
      deployment_id: "a",
      nonsense: 1,
    });
    expect(problemOf(reply).places.sort()).toEqual(
      ["/artifact_name", "/content_hash", "/deployment_id", "/nonsense", "/platform", "/profile_root_dir"].sort(),
    );
  });
});

describe("Recording with all_profiles", () => {
  it("all_profiles records every profile that fits in one transaction and lists the others as skipped", async () => {
    await service.call("POST", "/projects", { body: { project_id: "every" } });
    for (const platform of ["claude_code", "codex", "gemini"]) {
      await service.call("POST", "/projects/every/profiles", { body: { profile_id: platform, platform } });
    }
    await service.call("POST", "/artifacts", {
      body: { type: "command", name: "c", target_platforms: ["claude_code", "codex"] },
    });
    const body = { artifact_type: "command", artifact_name: "c", content_hash: "h", all_profiles: true };
    const reply = await record(body, "/projects/every/deployments");
    expect(reply.status).toBe(201);
    const { recorded, skipped } = reply.json as { recorded: { deployment_id: string }[]; skipped: object[] };
    expect(recorded.map((r) => r.deployment_id)).toEqual(["claude_code:command:c"]);
    expect(skipped).toEqual([
      { profile_id: "codex", code: "unsupported-artifact-type" },
      { profile_id: "gemini", code: "platform-mismatch" },
    ]);
    expect((await record(body, "/projects/every/deployments")).status).toBe(200);
    const withProfileId = await record({ ...body, deployment_profile_id: "codex" }, "/projects/every/deployments");
    expect(problemOf(withProfileId).places).toEqual(["/deployment_profile_id"]);
    const everyProfile = await record({ ...body, artifact_type: "skill" }, "/projects/every/deployments");
    expect((everyProfile.json as { recorded: object[] }).recorded).toHaveLength(3);
    await service.drain();
    const events = await service.call("GET", "/projects/every/events?after=3");
    expect((events.json as { sequence: string }[]).map((e) => Number(e.sequence))).toEqual([4, 5, 6, 7]);
  });

  it("In a project with more than 90 profiles, all_profiles answers 422; a plan has no such limit", async () => {
    await service.call("POST", "/projects", { body: { project_id: "many" } });
    const create = (i: number) =>
      service.call("POST", "/projects/many/profiles", { body: { profile_id: `p${i}`, platform: "codex" } });
    await Promise.all(Array.from({ length: 90 }, (_, i) => create(i)));
    const body = skill("s", { all_profiles: true });
    const all = await record(body, "/projects/many/deployments");
    expect((all.json as { recorded: object[] }).recorded).toHaveLength(90);
    const lineage = Array.from({ length: 64 }, (_, i) => String(i).padEnd(1_000, "x"));
    const large = await record({ ...body, artifact_name: "l", version_lineage: lineage }, "/projects/many/deployments");
    expect(problemOf(large)).toEqual({ status: 413, code: "too-large", places: [] });
    await service.call("DELETE", "/projects/many/profiles/p0");
    await create(90);
    expect((await record(body, "/projects/many/deployments")).status).toBe(201);
    await create(91);
    expect(problemOf(await record(body, "/projects/many/deployments"))).toEqual({
      status: 422,
      code: "validation-failed",
      places: ["/all_profiles"],
    });
    // Tombstones do not count as profiles, and reading past them costs a query a page, not a query each.
    const { ctx } = service;
    const tombstone = { pk: keys.projectPartition(ctx.tenant, "many"), deleted: true };
    await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        service.table.put({ ...tombstone, sk: `${PREFIX.profile}z${i}`, change: "x" }, { is: "absent" }),
      ),
    );
    await service.call("DELETE", "/projects/many/profiles/p1");
    let queries = 0;
    const query: Table["query"] = (q) => {
      queries++;
      return service.table.query(q);
    };
    const counting = { ...ctx, table: { ...service.table, query } };
    const { uid } = (await service.table.get(keys.project(ctx.tenant, "many"))) as ResourceRow;
    expect(await readAllProfiles(counting, "many", uid)).toHaveLength(90);
    expect(queries).toBeLessThanOrEqual(8);
    await create(92);
    const artifacts = [{ type: "skill", name: "s" }];
    const plan = (body: object) => service.call("POST", "/projects/many/plan", { body });
    expect((await plan({ artifacts })).status).toBe(200);
    expect((await plan({ artifacts, profile_ids: ["p2", "p3"] })).status).toBe(200);
  });
});

describe("A deployment record", () => {
  it("PATCH changes a record and appends a changed hash to the lineage, unless a lineage is given", async () => {
    await record(skill("patch"));
    const id = "claude_code:skill:patch";
    const changed = await service.call("PATCH", at(id), { body: { content_hash: "h2", local_modifications: true } });
    expect(changed.json).toMatchObject({ version_lineage: ["h1", "h2"], local_modifications: true });
    const withLineage = await service.call("PATCH", at(id), { body: { content_hash: "h3", version_lineage: ["h3"] } });
    expect(withLineage.json).toMatchObject({ version_lineage: ["h3"] });
    const identity = await service.call("PATCH", at(id), {
      body: { artifact_name: "y", deployment_profile_id: "codex" },
    });
    expect(problemOf(identity).places).toEqual(["/artifact_name", "/deployment_profile_id"]);
    const readOnly = await service.call("PATCH", at(id), {
      body: { platform: "codex", profile_root_dir: "/x", created_at: 1 },
    });
    expect(readOnly.text).toBe(withLineage.text);
    expect((await service.call("PUT", at(id), { body: {} })).headers.get("allow")).toBe(
      "DELETE, GET, HEAD, OPTIONS, PATCH",
    );
  });

  it("A record outlives its profile and its artifact", async () => {
    await service.call("POST", "/projects/web/profiles", { body: { profile_id: "brief", platform: "gemini" } });
    await service.call("POST", "/artifacts", { body: { type: "skill", name: "brief" } });
    await record(skill("brief", { deployment_profile_id: "brief" }));
    await service.call("DELETE", "/projects/web/profiles/brief");
    await service.call("DELETE", "/artifacts/skill:brief");
    await service.drain();
    expect((await service.call("GET", at("brief:skill:brief"))).json).toMatchObject({
      platform: "gemini",
      profile_root_dir: ".gemini",
    });
  });

  it("A record is deleted once, then answers 404", async () => {
    await record(skill("delete"));
    const stale = { headers: { "if-match": '"stale"' } };
    expect((await service.call("DELETE", at("claude_code:skill:delete"), stale)).status).toBe(412);
    expect((await service.call("DELETE", at("claude_code:skill:delete"))).status).toBe(204);
    expect((await service.call("DELETE", at("claude_code:skill:delete"))).status).toBe(404);
    expect((await service.call("GET", at("claude_code:skill:delete"))).status).toBe(404);
  });

  it("A record with a platform that is not in the catalogue can be read and listed", async () => {
    const rows = [
      `artifact_name = "odd"\nartifact_type = "skill"\nartifact_path = "s/odd"\ncontent_hash = "h"\ndeployment_profile_id = "odd"\nplatform = "tomorrow"\nprofile_root_dir = ".t"`,
    ];
    const toml = rows.map((r) => `[[deployed]]\n${r}\n`).join("");
    const imported = await service.call("POST", `${path}/import`, {
      text: toml,
      headers: { "content-type": "application/toml" },
    });
    expect(imported.status).toBe(200);
    expect((await service.call("GET", at("odd:skill:odd"))).json).toMatchObject({ platform: "tomorrow" });
    expect((await service.call("GET", path)).status).toBe(200);
  });

  it("A record that an earlier project with the same id left is not visible and does not block a new record", async () => {
    const key = keys.deployment(service.tenant, "web", "claude_code:skill:orphan");
    const row = await service.table.get(keys.deployment(service.tenant, "web", "claude_code:skill:legacy"));
    await service.table.put(
      { ...row, ...key, parent: "0".repeat(26), deployment_id: "claude_code:skill:orphan", artifact_name: "orphan" },
      { is: "absent" },
    );
    expect((await service.call("GET", at("claude_code:skill:orphan"))).status).toBe(404);
    expect((await service.call("PATCH", at("claude_code:skill:orphan"), { body: {} })).status).toBe(404);
    expect((await service.call("DELETE", at("claude_code:skill:orphan"))).status).toBe(404);
    const listed = (await service.call("GET", `${path}?limit=100`)).json as { deployment_id: string }[];
    expect(listed.map((d) => d.deployment_id)).not.toContain("claude_code:skill:orphan");
    expect((await record(skill("orphan"))).status).toBe(201);
    await service.drain();
    const feed: { type: string; subject: string; data: { before: unknown } }[] = [];
    let next: string | undefined = "/projects/web/events?limit=100";
    while (next) {
      const page = await service.call("GET", next);
      feed.push(...(page.json as typeof feed));
      next = (page.json as unknown[]).length ? /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1] : undefined;
    }
    const orphanEvents = feed.filter((e) => e.subject.endsWith("claude_code:skill:orphan"));
    expect(orphanEvents).toMatchObject([{ type: "skillmeat.deployment.created", data: { before: null } }]);
  });
});

describe("Listing deployment records", () => {
  it("Records are filtered by profile, platform and type; legacy records count as claude_code", async () => {
    await service.call("POST", "/projects", { body: { project_id: "list" } });
    const base = "/projects/list";
    for (const platform of ["claude_code", "codex"]) {
      await service.call("POST", `${base}/profiles`, { body: { profile_id: `p-${platform}`, platform } });
    }
    await record(skill("a", { deployment_profile_id: "p-codex" }), `${base}/deployments`);
    await record(skill("b", { deployment_profile_id: "p-claude_code" }), `${base}/deployments`);
    await record(skill("c"), `${base}/deployments`);
    await record({ artifact_type: "agent", artifact_name: "d", content_hash: "h" }, `${base}/deployments`);
    const ids = async (query: string) =>
      ((await service.call("GET", `${base}/deployments${query}`)).json as { deployment_id: string }[]).map(
        (d) => d.deployment_id,
      );
    expect(await ids("")).toEqual([
      "claude_code:agent:d",
      "claude_code:skill:c",
      "p-claude_code:skill:b",
      "p-codex:skill:a",
    ]);
    expect(await ids("?profile_id=claude_code")).toEqual(["claude_code:agent:d", "claude_code:skill:c"]);
    expect(await ids("?profile_id=claude_code&artifact_type=agent")).toEqual(["claude_code:agent:d"]);
    expect(await ids("?artifact_type=skill")).toEqual([
      "claude_code:skill:c",
      "p-claude_code:skill:b",
      "p-codex:skill:a",
    ]);
    expect(await ids("?platform=claude_code")).toEqual([
      "claude_code:agent:d",
      "claude_code:skill:c",
      "p-claude_code:skill:b",
    ]);
    expect(await ids("?platform=codex")).toEqual(["p-codex:skill:a"]);
    const toml = await service.call("GET", `${base}/deployments?platform=codex&artifact_type=skill`, {
      headers: { accept: "application/toml" },
    });
    expect(toml.text.match(/\[\[deployed]]/g)).toHaveLength(1);
  });
});
