/** `verify --report`: what a project's disk has is told to the service, from the default branch. */
import type { World } from "@skillmeat-deployments/cli/world.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { SOURCE } from "./source.ts";

let service: Service;
beforeAll(async () => {
  service = await createService({ now: new Date("2026-11-29T12:00:00Z") });
});
afterAll(() => service.close());

let number = 0;
async function createApplied(source: Readonly<Record<string, string>> = SOURCE) {
  const key = await service.newTenant(`report-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, source);
  await at.run("init --yes --from ../artifacts --platform claude_code");
  expect(await at.run("apply --yes")).toMatchObject({ code: 0 });
  const observed = async () => {
    const { json } = await service.call("GET", "/projects/web-shop/deployments?limit=100", { key });
    const records = json as { deployment_id: string; observed: { state: string } | null }[];
    return Object.fromEntries(records.map((each) => [each.deployment_id, each.observed?.state ?? null]));
  };
  return { ...at, key, observed };
}

const gitOn =
  (branch: string, main = "origin/main"): World["git"] =>
  async (_, args) =>
    args.at(-1) === "HEAD" ? branch : main;

it("Each record's state on the disk is observed, with the number of files without a record, and no ETag changes", async () => {
  const { disk, json, observed, key } = await createApplied();
  const etag = async () =>
    (await service.call("GET", "/projects/web-shop/deployments/claude_code:rule_file:style", { key })).headers.get(
      "etag",
    );
  const before = await etag();
  put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n", ".claude/commands/own.md": "Own.\n" });
  put(disk, `${HOME}/artifacts`, { "skills/code-review/checklist.md": "- new\n" });
  disk.unlink(`${ROOT}/.claude/agents/tester.md`);
  const { code, json: report } = await json("verify --report", { git: gitOn("main") });
  expect({ code, reported: report.reported }).toEqual({ code: 2, reported: { sent: 6, changed: 6, unknown: 0 } });
  expect(await observed()).toEqual({
    "claude_code:rule_file:style": "modified",
    "claude_code:agent:tester": "missing",
    // Outdated: it lies there as it was deployed.
    "claude_code:skill:code-review": "synced",
    "claude_code:command:release": "synced",
    "claude_code:mcp:github": "synced",
    "claude_code:hook:hooks": "synced",
  });
  expect(await etag()).toBe(before);
  const status = await service.call("GET", "/projects/web-shop/status", { key });
  expect(JSON.stringify(status.json)).toContain('"untracked":{"count":1');
  // The same again is no change.
  const again = await json("verify --report", { git: gitOn("main"), now: () => new Date("2026-11-29T12:01:00Z") });
  expect(again.json.reported).toEqual({ sent: 6, changed: 0, unknown: 0 });
});

describe("Only the default branch reports", () => {
  const PUSH = { GITHUB_EVENT_NAME: "push", GITHUB_REF_TYPE: "branch", GITHUB_EVENT_PATH: `${HOME}/event.json` };
  const cases: { name: string; change: Partial<World>; reason: RegExp | null }[] = [
    { name: "git, on the default branch", change: { git: gitOn("main") }, reason: null },
    { name: "git, on another branch", change: { git: gitOn("topic") }, reason: /topic/ },
    { name: "git without a remote", change: { git: async () => undefined }, reason: /not known/ },
    { name: "GitHub, on the default branch", change: { env: { ...PUSH, GITHUB_REF_NAME: "main" } }, reason: null },
    { name: "GitHub, on another branch", change: { env: { ...PUSH, GITHUB_REF_NAME: "topic" } }, reason: /topic/ },
    {
      name: "GitHub, a tag that is called as the branch",
      change: { env: { ...PUSH, GITHUB_REF_NAME: "main", GITHUB_REF_TYPE: "tag" } },
      reason: /not known/,
    },
    {
      name: "GitHub, pull_request_target",
      change: { env: { ...PUSH, GITHUB_EVENT_NAME: "pull_request_target", GITHUB_REF_NAME: "main" } },
      reason: /pull request/,
    },
    {
      name: "GitLab, on the default branch",
      change: { env: { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" } },
      reason: null,
    },
    {
      name: "GitLab, on another branch",
      change: { env: { CI_COMMIT_BRANCH: "topic", CI_DEFAULT_BRANCH: "main" } },
      reason: /topic/,
    },
    {
      name: "GitLab, a merge request",
      change: { env: { CI_MERGE_REQUEST_IID: "1", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" } },
      reason: /merge request/,
    },
  ];

  it("It is told by git, or by the variables of GitHub Actions and GitLab CI", async () => {
    const { disk, json, world } = await createApplied({ "rules/style.md": "Short.\n" });
    put(disk, HOME, { "event.json": JSON.stringify({ repository: { default_branch: "main" } }) });
    for (const { name, change, reason } of cases) {
      const { json: report } = await json("verify --report", { ...change, env: { ...world.env, ...change.env } });
      expect({ name, isReported: report.reported !== null }).toEqual({ name, isReported: reason === null });
      if (reason) expect(report.not_reported, name).toMatch(reason);
    }
    const any = await json("verify --report-any-branch", { git: gitOn("topic") });
    expect(any.json.reported).toMatchObject({ sent: 1 });
  });
});

it("More than 500 records are reported in lots", async () => {
  const { disk, json, run, world } = await createApplied({ "rules/style.md": "Short.\n" });
  const rows = Array.from({ length: 500 }, (_, i) => [
    "[[deployed]]",
    `artifact_name = "r${i}"`,
    'artifact_type = "rule_file"',
    `artifact_path = "rules/r${i}.md"`,
    `content_hash = "${"a".repeat(64)}"`,
    'deployment_profile_id = "claude_code"',
    "",
  ]);
  put(disk, ROOT, { "rows.toml": rows.flat().join("\n") });
  expect(await run("import rows.toml")).toMatchObject({ code: 0, out: expect.stringContaining("500 created") });
  const sizes: number[] = [];
  const fetch: World["fetch"] = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.endsWith("/observations"))
      sizes.push(((await request.clone().json()) as { items: [] }).items.length);
    return world.fetch(request);
  };
  const { json: report } = await json("verify --report", { git: gitOn("main"), fetch });
  expect(report.reported).toEqual({ sent: 501, changed: 501, unknown: 0 });
  expect(sizes).toEqual([500, 1]);
});

it("A report needs the records: with --offline it is refused", async () => {
  const { json } = await createApplied({ "rules/style.md": "Short.\n" });
  expect(await json("verify --offline --report")).toMatchObject({ code: 1, json: { error: { code: "usage" } } });
});

it("A report that the service refuses loses no finding", async () => {
  const { disk, json, key } = await createApplied();
  const made = await service.call("POST", "/keys", {
    key,
    body: { name: "reader", scopes: ["projects:read", "profiles:read", "deployments:read", "artifacts:read"] },
  });
  put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n" });
  const reader = {
    SKILLMEAT_API_URL: "https://deployments.test",
    SKILLMEAT_API_KEY: (made.json as { key: string }).key,
  };
  const { code, json: report } = await json("verify --report", { git: gitOn("main"), env: reader });
  expect({ code, modified: report.counts.modified, reported: report.reported }).toEqual({
    code: 1,
    modified: 1,
    reported: null,
  });
  expect(report.not_reported).toContain("deployments:write");
});
