/** `prune`: what no artifact or profile wants any more goes, if it is ours and nobody changed it. */
import type { World } from "@skillmeat-deployments/cli/world.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";
import { OWN, SOURCE } from "./source.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

let number = 0;
async function createApplied() {
  const key = await service.newTenant(`prune-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, SOURCE);
  put(at.disk, ROOT, OWN);
  await at.run("init --yes --from ../artifacts --platform claude_code --platform codex");
  expect(await at.run("apply --yes")).toMatchObject({ code: 0 });
  return { ...at, key };
}

const filesOf = (disk: MemoryDisk) =>
  Object.keys(disk.dump())
    .filter((path) => path.startsWith(`${ROOT}/`) && !path.includes("/.skillmeat/") && !path.endsWith("/"))
    .map((path) => path.slice(ROOT.length + 1));

/** Takes artifacts out of the collection. */
function drop(disk: MemoryDisk, ...paths: string[]) {
  for (const path of paths) disk.unlink(`${HOME}/artifacts/${path}`);
}

type Places = { places: { deployment_id: string; action: string }[] };
const actions = ({ places }: Places) => Object.fromEntries(places.map((each) => [each.deployment_id, each.action]));

it("After an artifact was removed from the collection, its unchanged files go and a changed file stays, with its record", async () => {
  const { disk, run, json } = await createApplied();
  drop(disk, "rules/style.md", "commands/release.md");
  put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n" });
  const before = filesOf(disk);
  const dry = await json("prune --dry-run");
  expect(dry.code).toBe(2);
  expect(filesOf(disk)).toEqual(before);

  const pruned = await json("prune --yes");
  expect(pruned.code).toBe(2);
  expect(actions(pruned.json)).toEqual(actions(dry.json));
  expect(actions(pruned.json)).toMatchObject({
    "claude_code:rule_file:style": "keep",
    "claude_code:command:release": "remove",
    "codex:rule_file:style": "remove",
  });
  const gone = before.filter((path) => !filesOf(disk).includes(path));
  expect(gone).toContain(".claude/commands/release.md");
  expect(disk.dump()[`${ROOT}/.claude/rules/style.md`]).toBe("644 Mine.\n");
  // What the user has in a shared file, and all other artifacts, stay.
  expect(disk.dump()[`${ROOT}/AGENTS.md`]).toBe(`644 ${OWN["AGENTS.md"]}`);
  const { json: status } = await json("status --all");
  const left = status.records.map((each: { deployment_id: string }) => each.deployment_id);
  expect(left).toContain("claude_code:rule_file:style");
  expect(left).toContain("claude_code:skill:code-review");
  expect(left).not.toContain("claude_code:command:release");
  expect(await run("verify --offline")).toMatchObject({ code: 2 });
});

it("Where everything is wanted, nothing is deleted and nothing is asked", async () => {
  const { disk, run } = await createApplied();
  const before = disk.dump();
  expect(await run("prune")).toMatchObject({ code: 0, out: "Everything that is recorded is still wanted.\n" });
  expect(disk.dump()).toEqual(before);
});

it("In a fresh clone, which has no state, the records prove what is ours", async () => {
  const { disk, json } = await createApplied();
  drop(disk, "commands/release.md");
  disk.unlink(`${ROOT}/.skillmeat/state.json`);
  const { code, json: pruned } = await json("prune --yes");
  expect({ code, ...actions(pruned) }).toMatchObject({ code: 0, "claude_code:command:release": "remove" });
});

it("What a deleted profile had is deleted", async () => {
  const { disk, run, key } = await createApplied();
  await service.call("DELETE", "/projects/web-shop/profiles/codex", { key });
  const before = filesOf(disk);
  expect(await run("prune --yes")).toMatchObject({ code: 0 });
  const gone = before.filter((path) => !filesOf(disk).includes(path));
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter((path) => path.startsWith(".claude/"))).toEqual([]);
});

describe.each([
  ["the profile is deleted", (key: string) => service.call("DELETE", "/projects/web-shop/profiles/codex", { key })],
  [
    "the profile takes skills only",
    (key: string) =>
      service.call("PATCH", "/projects/web-shop/profiles/codex", {
        key,
        text: JSON.stringify({ supported_artifact_types: ["skill"] }),
        headers: { "content-type": "application/merge-patch+json" },
      }),
  ],
])("In a fresh clone, after %s", (_, change) => {
  async function createChanged() {
    const at = await createApplied();
    put(at.disk, ROOT, { "AGENTS.md": `${at.disk.dump()[`${ROOT}/AGENTS.md`]?.slice(4)}Text of the user.\n` });
    expect((await change(at.key)).status).toBeLessThan(300);
    at.disk.unlink(`${ROOT}/.skillmeat/state.json`);
    return at;
  }

  it("Nothing is drift, and a prune takes our parts of shared files and leaves the user's", async () => {
    const { disk, run } = await createChanged();
    expect(await run("verify")).toMatchObject({ code: 0 });
    expect(await run("prune --yes")).toMatchObject({ code: 0 });
    expect(disk.dump()[`${ROOT}/AGENTS.md`]?.slice(4)).toBe(`${OWN["AGENTS.md"]}Text of the user.\n`);
    expect(disk.dump()[`${ROOT}/.codex/config.toml`] ?? "").not.toContain("github");
  });

  it("A forced removal leaves the user's parts too, and an export keeps what tells the parts apart", async () => {
    const { disk, run } = await createChanged();
    expect(await run("export")).toMatchObject({ code: 0 });
    expect(await run("verify --offline")).toMatchObject({ code: 0 });
    expect(await run("remove --yes --force")).toMatchObject({ code: 0 });
    expect(disk.dump()[`${ROOT}/AGENTS.md`]).toContain("Text of the user.");
    expect(disk.dump()[`${ROOT}/AGENTS.md`]).not.toContain("skillmeat:begin");
  });
});

it("A collection of which a part cannot be read makes prune refuse, because its artifact is not gone", async () => {
  const { disk, json } = await createApplied();
  put(disk, `${HOME}/artifacts`, { "hooks/hooks.json": "{ no" });
  const before = disk.dump();
  expect(await json("prune --yes")).toMatchObject({ code: 1, json: { error: { code: "unreadable-source" } } });
  expect(disk.dump()).toEqual(before);
});

it("An empty collection makes prune refuse: a folder that is not checked out is empty too", async () => {
  const { disk, json } = await createApplied();
  drop(disk, ...Object.keys(SOURCE));
  const before = disk.dump();
  expect(await json("prune --yes")).toMatchObject({ code: 1, json: { error: { code: "no-artifacts" } } });
  expect(disk.dump()).toEqual(before);
});

it("After a record could not be deleted, no other is asked to be deleted in the background", async () => {
  const at = await createApplied();
  let deletes = 0;
  const fetch: World["fetch"] = async (input, init) => {
    if (init?.method !== "DELETE") return at.world.fetch(input, init);
    // The first one is refused, and the others succeed a little later.
    if (++deletes > 1) {
      for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
      return new Response(null, { status: 204 });
    }
    return Response.json({ status: 403, code: "missing-scope", title: "No", detail: "No" }, { status: 403 });
  };
  expect(await at.run("remove --yes", { fetch })).toMatchObject({ code: 1 });
  const after = deletes;
  for (let i = 0; i < 100; i++) await new Promise((done) => setImmediate(done));
  expect({ deletes, few: deletes <= 8 }).toEqual({ deletes: after, few: true });
});

it("Where only changed files are left, nothing is asked, and they are shown", async () => {
  const { disk, json } = await createApplied();
  drop(disk, "rules/style.md");
  put(disk, ROOT, { ".claude/rules/style.md": "Mine.\n" });
  await json("prune --yes");
  const { code, json: pruned } = await json("prune");
  expect({ code, ...actions(pruned) }).toMatchObject({ code: 2, "claude_code:rule_file:style": "keep" });
});

it("On a terminal it shows what it would delete, and a no deletes nothing", async () => {
  const { disk, run } = await createApplied();
  drop(disk, "commands/release.md");
  const before = disk.dump();
  const terminal = { canAsk: true, hasOutput: false, hasErrors: true, out() {}, err() {}, readInput: async () => "" };
  const answering = (answer: string) => ({ terminal: { ...terminal, ask: async () => answer } });
  const { code, err } = await run("prune", answering(""));
  expect({ code, shown: err.includes(".claude/commands/release.md") }).toEqual({ code: 1, shown: true });
  expect(disk.dump()).toEqual(before);
  expect(await run("prune", answering("y"))).toMatchObject({ code: 0 });
  expect(await run("prune")).toMatchObject({ code: 0 });
});
