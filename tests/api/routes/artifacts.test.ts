/** The routes of artifacts: create, read, update, delete, list, and TOML. */
import { firstStamp } from "@skillmeat-deployments/core/resource/change.ts";
import { keys } from "@skillmeat-deployments/core/storage/keys.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const create = (body: object) => service.call("POST", "/artifacts", { body });
const at = (id: string) => `/artifacts/${encodeURIComponent(id)}`;

describe("An artifact", () => {
  it("An artifact that is created without target_platforms targets every platform and reads it as null", async () => {
    const reply = await create({ type: "skill", name: "everywhere" });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      artifact_id: "skill:everywhere",
      target_platforms: null,
      description: null,
      content_hash: null,
    });
  });

  it("target_platforms accepts a list of known platforms; an empty list or an unknown platform answers 422", async () => {
    const limited = await create({ type: "agent", name: "limited", target_platforms: ["codex", "claude_code"] });
    expect(limited.json).toMatchObject({ target_platforms: ["codex", "claude_code"] });
    const nowhere = await create({ type: "agent", name: "nowhere", target_platforms: [] });
    expect(problemOf(nowhere)).toEqual({ status: 422, code: "validation-failed", places: ["/target_platforms"] });
    expect((await service.call("GET", at("agent:nowhere"))).status).toBe(404);
    const unknown = await create({ type: "agent", name: "nowhere", target_platforms: ["claude"] });
    expect(problemOf(unknown).places).toEqual(["/target_platforms/0"]);
  });

  it("An artifact that was stored before a field existed reads that field as null", async () => {
    const key = keys.artifact(service.tenant, "skill:ancient");
    const row = { ...key, artifact_id: "skill:ancient", type: "skill", name: "ancient", ...firstStamp(service.ctx) };
    await service.table.put(row, { is: "absent" });
    const reply = await service.call("GET", at("skill:ancient"));
    expect(reply.json).toMatchObject({ artifact_id: "skill:ancient", target_platforms: null, source: null });
  });

  it("An artifact's name may hold any characters except control characters, and its id is escaped to fit a URL", async () => {
    const names = [
      "Design Principles",
      "a/b",
      "c\\d",
      "e?f",
      "g#h",
      "i%j",
      "k~l",
      "ünï cödé",
      "x.md",
      "..",
      "a:b",
      "%2F",
    ];
    for (const name of names) {
      const made = await create({ type: "command", name });
      expect(made.status).toBe(201);
      const { artifact_id } = made.json as { artifact_id: string };
      const read = await service.call("GET", made.headers.get("location") as string);
      expect([read.status, read.text]).toEqual([200, made.text]);
      expect(artifact_id).not.toMatch(/[/\\?#%]/);
    }
    for (const name of ["", "  ", "a\u0000b", "a\nb", "a\u202eb", "x".repeat(257)]) {
      expect(problemOf(await create({ type: "command", name })).places).toEqual(["/name"]);
    }
    expect((await create({ type: "command", name: "  Design Principles " })).status).toBe(409);
  });

  it("An artifact id that no name can produce answers 404", async () => {
    for (const id of [
      "skill:a~2fb",
      "skill:a~41",
      "skill:~",
      "tool:x",
      "skill",
      "skill:",
      ":x",
      "skill:a%00b",
      "skill:..%2Fx",
    ]) {
      const reply = await service.call("GET", `/artifacts/${encodeURIComponent(id)}`);
      expect(problemOf(reply)).toMatchObject({ status: 404, code: "not-found" });
    }
  });

  it("PUT and PATCH change every field of an artifact except its identity", async () => {
    await create({ type: "hook", name: "edit", target_platforms: ["codex"], source: "s" });
    const put = await service.call("PUT", at("hook:edit"), { body: { content_hash: "h", target_platforms: null } });
    expect(put.json).toMatchObject({ content_hash: "h", target_platforms: ["codex"], source: "s" });
    const patch = await service.call("PATCH", at("hook:edit"), {
      body: { target_platforms: null, type: "hook", name: "edit" },
    });
    expect(patch.json).toMatchObject({ target_platforms: null });
    for (const body of [{ name: "x" }, { type: "skill" }, { artifact_id: "hook:x" }]) {
      const reply = await service.call("PATCH", at("hook:edit"), { body });
      expect(problemOf(reply)).toEqual({
        status: 422,
        code: "validation-failed",
        places: [`/${Object.keys(body)[0]}`],
      });
    }
    expect(problemOf(await service.call("PATCH", at("hook:edit"), { body: { target_platforms: [] } })).places).toEqual([
      "/target_platforms",
    ]);
  });

  it("An artifact is deleted once, then answers 404, and can be created again", async () => {
    const { headers } = await create({ type: "mcp", name: "twice" });
    expect((await service.call("DELETE", at("mcp:twice"), { headers: { "if-match": '"stale"' } })).status).toBe(412);
    expect((await service.call("GET", at("mcp:twice"))).headers.get("etag")).toBe(headers.get("etag"));
    expect((await service.call("DELETE", at("mcp:twice"))).status).toBe(204);
    expect((await service.call("DELETE", at("mcp:twice"))).status).toBe(404);
    expect((await service.call("GET", at("mcp:twice"))).status).toBe(404);
    expect((await create({ type: "mcp", name: "twice" })).status).toBe(201);
    await service.drain();
    expect((await service.call("GET", at("mcp:twice"))).status).toBe(200);
  });

  it("An artifact can be created, read and updated as TOML", async () => {
    const made = await service.call("POST", "/artifacts", {
      text: 'type = "skill"\nname = "from toml"\ntarget_platforms = ["codex"]\n',
      headers: { "content-type": "application/toml" },
    });
    expect(made.json).toMatchObject({ artifact_id: "skill:from toml", target_platforms: ["codex"] });
    const read = await service.call("GET", at("skill:from toml"), { headers: { accept: "application/toml" } });
    expect(read.text).toContain('target_platforms = [ "codex" ]');
    expect(read.text).not.toContain("description");
    const put = await service.call("PUT", at("skill:from toml"), {
      text: read.text,
      headers: { "content-type": "application/toml" },
    });
    expect(put.text).toBe(made.text);
    const empty = await service.call("POST", "/artifacts", {
      text: 'type = "skill"\nname = "n"\ntarget_platforms = []\n',
      headers: { "content-type": "application/toml" },
    });
    expect(problemOf(empty).places).toEqual(["/target_platforms"]);
  });
});

describe("Listing artifacts", () => {
  it("Artifacts are filtered by type and by platform; an artifact for every platform matches each platform", async () => {
    const key = await service.newTenant("filter");
    const all = [
      { type: "skill", name: "a", target_platforms: ["codex"] },
      { type: "skill", name: "b" },
      { type: "agent", name: "c", target_platforms: ["gemini"] },
    ];
    for (const body of all) await service.call("POST", "/artifacts", { key, body });
    const ids = async (query: string) =>
      ((await service.call("GET", `/artifacts${query}`, { key })).json as { artifact_id: string }[]).map(
        (a) => a.artifact_id,
      );
    expect(await ids("")).toEqual(["agent:c", "skill:a", "skill:b"]);
    expect(await ids("?type=skill")).toEqual(["skill:a", "skill:b"]);
    expect(await ids("?target_platform=codex")).toEqual(["skill:a", "skill:b"]);
    expect(await ids("?type=agent&target_platform=codex")).toEqual([]);
    expect(problemOf(await service.call("GET", "/artifacts?type=tool&target_platform=x", { key })).places).toEqual([
      "?type",
      "?target_platform",
    ]);

    const page = await service.call("GET", "/artifacts?type=skill&limit=1", { key });
    const next = /<(.*)>/.exec(page.headers.get("link") ?? "")?.[1] as string;
    expect(next).toContain("type=skill");
    expect(await ids(next.slice("/artifacts".length))).toEqual(["skill:b"]);
    const foreign = next.replace("type=skill", "type=agent");
    expect((await service.call("GET", foreign, { key })).status).toBe(400);
  });
});
