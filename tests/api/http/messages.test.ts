/** The words of errors: what was sent, what is expected, and where. */
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let service: Service;
beforeAll(async () => {
  service = await createService();
  await service.call("POST", "/projects", { body: { project_id: "p" } });
});
afterAll(() => service.close());

const TYPES =
  "skill, command, agent, hook, mcp, rule_file, context_file, spec_file, project_config, progress_template, workflow, composite";

it.each<[method: string, path: string, body: unknown, details: string[]]>([
  ["POST", "/projects/p/profiles", { profile_id: "x" }, ["platform: is required"]],
  ["POST", "/artifacts", { type: null, name: "x" }, [`type: must be one of ${TYPES}, not null`]],
  ["POST", "/artifacts", { type: "skil", name: "x" }, [`type: must be one of ${TYPES}`]],
  ["POST", "/artifacts", { type: "skill", name: 5 }, ["name: must be a string, not a number"]],
  ["POST", "/artifacts", { type: "skill", name: true }, ["name: must be a string, not true"]],
  ["POST", "/artifacts", { type: "skill", name: {} }, ["name: must be a string, not an object"]],
  [
    "POST",
    "/artifacts",
    { type: "skill", name: "x", target_platforms: "codex", description: [] },
    ["description: must be a string, not a list", "target_platforms: must be a list, not a string"],
  ],
  ["POST", "/artifacts", [], ["must be an object, not a list"]],
  ["PATCH", "/projects/p", { name: null }, ["name: must be a string, not null"]],
  [
    "POST",
    "/projects/p/profiles",
    { profile_id: "x", platform: "codex", artifact_path_map: { skil: "skills" } },
    [`unknown key 'skil'; the keys are ${TYPES}`],
  ],
  ["POST", "/projects", { project_id: "x", colour: "red" }, ["unknown field 'colour'"]],
  [
    "POST",
    "/projects/p/plan",
    { artifacts: ["a", "b", "a"].map((name) => ({ type: "skill", name })) },
    ["artifact skill:a is named twice, first at /artifacts/0"],
  ],
])("%s %s of %j says: %j", async (method, path, body, details) => {
  const reply = await service.call(method, path, { body });
  expect(reply.status).toBe(422);
  const { errors } = reply.json as { errors: { detail: string }[] };
  expect(errors.map(({ detail }) => detail).sort()).toEqual(details);
});

it("RateLimit tells the time until the next request like Retry-After", async () => {
  const limited = await createService({ app: { rate: { quota: 1, window: 60 } }, now: new Date() });
  await limited.call("GET", "/me");
  const over = await limited.call("GET", "/me");
  expect(over.status).toBe(429);
  expect(over.headers.get("ratelimit")).toContain(`r=0;t=${over.headers.get("retry-after")}`);
  await limited.close();
});

describe("An invalid query parameter", () => {
  const detailOf = async (query: string) => {
    const { json } = await service.call("GET", `/projects/p/deployments?${query}`);
    return (json as { errors: { detail: string }[] }).errors[0]?.detail;
  };

  it("is described in the caller's words", async () => {
    expect(await detailOf("status=bogus")).toMatch(/^status: must be one of synced, modified, /);
    expect(await detailOf("updated_since=2026-01-01T00:00:00+02:00")).toContain("%2B");
  });
});
