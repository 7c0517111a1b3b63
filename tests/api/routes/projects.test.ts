/** The routes of projects: create, read, update, delete, list, and conditional requests. */
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

describe("A project", () => {
  it("A project created from an empty object gets a generated id, and its name is that id", async () => {
    const reply = await service.call("POST", "/projects", { body: {} });
    expect(reply.status).toBe(201);
    const project = reply.json as { project_id: string; name: string };
    expect(project.project_id).toMatch(/^prj_[0-9A-Z]{26}$/);
    expect(project.name).toBe(project.project_id);
    expect(reply.headers.get("location")).toBe(`/projects/${project.project_id}`);
  });

  it("Creating a project answers the same body and ETag as reading it", async () => {
    const made = await service.call("POST", "/projects", {
      body: { project_id: "web", name: " Web shop ", path: "/home/x" },
    });
    const read = await service.call("GET", "/projects/web");
    expect(read.status).toBe(200);
    expect(read.text).toBe(made.text);
    expect(read.headers.get("etag")).toBe(made.headers.get("etag"));
    expect(read.json).toMatchObject({
      project_id: "web",
      name: "Web shop",
      description: null,
      path: "/home/x",
      version: 1,
    });
  });

  it("Creating a project with an id that is taken answers 409", async () => {
    await service.call("POST", "/projects", { body: { project_id: "once" } });
    const again = await service.call("POST", "/projects", { body: { project_id: "once" } });
    expect(problemOf(again)).toEqual({ status: 409, code: "already-exists", places: [] });
  });

  it("Reading a project answers 304 when If-None-Match holds its ETag", async () => {
    const { headers } = await service.call("POST", "/projects", { body: { project_id: "cached" } });
    const etag = headers.get("etag") as string;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const reply = await service.call("GET", "/projects/cached", { headers: { "if-none-match": tag } });
      expect([reply.status, reply.text, reply.headers.get("etag")]).toEqual([304, "", etag]);
    }
    expect((await service.call("GET", "/projects/cached", { headers: { "if-none-match": '"x"' } })).status).toBe(200);
  });

  it("PUT keeps the fields that are omitted or null; PATCH clears the fields that are null", async () => {
    await service.call("POST", "/projects", { body: { project_id: "edit", description: "a", path: "b" } });
    const put = await service.call("PUT", "/projects/edit", { body: { description: null, name: "New" } });
    expect(put.json).toMatchObject({ name: "New", description: "a", path: "b", version: 2 });
    const patch = await service.call("PATCH", "/projects/edit", { body: { description: null } });
    expect(patch.json).toMatchObject({ name: "New", description: null, path: "b", version: 3 });
    const bad = await service.call("PATCH", "/projects/edit", { body: { name: null } });
    expect(problemOf(bad)).toEqual({ status: 422, code: "validation-failed", places: ["/name"] });
  });

  it("An update that changes nothing makes no new version, even when it sends back the whole representation", async () => {
    const made = await service.call("POST", "/projects", { body: { project_id: "same", description: "a" } });
    for (const method of ["PUT", "PATCH"]) {
      const reply = await service.call(method, "/projects/same", { body: { ...(made.json as object), version: 99 } });
      expect(reply.text).toBe(made.text);
      expect(reply.headers.get("etag")).toBe(made.headers.get("etag"));
    }
    expect((await service.call("PUT", "/projects/same", { body: {} })).text).toBe(made.text);
  });

  it("Changing the id of a project answers 422", async () => {
    await service.call("POST", "/projects", { body: { project_id: "me" } });
    for (const method of ["PUT", "PATCH"]) {
      const reply = await service.call(method, "/projects/me", { body: { project_id: "you" } });
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: ["/project_id"] });
    }
  });

  it("PUT, PATCH, GET and DELETE of an unknown project answer 404 and create nothing", async () => {
    for (const method of ["PUT", "PATCH", "GET", "DELETE"]) {
      const reply = await service.call(
        method,
        "/projects/ghost",
        method === "GET" || method === "DELETE" ? {} : { body: {} },
      );
      expect(problemOf(reply)).toEqual({ status: 404, code: "not-found", places: [] });
      expect((reply.json as { detail: string }).detail).toBe("Project 'ghost' not found");
    }
  });
});

describe("If-Match", () => {
  it("The first change with an ETag succeeds; a later PUT, PATCH or DELETE with that ETag answers 412", async () => {
    const { headers } = await service.call("POST", "/projects", { body: { project_id: "cas" } });
    const first = headers.get("etag") as string;
    const changed = await service.call("PATCH", "/projects/cas", {
      body: { name: "x" },
      headers: { "if-match": first },
    });
    expect(changed.status).toBe(200);
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const stale = await service.call(method, "/projects/cas", {
        ...(method === "DELETE" ? {} : { body: { name: "y" } }),
        headers: { "if-match": first },
      });
      expect(problemOf(stale)).toEqual({ status: 412, code: "precondition-failed", places: [] });
    }
    expect((await service.call("GET", "/projects/cas")).text).toBe(changed.text);
  });

  it("If-Match accepts lists and *, never matches a weak tag, and answers 400 to a malformed value", async () => {
    const { headers } = await service.call("POST", "/projects", { body: { project_id: "tags" } });
    const etag = headers.get("etag") as string;
    const patch = (tag: string) => service.call("PATCH", "/projects/tags", { body: {}, headers: { "if-match": tag } });
    expect((await patch(`"other", ${etag}`)).status).toBe(200);
    expect((await patch(`"a,b", ${etag}`)).status).toBe(200);
    expect((await patch('"a,b"')).status).toBe(412);
    expect((await patch("*")).status).toBe(200);
    expect((await patch(`W/${etag}`)).status).toBe(412);
    expect(problemOf(await patch(etag.slice(1, -1)))).toEqual({
      status: 400,
      code: "malformed-header",
      places: ["?If-Match"],
    });
    const many = Array.from({ length: 91 }, (_, i) => `"${i}"`).join(",");
    expect((await patch(many)).status).toBe(400);
    expect((await service.call("PATCH", "/projects/none", { body: {}, headers: { "if-match": "*" } })).status).toBe(
      404,
    );
  });
});

describe("Listing projects", () => {
  it("Projects are listed in byte order of their ids, in pages joined by Link headers", async () => {
    const key = await service.newTenant("lister");
    const call = (path: string) => service.call("GET", path, { key });
    for (const id of ["b", "a", "a-b", "B", "a.c", "z9"])
      await service.call("POST", "/projects", { key, body: { project_id: id } });
    const ids: string[] = [];
    let next: string | undefined = "/projects?limit=2";
    let pages = 0;
    while (next) {
      const reply = await call(next);
      ids.push(...(reply.json as { project_id: string }[]).map((p) => p.project_id));
      next = /<(.*)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1];
      pages++;
    }
    expect(ids).toEqual(["B", "a", "a-b", "a.c", "b", "z9"]);
    expect(pages).toBe(3);
    expect((await call("/projects")).headers.get("link")).toBeNull();
  });

  it("An invalid limit or an unknown parameter answers 422, and an invalid cursor answers 400", async () => {
    for (const limit of ["abc", "0", "101", "-1", "1e1", "", "1.5", " 5"]) {
      const reply = await service.call("GET", `/projects?limit=${encodeURIComponent(limit)}`);
      expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: ["?limit"] });
    }
    for (const cursor of [
      "",
      "%%",
      "a",
      Buffer.from("a#b").toString("base64url"),
      Buffer.from("x".repeat(1_025)).toString("base64url"),
    ]) {
      const reply = await service.call("GET", `/projects?cursor=${encodeURIComponent(cursor)}`);
      expect(problemOf(reply)).toEqual({ status: 400, code: "invalid-cursor", places: [] });
    }
    const twice = await service.call("GET", "/projects?limit=1&limit=2&page=3");
    expect(problemOf(twice)).toEqual({ status: 422, code: "validation-failed", places: ["?limit", "?page"] });
  });

  it("A deleted project disappears from the list at once", async () => {
    const key = await service.newTenant("leaver");
    for (const id of ["a", "b"]) await service.call("POST", "/projects", { key, body: { project_id: id } });
    expect((await service.call("DELETE", "/projects/a", { key })).status).toBe(204);
    const list = await service.call("GET", "/projects", { key });
    expect((list.json as { project_id: string }[]).map((p) => p.project_id)).toEqual(["b"]);
  });
});

describe("Deleting a project", () => {
  it("A deleted project and all below it answer 404 at once; its id answers 409 until the purge is done", async () => {
    await service.call("POST", "/projects", { body: { project_id: "gone" } });
    await service.call("POST", "/projects/gone/profiles", { body: { profile_id: "p", platform: "codex" } });
    await service.drain();
    expect((await service.call("DELETE", "/projects/gone")).status).toBe(204);
    expect((await service.call("DELETE", "/projects/gone")).status).toBe(404);
    const below = ["", "/profiles", "/profiles/p", "/deployments", "/deployments/p:skill:x", "/events"];
    for (const path of below) expect((await service.call("GET", `/projects/gone${path}`)).status).toBe(404);
    const post = await service.call("POST", "/projects/gone/profiles", {
      body: { profile_id: "q", platform: "codex" },
    });
    expect(post.status).toBe(404);
    expect(problemOf(await service.call("POST", "/projects", { body: { project_id: "gone" } })).status).toBe(409);
    await service.drain();
    expect((await service.call("POST", "/projects", { body: { project_id: "gone" } })).status).toBe(201);
    expect((await service.call("GET", "/projects/gone/profiles")).json).toEqual([]);
    expect((await service.call("GET", "/projects/gone/events")).json).toEqual([]);
  });
});
