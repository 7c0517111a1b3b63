/**
 * The golden plans: one project with twelve platforms, a nested root, ten artifacts and a record (docs/concepts.md explains
 * it), and the same platforms in the user's home. The files were checked line by line against the platforms' facts; they
 * are not written by a command.
 */
import { readFileSync } from "node:fs";
import { listPlatforms } from "@skillmeat-deployments/core/catalogue/platform.ts";
import type { Plan } from "@skillmeat-deployments/core/reports/plan.schema.ts";
import { ARTIFACT_TYPES } from "@skillmeat-deployments/core/values/artifact-type.ts";
import { collisionsOf, createProject, placeOf } from "@skillmeat-deployments/testing/project.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";

const golden = (name: string) => readFileSync(new URL(`./${name}.txt`, import.meta.url), "utf8");

const PLATFORMS = [
  "claude_code",
  "codex",
  "gemini",
  "cursor",
  "copilot",
  "copilot_cli",
  "opencode",
  "cline",
  "kiro",
  "amp",
  "vibe",
  "zed",
] as const;
const NESTED = { profile_id: "web", platform: "codex", root_dir: "apps/web/.codex" };
const ARTIFACTS = [
  { type: "skill", name: "review" },
  { type: "skill", name: "acme/audit" },
  { type: "command", name: "review" },
  { type: "agent", name: "planner" },
  { type: "hook", name: "lint" },
  { type: "mcp", name: "github" },
  { type: "rule_file", name: "style" },
  { type: "context_file", name: "Domain: words" },
  { type: "project_config", name: "house" },
  { type: "workflow", name: "release: all" },
];

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

/** A plan as a table: a line for each entry, then a line for each collision. */
function asText(plan: Plan): string {
  const entries = plan.entries.map((entry) => {
    const { profile_id, artifact, action, base, format, recorded, warnings } = entry;
    const notes = [
      base === "project" ? "project" : "",
      format ?? "",
      recorded ? `recorded ${recorded.path}` : "",
      ...warnings.map((warning) => `! ${warning}`),
    ].filter((note) => note !== "");
    const what = `${artifact.type} ${artifact.name}`.padEnd(28);
    return `${what} ${profile_id.padEnd(12)} ${action.padEnd(9)} ${placeOf(entry)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
  });
  return `${[...entries, "", ...collisionsOf(plan)].join("\n")}\n`;
}

it("The golden plan is what the service answers, entry by entry and collision by collision", async () => {
  const artifact = { type: "skill", name: "acme/audit", target_platforms: ["claude_code"] };
  expect((await service.call("POST", "/artifacts", { body: artifact })).status).toBe(201);
  const project = await createProject(service, "golden", [...PLATFORMS, NESTED]);
  const record = { artifact_type: "agent", artifact_name: "planner", artifact_path: "agents/pm/planner.md" };
  await project.record({ ...record, content_hash: "1", deployment_profile_id: "claude_code" });
  const artifacts = ARTIFACTS.map((a) => (a.type === "agent" ? { ...a, content_hash: "2" } : a));
  expect(asText(await project.plan({ artifacts }))).toBe(golden("golden-plan"));
});

const inHome = (platforms: readonly string[]) =>
  platforms.map((platform) => ({ profile_id: platform, platform, scope: "user" }));

it("The golden plan of the user's home is what the service answers", async () => {
  const project = await createProject(service, "golden-home", inHome(PLATFORMS));
  const artifacts = ARTIFACTS.filter(({ name }) => name !== "acme/audit");
  expect(asText(await project.plan({ artifacts }))).toBe(golden("golden-home-plan"));
});

it("A profile of the user's scope plans each type that its platform knows in the home, at the path of the catalogue", async () => {
  const platforms = listPlatforms().filter(({ user }) => user !== null);
  const project = await createProject(service, "homes", inHome(platforms.map(({ platform }) => platform)));
  const artifacts = ARTIFACT_TYPES.map((type) => ({ type, name: "review" }));
  const { entries } = await project.plan({ artifacts });
  for (const { platform, user, user_paths } of platforms) {
    const deployed = entries.filter((entry) => entry.platform === platform && entry.action === "deploy");
    expect([platform, deployed.map(({ artifact }) => artifact.type).sort()]).toEqual([
      platform,
      [...(user?.supported_artifact_types ?? [])].sort(),
    ]);
    for (const { artifact, path = "" } of deployed) {
      const home = user_paths[artifact.type] ?? user_paths.instructions;
      expect([platform, `~/${path}`.startsWith(home as string)]).toEqual([platform, true]);
    }
  }
  expect(entries.filter(({ action }) => action === "deploy").length).toBeGreaterThan(200);
});
