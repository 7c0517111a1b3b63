/** What caches, browsers and clients with preconditions see: ETags, encodings, CORS and errors that nobody caches. */
import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { HEADERS } from "@skillmeat-deployments/api/docs/openapi-headers.ts";
import { encodingOf } from "@skillmeat-deployments/api/http/compress.ts";
import { createService, problemOf, type Reply, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

let service: Service;
let path: string;
let etag: string;
let count = 0;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());
beforeEach(async () => {
  const project_id = `p${++count}`;
  const made = await service.call("POST", "/projects", { body: { project_id } });
  path = `/projects/${project_id}`;
  etag = made.headers.get("etag") as string;
});

const call = (method: string, headers: Record<string, string>, body?: object, at = path) =>
  service.call(method, at, { headers, ...(body ? { body } : {}) });
const get = (at: string, headers: Record<string, string> = {}) => service.call("GET", at, { headers, key: null });
const header = (reply: Reply, name: string) => reply.headers.get(name);
/** The bytes of an answer, as they are sent. */
async function bytesOf(at: string, headers: Record<string, string>) {
  const request = new Request(`http://service${at}`, {
    headers: { authorization: `Bearer ${service.key}`, ...headers },
  });
  const response = await service.app.fetch(request);
  return { headers: response.headers, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe("If-None-Match on a write", () => {
  it.each(["PUT", "PATCH", "DELETE"])(
    "%s answers 412 for * and for the current tag, and changes nothing",
    async (method) => {
      const body = method === "DELETE" ? undefined : { name: "changed" };
      for (const tag of [
        "*",
        etag,
        `W/${etag}`,
        `"x", ${etag}`,
        etag.replace(/"$/, '.toml"'),
        etag.replace(/"$/, '-br"'),
      ]) {
        const reply = await call(method, { "if-none-match": tag }, body);
        expect([tag, problemOf(reply).status, problemOf(reply).code]).toEqual([tag, 412, "precondition-failed"]);
      }
      expect(header(await service.call("GET", path), "etag")).toBe(etag);
      const reply = await call(method, { "if-none-match": '"another"' }, body);
      expect(reply.status).toBe(method === "DELETE" ? 204 : 200);
    },
  );

  it("answers 404 where nothing exists, 400 for a malformed one, and 412 also if If-Match fits", async () => {
    for (const method of ["PATCH", "DELETE"]) {
      const body = method === "DELETE" ? undefined : {};
      expect((await call(method, { "if-none-match": "*" }, body, "/projects/none")).status).toBe(404);
      expect(problemOf(await call(method, { "if-none-match": "x" }, body)).places).toEqual(["?If-None-Match"]);
      expect((await call(method, { "if-match": etag, "if-none-match": etag }, body)).status).toBe(412);
      expect((await call(method, { "if-match": '"x"', "if-none-match": '"y"' }, body)).status).toBe(412);
    }
  });
});

describe("An error", () => {
  it("is never cacheable and has no ETag, whatever the route says of its answers", async () => {
    const errors = [
      await get("/platforms", { "if-none-match": "x" }),
      await get("/platforms/none"),
      await get("/platforms?limit=1"),
      await get("/nowhere"),
      await call("GET", { "if-none-match": "x" }),
      await call("DELETE", { "if-match": '"x"' }),
      await service.call("GET", "/projects", { key: null }),
    ];
    for (const reply of errors) {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect([header(reply, "cache-control"), header(reply, "etag")]).toEqual(["no-store", null]);
    }
  });
});

describe("A request with a Content-Encoding", () => {
  it.each(["gzip", "br", "GZIP, br", "x"])("in '%s' answers 415 and says what to send", async (encoding) => {
    const reply = await call("PATCH", { "content-encoding": encoding }, { name: "n" });
    expect(problemOf(reply)).toEqual({ status: 415, code: "unsupported-media-type", places: [] });
    expect(header(reply, "accept-encoding")).toBe("identity");
  });

  it("of identity is read, and another media type names no encoding", async () => {
    expect((await call("PATCH", { "content-encoding": "Identity" }, { name: "n" })).status).toBe(200);
    const reply = await call("PATCH", { "content-type": "text/plain" }, { name: "n" });
    expect([reply.status, header(reply, "accept-encoding")]).toEqual([415, null]);
  });
});

describe("Answers to web pages", () => {
  it("of every kind allow every origin, name the headers that a page can read, and are not sniffed", async () => {
    const replies = [
      await service.call("GET", path),
      await call("GET", { "if-none-match": etag }),
      await get("/platforms"),
      await get("/nowhere"),
      await service.call("GET", path, { key: null }),
      await service.call("OPTIONS", path, { key: null }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 304, 200, 404, 401, 204]);
    for (const reply of replies) {
      expect(header(reply, "access-control-allow-origin")).toBe("*");
      expect(header(reply, "access-control-expose-headers")).toContain("ETag, Link, Location, X-Request-Id");
      expect(header(reply, "x-content-type-options")).toBe("nosniff");
    }
  });

  it("name every header that is documented, besides those that pages can always read", async () => {
    const exposed = header(await get("/platforms"), "access-control-expose-headers")?.split(", ") ?? [];
    const readable = [...exposed, "Cache-Control"];
    const documented = Object.keys(HEADERS).map((name) => (name === "FeedLink" ? "Link" : name));
    expect(documented.filter((name) => !readable.includes(name))).toEqual([]);
  });

  it("A preflight allows the methods of the path and the headers that the service reads", async () => {
    const headers = { origin: "https://page.test", "access-control-request-method": "PATCH" };
    const reply = await service.call("OPTIONS", path, { key: null, headers });
    expect(reply.status).toBe(204);
    expect(header(reply, "access-control-allow-methods")).toBe(header(reply, "allow"));
    expect(header(reply, "access-control-allow-methods")).toContain("PATCH");
    expect(header(reply, "access-control-allow-headers")).toMatch(
      /Authorization, Content-Type, Idempotency-Key, If-Match/,
    );
    expect(header(reply, "access-control-allow-credentials")).toBeNull();
  });

  it("The reference page runs its own script only, in no frame of another page", async () => {
    const page = await get("/docs");
    const policy = header(page, "content-security-policy") as string;
    const [, script = ""] = /<script>(.*?)<\/script>/s.exec(page.text) ?? [];
    const hash = createHash("sha256").update(script).digest("base64");
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}'`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});

describe("ETags of documents", () => {
  it.each([
    "/openapi.json",
    "/asyncapi.json",
    "/docs",
    "/docs/swagger-ui.css",
    "/docs/swagger-ui-bundle.js",
    "/platforms",
  ])("%s has one, and answers 304 to it", async (at) => {
    const tag = header(await get(at), "etag") as string;
    expect(tag).toMatch(/^"[0-9a-f]{26}"$/);
    const again = await get(at, { "if-none-match": `"other", ${tag}` });
    expect([again.status, again.text, header(again, "etag")]).toEqual([304, "", tag]);
  });
});

describe("Compression", () => {
  const large = "/platforms";

  it.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
  ] as const)(
    "An answer is sent in %s where asked, under a tag of its own, which 304 and If-Match take",
    async (encoding, decompress) => {
      const plain = await get(large);
      const { bytes, headers } = await bytesOf(large, { "accept-encoding": encoding });
      expect(decompress(bytes).toString()).toBe(plain.text);
      expect(bytes.length).toBeLessThan(plain.text.length / 4);
      const tag = (header(plain, "etag") as string).replace(/"$/, `-${encoding}"`);
      expect([headers.get("content-encoding"), headers.get("etag"), headers.get("vary")]).toEqual([
        encoding,
        tag,
        "Accept-Encoding",
      ]);
      const again = await bytesOf(large, { "accept-encoding": encoding, "if-none-match": tag });
      expect([again.status, again.bytes.length, again.headers.get("etag")]).toEqual([304, 0, tag]);
      const encoded = etag.replace(/"$/, `-${encoding}"`);
      expect((await call("PATCH", { "if-match": encoded }, { name: encoding })).status).toBe(200);
      expect((await call("PATCH", { "if-match": encoded }, { name: "again" })).status).toBe(412);
    },
  );

  it("A small answer, one that no encoding is asked for, and one without a body are sent as they are", async () => {
    for (const [at, headers] of [
      [path, { "accept-encoding": "br" }],
      [large, {}],
      [large, { "accept-encoding": "identity, br;q=0, gzip;q=0" }],
    ] as const) {
      const reply = await bytesOf(at, headers);
      expect([reply.status, reply.headers.get("content-encoding")]).toEqual([200, null]);
      expect(reply.headers.get("vary")).toMatch(/Accept-Encoding$/);
    }
    const head = await service.app.fetch(
      new Request(`http://service${large}`, { method: "HEAD", headers: { "accept-encoding": "br" } }),
    );
    expect([head.headers.get("content-encoding"), await head.text()]).toEqual(["br", ""]);
  });

  it.each([
    [null, undefined],
    ["", undefined],
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0.5, gzip", "gzip"],
    ["*", "br"],
    ["*;q=0", undefined],
    ["br;q=0, *", "gzip"],
    ["BR ; Q=1", "br"],
    ["br;q=nonsense", undefined],
    ["deflate", undefined],
  ])("Accept-Encoding: %s chooses %s", (value, encoding) => {
    expect(encodingOf(value)).toBe(encoding);
  });
});

describe("The links of the service", () => {
  it("have the prefix with which they are asked for", async () => {
    const links = async (at: string) => ((await get(at)).json as { links: { me: string } }).links.me;
    expect([await links("/"), await links("/api/v1")]).toEqual(["/me", "/api/v1/me"]);
  });
});
