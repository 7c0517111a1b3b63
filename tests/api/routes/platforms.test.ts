/** The routes of the catalogue: filters, and the detection of platforms. */
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const idsAt = async (query: string) => {
  const { status, json } = await service.call("GET", `/platforms${query}`, { key: null });
  expect(status).toBe(200);
  return (json as { platform: string }[]).map(({ platform }) => platform);
};
const detect = (body: unknown) => service.call("POST", "/platforms/detect", { key: null, body });

describe("GET /platforms", () => {
  it("surface and reads select platforms, together too, and each answer has a tag of its own", async () => {
    const all = await idsAt("");
    const skills = await idsAt("?surface=skill&reads=.agents/skills/review/SKILL.md");
    expect(skills.length).toBeLessThan(all.length);
    expect(skills).toEqual(expect.arrayContaining(["codex", "cursor"]));
    expect(all.filter((id) => skills.includes(id))).toEqual(skills);
    expect(await idsAt("?reads=nowhere")).toEqual([]);
    const { headers } = await service.call("GET", "/platforms?surface=hook", { key: null });
    const again = await service.call("GET", "/platforms?surface=hook", {
      key: null,
      headers: { "if-none-match": headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
  });

  it("An unknown surface and an empty path answer 422 and name the parameter", async () => {
    for (const query of ["?surface=skills", "?reads="]) {
      const { status, json } = await service.call("GET", `/platforms${query}`, { key: null });
      expect([status, (json as { errors: { parameter: string }[] }).errors[0]?.parameter]).toEqual([
        422,
        query.slice(1).split("=")[0],
      ]);
    }
  });
});

describe("POST /platforms/detect", () => {
  it("It needs no credential and returns the platforms with their evidence", async () => {
    const { status, json } = await detect({ paths: [".claude/skills/a/SKILL.md", ".agents"] });
    expect(status).toBe(200);
    expect(json).toEqual({
      platforms: [
        {
          platform: "claude_code",
          scope: "project",
          evidence: [{ marker: ".claude", path: ".claude/skills/a/SKILL.md", count: 1 }],
        },
      ],
      nested: [],
      shared: [],
    });
  });

  it.each([
    [{ paths: [] }, "/paths"],
    [{ paths: Array(5_001).fill("a") }, "/paths"],
    [{}, "/paths"],
    [{ paths: ["a", ""] }, "/paths/1"],
    [{ paths: ["/etc/passwd"] }, "/paths/0"],
    [{ paths: ["C:\\x"] }, "/paths/0"],
    [{ paths: ["a/../../b"] }, "/paths/0"],
    [{ paths: [7] }, "/paths/0"],
    [{ paths: ["x".repeat(1_025)] }, "/paths/0"],
    [{ paths: ["a"], other: 1 }, "/other"],
  ])("A body that breaks a rule answers 422 and points at it (%#)", async (body, pointer) => {
    const { status, json } = await detect(body);
    expect(status).toBe(422);
    expect((json as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe(pointer);
  });

  it("5,000 paths and one of hundreds of folders are answered", async () => {
    const paths = Array.from({ length: 4_999 }, (_, n) => `packages/p${n % 50}/.cursor/rules/r${n}.mdc`);
    const { status, json } = await detect({ paths: [...paths, "a/".repeat(500)] });
    expect([status, (json as { nested: object[] }).nested.length]).toEqual([200, 50]);
  });

  it("A listing of more than 1 MiB answers 413", async () => {
    expect((await detect({ paths: Array(2_000).fill("x".repeat(1_000)) })).status).toBe(413);
  });
});
