/** The ETags of lists: they are made from the content of a page, so a client can ask whether a list has changed. */
import { createService, OPERATOR, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await create("/projects", { project_id: "p" });
  await create("/projects", { project_id: "q" });
  for (const profile_id of ["a", "b"]) await create("/projects/p/profiles", { profile_id, platform: "codex" });
  for (const name of ["s", "t"]) {
    await create("/artifacts", { type: "skill", name });
    await create("/projects/p/deployments", { artifact_type: "skill", artifact_name: name, content_hash: "h" });
  }
  await create("/keys", { name: "second", scopes: ["projects:read"] });
  await service.newTenant("other");
});
afterAll(() => service.close());

const create = async (path: string, body: object) =>
  expect((await service.call("POST", path, { body })).status).toBe(201);

const LISTS = ["/projects", "/projects/p/profiles", "/projects/p/deployments", "/artifacts", "/keys", "/tenants"];

const get = (path: string, headers: Record<string, string> = {}) =>
  service.call("GET", path, { headers, ...(path.includes("/tenants") ? { key: OPERATOR } : {}) });
const tagOf = async (path: string, headers?: Record<string, string>) =>
  (await get(path, headers)).headers.get("etag") as string;

describe("The ETag of a list", () => {
  it.each(LISTS)("%s has a strong one, and answers 304 to it, with Link and without a body", async (path) => {
    // The first use of the key, which the list of keys shows.
    await get(path);
    for (const at of [path, `${path}?limit=1`, `/api/v1${path}?limit=1`]) {
      const page = await get(at);
      const tag = page.headers.get("etag") as string;
      expect(tag).toMatch(/^"[0-9a-f]{26}"$/);
      const again = await get(at, { "if-none-match": `"other", ${tag}` });
      expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
      expect(again.headers.get("link")).toBe(page.headers.get("link"));
      expect(page.headers.get("link") !== null).toBe(at !== path);
      expect((await get(at, { "if-none-match": '"other"' })).text).toBe(page.text);
    }
    expect((await get(path, { "if-none-match": "x" })).status).toBe(400);
  });

  it("It changes with an item of the page, and not with one of another page", async () => {
    const [first, whole] = ["/projects?limit=1", "/projects"];
    const before = [await tagOf(first), await tagOf(whole)];
    await service.call("PATCH", "/projects/q", { body: { name: "Q" } });
    const after = [await tagOf(first), await tagOf(whole)];
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
    await service.call("PATCH", "/projects/p", { body: { name: "P" } });
    expect(await tagOf(first)).not.toBe(before[0]);
  });

  it("It changes when only Link does: the same items, and now a next page", async () => {
    await create("/projects", { project_id: "links" });
    await create("/projects/links/profiles", { profile_id: "a", platform: "codex" });
    const path = "/projects/links/profiles?limit=1";
    const [last, tag] = [await get(path), await tagOf(path)];
    await create("/projects/links/profiles", { profile_id: "b", platform: "codex" });
    const again = await get(path, { "if-none-match": tag });
    expect([again.status, again.text, again.headers.get("link") === null]).toEqual([200, last.text, false]);
  });

  it("A tracker has another one than the list as JSON, and each encoding has its own", async () => {
    const path = "/projects/p/deployments";
    const toml = { accept: "application/toml" };
    const [json, tracker] = [await tagOf(path), await tagOf(path, toml)];
    expect(tracker).toMatch(/^"[0-9a-f]{26}\.toml"$/);
    expect((await get(path, { ...toml, "if-none-match": tracker })).status).toBe(304);
    expect((await get(path, { ...toml, "if-none-match": json })).status).toBe(200);
    expect((await get(path, { "if-none-match": tracker })).status).toBe(200);
    const inBrotli = (tag: string) => {
      const headers = { authorization: `Bearer ${service.key}`, "accept-encoding": "br", "if-none-match": tag };
      return service.app.fetch(new Request(`http://service${path}`, { headers }));
    };
    const encoded = (await inBrotli('"other"')).headers.get("etag") as string;
    expect(encoded).toBe(json.replace(/"$/, '-br"'));
    expect((await inBrotli(encoded)).status).toBe(304);
    await create(path, { artifact_type: "skill", artifact_name: "u", content_hash: "h" });
    expect(await tagOf(path, toml)).not.toBe(tracker);
  });

  it("A feed has none: it is polled by its position", async () => {
    expect([await tagOf("/events"), await tagOf("/projects/p/events")]).toEqual([null, null]);
  });
});
