/** Invalid requests: paths, bodies, ids, URLs and headers. */
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { createService, problemOf, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
  await service.call("POST", "/projects/p/profiles", { body: { profile_id: "c", platform: "codex" } });
});
afterAll(() => service.close());

const json = { "content-type": "application/json" };
const raw = (
  method: string,
  path: string,
  text: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = json,
) => service.call(method, path, { text, headers });
const everything = async () => [
  await service.table.query({ pk: "T#acme", prefix: "N#", limit: 1000 }),
  await service.table.query({ pk: "T#acme#P#p", prefix: "N#", limit: 1000 }),
];

/** For each rule of paths, a path that breaks this rule and no other. */
const BAD_PATHS: Record<string, string> = {
  empty: "",
  blank: "   ",
  absolute: "/etc/passwd",
  "drive letter": "C:/x",
  "drive letter, relative": "c:x",
  home: "~/x",
  "home of a user": "~root",
  dot: ".",
  "dot segment": "a/./b",
  parent: "..",
  "parent segment": "a/../../b",
  "parent at the end": "a/..",
  backslash: "a\\b",
  "backslash parent": "..\\b",
  NUL: "a\u0000b",
  control: "a\u001fb",
  newline: "a\nb",
  "C1 control": "a\u0085b",
  bidi: "a\u202eb",
  isolate: "a\u2066b",
  long: "x".repeat(1025),
  "long in bytes": "ü".repeat(513),
};

describe("An invalid path", () => {
  const fields: Record<string, [body: (path: string) => object, pointer: string]> = {
    root_dir: [(p) => ({ root_dir: p }), "/root_dir"],
    "a map's string": [(p) => ({ artifact_path_map: { skill: p } }), "/artifact_path_map/skill"],
    "a map's object": [(p) => ({ artifact_path_map: { mcp: { path: p } } }), "/artifact_path_map/mcp/path"],
    "a map's filename": [
      (p) => ({ artifact_path_map: { mcp: { path: "m", filename: `${p}/{name}` } } }),
      "/artifact_path_map/mcp/filename",
    ],
    project_config_filenames: [(p) => ({ project_config_filenames: ["ok", p] }), "/project_config_filenames/1"],
    context_path_prefixes: [(p) => ({ context_path_prefixes: [p] }), "/context_path_prefixes/0"],
  };
  it.each(Object.entries(BAD_PATHS))(
    "An invalid path (%s) answers 422 with a pointer in every field that holds a path",
    async (rule, path) => {
      const before = await everything();
      for (const [field, [body, pointer]] of Object.entries(fields)) {
        if (
          field === "a map's filename" &&
          ["empty", "blank", "drive letter, relative", "home of a user"].includes(rule)
        )
          continue;
        const create = await service.call("POST", "/projects/p/profiles", {
          body: { profile_id: "x", platform: "codex", ...body(path) },
        });
        const found = { field, ...problemOf(create) };
        expect(found.status).toBe(422);
        expect(found.places).toContain(pointer);
        for (const method of ["PUT", "PATCH"]) {
          const update = await service.call(method, "/projects/p/profiles/c", { body: body(path) });
          expect([method, field, problemOf(update).status, problemOf(update).places[0]]).toEqual([
            method,
            field,
            422,
            pointer,
          ]);
        }
      }
      const post = await service.call("POST", "/projects/p/deployments", {
        body: { artifact_type: "skill", artifact_name: "n", content_hash: "h", artifact_path: path },
      });
      expect(problemOf(post)).toEqual({ status: 422, code: "validation-failed", places: ["/artifact_path"] });
      const toml = `profile_id = "x"\nplatform = "codex"\nroot_dir = ${JSON.stringify(path)}\n`;
      expect((await raw("POST", "/projects/p/profiles", toml, { "content-type": "application/toml" })).status).toBe(
        422,
      );
      expect(await everything()).toEqual(before);
    },
  );

  it("A valid path is stored in NFC, and the path of a project may be any text", async () => {
    const made = await service.call("POST", "/projects/p/profiles", {
      body: {
        profile_id: "nfc",
        platform: "codex",
        root_dir: "u\u0308",
        context_path_prefixes: ["a/b/", "...", "a..b", ".x"],
      },
    });
    expect(made.json).toMatchObject({ root_dir: "ü", context_path_prefixes: ["a/b/", "...", "a..b", ".x"] });
    for (const path of ["C:\\x", "/abs", "../up", "~"]) {
      expect((await service.call("POST", "/projects", { body: { path } })).status).toBe(201);
    }
  });
});

describe("A request body", () => {
  const at = "/projects/p/profiles";
  it("A body that is empty, malformed, cut off or not an object is refused, and nothing is written", async () => {
    const before = await everything();
    const malformed = ["", " ", "{", '{"a":1,}', "{'a':1}", "nul", '{"profile_id":"x"', "\uFEFF{}", "// c\n{}"];
    for (const text of malformed)
      expect(problemOf(await raw("POST", at, text))).toEqual({ status: 400, code: "malformed-json", places: [] });
    const invalidUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect(problemOf(await raw("POST", at, invalidUtf8)).code).toBe("malformed-json");
    for (const text of ["[]", "null", "1", '"x"', "true", "[{}]"]) {
      expect(problemOf(await raw("POST", at, text))).toEqual({ status: 422, code: "validation-failed", places: [""] });
      expect(problemOf(await raw("PATCH", `${at}/c`, text)).status).toBe(422);
      expect(problemOf(await raw("PUT", `${at}/c`, text)).status).toBe(422);
    }
    for (const text of ["a = ", "[x", "a = 1\na = 2"]) {
      expect(problemOf(await raw("POST", at, text, { "content-type": "application/toml" }))).toEqual({
        status: 400,
        code: "malformed-toml",
        places: [],
      });
    }
    expect(await everything()).toEqual(before);
  });

  it("An invalid body answers 422 with a pointer to each unknown, missing, read-only or wrongly typed field", async () => {
    const create = await service.call("POST", at, {
      body: {
        platform: "claude",
        root_dir: 1,
        artifact_path_map: { tool: "x", skill: 3 },
        supported_artifact_types: "skill",
        id: "x",
        nonsense: true,
      },
    });
    expect(problemOf(create).places.sort()).toEqual(
      [
        "/artifact_path_map/skill",
        "/artifact_path_map/tool",
        "/id",
        "/nonsense",
        "/platform",
        "/profile_id",
        "/root_dir",
        "/supported_artifact_types",
      ].sort(),
    );
    const update = await service.call("PUT", `${at}/c`, {
      body: { platform: "x", nonsense: 1, description: "d".repeat(501) },
    });
    expect(problemOf(update).places.sort()).toEqual(["/description", "/nonsense", "/platform"]);
    const patch = await service.call("PATCH", `${at}/c`, {
      body: { artifact_path_map: { mcp: { kind: "x", more: 1 } } },
    });
    expect(problemOf(patch).places.sort()).toEqual(["/artifact_path_map/mcp/kind", "/artifact_path_map/mcp/more"]);
    const types = await service.call("PATCH", `${at}/c`, {
      body: { supported_artifact_types: ["skill", "x"], context_path_prefixes: Array(65).fill("a") },
    });
    expect(problemOf(types).places.sort()).toEqual(["/context_path_prefixes", "/supported_artifact_types/1"]);
  });

  it("A key that reaches a prototype answers 422 at any depth, in JSON and in TOML", async () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      for (const text of [
        `{"${key}":{"x":1}}`,
        `{"artifact_path_map":{"${key}":"x"}}`,
        `{"artifact_path_map":{"mcp":{"path":"a","${key}":"x"}}}`,
      ]) {
        for (const [method, path] of [
          ["POST", at],
          ["PUT", `${at}/c`],
          ["PATCH", `${at}/c`],
        ] as const) {
          const reply = await raw(method, path, text);
          expect(problemOf(reply)).toMatchObject({ status: 422, code: "validation-failed" });
          expect(problemOf(reply).places[0]).toMatch(new RegExp(`/${key}$`));
        }
      }
      const toml = await raw("POST", at, `profile_id = "x"\nplatform = "codex"\n[artifact_path_map]\n${key} = "x"\n`, {
        "content-type": "application/toml",
      });
      expect(problemOf(toml).places).toEqual([`/artifact_path_map/${key}`]);
    }
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("A body that nests too deep or holds a lone surrogate answers 422, and one that is too large answers 413", async () => {
    const deep = await raw("PATCH", `${at}/c`, `{"artifact_path_map":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`);
    expect(problemOf(deep)).toMatchObject({ status: 422, code: "validation-failed" });
    // 32 levels are read and refused for their content; the 33rd level is refused for its depth.
    const nested = (levels: number) => raw("PATCH", `${at}/c`, `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);
    expect((await nested(32)).text).not.toContain("nests deeper");
    expect((await nested(33)).text).toContain("nests deeper");
    const veryDeep = await raw("POST", at, "[".repeat(60_000) + "]".repeat(60_000));
    expect(veryDeep.status).toBe(422);
    const large = await raw("POST", at, JSON.stringify({ description: "x".repeat(128 * 1024) }));
    expect(problemOf(large)).toEqual({ status: 413, code: "too-large", places: [] });
    const surrogate = await raw("POST", "/projects", '{"name":"\\ud800"}');
    expect(problemOf(surrogate)).toEqual({ status: 422, code: "validation-failed", places: ["/name"] });
    const wellFormedKey = await raw("POST", "/projects", '{"\\ud800":1}');
    expect(wellFormedKey.status).toBe(422);
  });

  it("A body of unknown length is cut off at the size limit", async () => {
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        // Far more than the limit, but finite: a missing limit must fail the test, not hang it.
        if (sent++ < 100) controller.enqueue(new Uint8Array(64 * 1024).fill(32));
        else controller.close();
      },
    });
    const init = { method: "POST", body: stream, duplex: "half", headers: { authorization: `Bearer ${service.key}` } };
    const response = await service.app.fetch(new Request("http://service/projects", init as RequestInit));
    expect(response.status).toBe(413);
    const small = new Response('{"name":"streamed"}').body;
    const made = await service.app.fetch(
      new Request("http://service/projects", { ...init, body: small } as RequestInit),
    );
    expect(made.status).toBe(201);
  });

  it("A media type that the route does not accept answers 415, and a body without Content-Type is read as JSON", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/merge-patch+json",
      "application/json; charset=latin1",
      "nonsense",
    ]) {
      const reply = await raw("POST", "/projects", "{}", { "content-type": type });
      expect(problemOf(reply).status).toBe(415);
      expect((reply.json as { detail: string }).detail).toContain("application/json");
      expect(reply.headers.get("accept-post")).toBe("application/json");
    }
    expect((await raw("POST", "/projects", "{}", { "content-type": "Application/JSON; charset=UTF-8" })).status).toBe(
      201,
    );
    const request = new Request("http://service/projects", {
      method: "POST",
      body: new TextEncoder().encode("{}"),
      headers: { authorization: `Bearer ${service.key}` },
    });
    request.headers.delete("content-type");
    expect((await service.app.fetch(request)).status).toBe(201);
  });

  it("A DELETE with a body answers 422 and deletes nothing", async () => {
    const reply = await service.call("DELETE", "/projects/p/profiles/c", { body: {} });
    expect(problemOf(reply)).toEqual({ status: 422, code: "validation-failed", places: [""] });
    expect((await service.call("GET", "/projects/p/profiles/c")).status).toBe(200);
    expect((await service.call("DELETE", "/projects/p/profiles/none", { text: "" })).status).toBe(404);
  });

  it("An update that would make an item too large answers 413 before storage refuses it", async () => {
    const list = Array.from({ length: 64 }, (_, i) => `${i}`.padEnd(1000, "x"));
    const entry = {
      path: "p".repeat(1000),
      filename: `{name}${"n".repeat(900)}`,
      key: "k".repeat(1000),
      format: "f".repeat(1000),
    };
    const artifact_path_map = Object.fromEntries(ARTIFACT_TYPES.map((type) => [type, entry]));
    const patch = (body: object) => service.call("PATCH", "/projects/p/profiles/c", { body });
    expect((await patch({ artifact_path_map })).status).toBe(200);
    expect((await patch({ project_config_filenames: list })).status).toBe(200);
    const before = await service.call("GET", "/projects/p/profiles/c");
    expect(problemOf(await patch({ context_path_prefixes: list }))).toEqual({
      status: 413,
      code: "too-large",
      places: [],
    });
    expect((await service.call("GET", "/projects/p/profiles/c")).text).toBe(before.text);
  });
});

describe("An invalid id", () => {
  it("An invalid id in a URL answers 404 with the message of its resource", async () => {
    for (const id of [
      "a b",
      ".a",
      "a%00b",
      "a%2Fb",
      "~2F",
      "-a",
      "a#",
      "%C3%BC",
      "x".repeat(129),
      "%zz",
      "a:b",
      "a\u202e",
    ]) {
      const at = id.includes("%") ? id : encodeURIComponent(id);
      for (const path of [
        `/projects/${at}`,
        `/projects/p/profiles/${at}`,
        `/projects/p/deployments/${at}`,
        `/artifacts/${at}`,
        `/keys/${at}`,
        `/platforms/${at}`,
      ]) {
        const reply = await service.call("GET", path);
        expect([path, reply.status]).toEqual([path, 404]);
        expect((reply.json as { detail: string }).detail).toMatch(/not found$/);
      }
    }
  });

  it("An invalid id in a body answers 422", async () => {
    for (const id of ["a b", ".a", "a\u0000b", "a/b", "~2F", "-a", "a#b", "ü", "x".repeat(129), "", "..", 7, null]) {
      expect(problemOf(await service.call("POST", "/projects", { body: { project_id: id } })).places).toEqual([
        "/project_id",
      ]);
      expect(
        problemOf(await service.call("POST", "/projects/p/profiles", { body: { profile_id: id, platform: "codex" } }))
          .places,
      ).toEqual(["/profile_id"]);
    }
    for (const id of ["a.b", "a~2Fb", "a+b", "a=b", "a@b", "A", "0"]) {
      const made = await service.call("POST", "/projects", { body: { project_id: id } });
      expect((await service.call("GET", made.headers.get("location") as string)).text).toBe(made.text);
    }
  });
});

describe("A URL", () => {
  it("An unknown path answers 404, and so does a known path with a trailing slash", async () => {
    for (const path of [
      "/nowhere",
      "/projects/",
      "/projects/p/",
      "/projects/p/nothing",
      "/api/v2/projects",
      "/api/v1x",
      "/PROJECTS",
    ]) {
      expect([path, (await service.call("GET", path)).status]).toEqual([path, 404]);
    }
  });

  it("A method that the path does not have answers 405 with Allow", async () => {
    for (const [method, path, allow] of [
      ["DELETE", "/projects", "GET, HEAD, OPTIONS, POST"],
      ["POST", "/projects/p", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"],
      ["GET", "/projects/p/deployments/import", "OPTIONS, POST"],
      ["GET", "/projects/p/deployments/batch", "OPTIONS, POST"],
      ["POST", "/healthz", "GET, HEAD, OPTIONS"],
      ["PROPFIND", "/projects", "GET, HEAD, OPTIONS, POST"],
    ] as const) {
      const reply = await service.call(method, path, { key: null });
      expect(problemOf(reply)).toEqual({ status: 405, code: "method-not-allowed", places: [] });
      expect(reply.headers.get("allow")).toBe(allow);
    }
  });

  it("OPTIONS answers the allowed methods, and HEAD answers the headers of GET without a body", async () => {
    const options = await service.call("OPTIONS", "/projects/p/profiles/c", { key: null });
    expect([options.status, options.text, options.headers.get("allow")]).toEqual([
      204,
      "",
      "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
    ]);
    expect(options.headers.get("accept-patch")).toBe("application/json, application/merge-patch+json");
    const get = await service.call("GET", "/projects/p/profiles/c");
    const head = await service.call("HEAD", "/projects/p/profiles/c");
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", get.headers.get("etag")]);
    expect((await service.call("HEAD", "/projects/ghost")).status).toBe(404);
  });

  it("Every path also works below /api/v1, and its links stay there", async () => {
    const made = await service.call("POST", "/api/v1/projects", { body: { project_id: "v1" } });
    expect(made.headers.get("location")).toBe("/api/v1/projects/v1");
    expect((await service.call("GET", "/api/v1/projects/v1")).text).toBe(made.text);
    const page = await service.call("GET", "/api/v1/projects?limit=1");
    expect(page.headers.get("link")).toMatch(/^<\/api\/v1\/projects\?limit=1&cursor=/);
    expect((await service.call("GET", "/api/v1", { key: null })).json).toMatchObject({ name: "SkillMeat Deployments" });
  });

  it("The representation is the one that Accept prefers, and 406 when there is none", async () => {
    const at = "/projects/p/profiles/c";
    const type = async (accept: string) =>
      (await service.call("GET", at, { headers: { accept } })).headers.get("content-type")?.split(";")[0];
    expect(await type("application/json")).toBe("application/json");
    expect(await type("*/*")).toBe("application/json");
    expect(await type("application/*;q=0.1, text/html")).toBe("application/json");
    expect(await type("application/problem+json")).toBe("application/json");
    expect(await type("application/toml, */*;q=0.5")).toBe("application/toml");
    expect(await type("application/json, application/toml;q=0.5")).toBe("application/json");
    expect(await type("application/json, application/toml")).toBe("application/json");
    expect(await type("application/json;q=0, */*")).toBe("application/toml");
    expect((await service.call("GET", "/docs", { headers: { accept: "text/html" } })).status).toBe(200);
    const deleteUnknown = await service.call("DELETE", "/projects/p/profiles/none", {
      headers: { accept: "application/toml" },
    });
    expect(deleteUnknown.status).toBe(404);
    const noJson = await service.call("GET", "/projects/p", { headers: { accept: "application/json;q=0, */*" } });
    expect(noJson.status).toBe(406);
    const noTypeLeft = await service.call("GET", at, { headers: { accept: "text/html, application/json;q=0" } });
    expect(problemOf(noTypeLeft)).toEqual({ status: 406, code: "not-acceptable", places: [] });
    expect((await service.call("GET", "/projects", { headers: { accept: "application/toml" } })).status).toBe(406);
  });
});

describe("The header X-Request-Id", () => {
  it("A safe request id is used as given, an unsafe one is replaced, and the id is always returned", async () => {
    const id = async (given: string) =>
      (await service.call("GET", "/healthz", { headers: { "x-request-id": given } })).headers.get("x-request-id");
    expect(await id("abc-123")).toBe("abc-123");
    for (const bad of ["a b", '"x"', "x".repeat(129), "<script>", ""]) expect(await id(bad)).toMatch(/^[0-9A-Z]{26}$/);
    const problem = await service.call("GET", "/projects/ghost", { headers: { "x-request-id": "r-9" } });
    expect(problem.json).toEqual({
      type: "urn:skillmeat:problem:not-found",
      code: "not-found",
      title: "Not found",
      status: 404,
      detail: "Project 'ghost' not found",
      instance: "/projects/ghost",
      request_id: "r-9",
    });
  });
});
