/** Profiles of the user's home: only when they are asked for, below the home, and where this machine has them. */
import { relocate } from "@skillmeat-deployments/cli/deploy/relocate.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { SOURCE } from "./source.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

async function createProject(project: string, env: Record<string, string> = {}) {
  const at = memoryWorld(service.key, { fetch: fetchOf(service), env });
  put(at.disk, `${HOME}/artifacts`, SOURCE);
  put(at.disk, `${HOME}/.claude`, { "settings.json": '{ "model": "opus" }\n' });
  await at.run(`init --project ${project} --platform codex --from ../artifacts`);
  const body = { profile_id: "mine", platform: "claude_code", scope: "user" };
  const created = await service.call("POST", `/projects/${project}/profiles`, { body });
  expect(created.status).toBe(201);
  const home = () =>
    Object.keys(at.disk.dump())
      .filter((path) => path.startsWith(`${HOME}/.`))
      .sort();
  return { ...at, home };
}

describe("The user's home", () => {
  it("It is written only with --user, verified and given back as it was", async () => {
    const { disk, run, json, home } = await createProject("home");
    const before = home();
    expect(await run("apply --yes")).toMatchObject({ code: 0 });
    expect(home()).toEqual(before);
    const refused = await run("apply --yes --profile mine");
    expect(refused).toMatchObject({
      code: 1,
      err: "Profile 'mine' is of the user's home. Add --user to write there.\n",
    });

    expect(await run("apply --yes --user")).toMatchObject({ code: 0 });
    expect(disk.lstat(`${HOME}/.claude/skills/code-review/SKILL.md`)).toBeDefined();
    expect(JSON.parse(Buffer.from(disk.readFile(`${HOME}/.claude/settings.json`)).toString())).toMatchObject({
      model: "opus",
      hooks: { Stop: [{}] },
    });
    // SkillMeat keeps its own data there.
    expect(disk.lstat(`${HOME}/.skillmeat`)).toBeUndefined();
    expect(await run("verify --user")).toMatchObject({ code: 0 });
    const { json: status } = await json("status --user --all");
    expect(new Set(status.records.map(({ scope }: { scope: string }) => scope))).toEqual(new Set(["project", "user"]));
    const { json: own } = await json("status --all");
    expect(new Set(own.records.map(({ scope }: { scope: string }) => scope))).toEqual(new Set(["project"]));

    expect(await run("remove --yes")).toMatchObject({ code: 0 });
    expect(disk.lstat(`${HOME}/.claude/skills/code-review/SKILL.md`)).toBeDefined();
    expect(await run("remove --yes --user")).toMatchObject({ code: 0 });
    expect(home().filter((path) => !path.startsWith(`${HOME}/.config/`))).toEqual(before);
    expect(Buffer.from(disk.readFile(`${HOME}/.claude/settings.json`)).toString()).toBe('{ "model": "opus" }\n');
  });

  it("A variable moves the folder of a platform, but not out of the home", async () => {
    const moved = await createProject("moved", { CLAUDE_CONFIG_DIR: `${HOME}/dot/claude` });
    expect(await moved.run("apply --yes --user")).toMatchObject({ code: 0 });
    expect(moved.disk.lstat(`${HOME}/dot/claude/skills/code-review/SKILL.md`)).toBeDefined();
    expect(moved.disk.lstat(`${HOME}/.claude/skills`)).toBeUndefined();
    expect(await moved.run("verify --user")).toMatchObject({ code: 0 });
    const out = await createProject("out", { CLAUDE_CONFIG_DIR: "/srv/claude" });
    const { code, json } = await out.json("apply --yes --user");
    expect(code).toBe(0);
    const skipped = json.skipped.filter(({ profile_id }: { profile_id: string }) => profile_id === "mine");
    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) expect(reason).toBe("CLAUDE_CONFIG_DIR leads out of the home folder");
    expect(out.disk.lstat("/srv")).toBeUndefined();
    expect(out.disk.lstat(`${ROOT}/.claude`)).toBeUndefined();
  });

  it("The most specific relocation counts, by variable or by operating system", () => {
    const world = { env: { XDG_CONFIG_HOME: "/home/ana/cfg", APPDATA: "/home/ana/AppData" }, home: "/home/ana" };
    const rules = [
      { variable: "XDG_CONFIG_HOME", replaces: "~/.config" },
      { variable: "X_FILE", replaces: "~/.config/x/x.json" },
      { variable: "X_TEXT", replaces: "~/.config/x/t.json", value: "content" },
      { system: "windows", replaces: "~/.config/x", by: "%APPDATA%/X" },
      { system: "macos", replaces: "~/.config/x", by: "~/Library/X" },
    ] as Parameters<typeof relocate>[1];
    const at = (path: string, system: "linux" | "macos" | "windows", env: Record<string, string> = {}) =>
      relocate(path, rules, { ...world, system, env: { ...world.env, ...env } });
    expect(at(".config/x/a", "linux")).toEqual({ path: "cfg/x/a" });
    expect(at(".config/x/a", "macos")).toEqual({ path: "Library/X/a" });
    expect(at(".config/x/a", "windows")).toEqual({ path: "AppData/X/a" });
    expect(at(".config/x/x.json", "macos", { X_FILE: "/home/ana/y.json" })).toEqual({ path: "y.json" });
    expect(at(".config/x/x.json", "macos", { X_FILE: "y.json" })).toEqual({
      problem: "X_FILE is not an absolute path",
    });
    expect(at(".config/x/t.json", "macos", { X_TEXT: "{}" })).toEqual({
      problem: "X_TEXT replaces ~/.config/x/t.json by something else than a path",
    });
    expect(at(".configx/a", "linux")).toEqual({ path: ".configx/a" });
  });
});
