/** Folders that platforms share, or that are links to each other, as other installers leave them: what two records need stays for one. */
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const SKILL = "---\nname: review\ndescription: Reviews\n---\n\nRead.\n";
const FILE = `${ROOT}/.agents/skills/review/SKILL.md`;

/** How Claude Code's folder leads to the one of Codex. */
const LINKS: Record<string, (disk: MemoryDisk) => void> = {
  "a link to the folder": (disk) => disk.symlink("../.agents/skills", `${ROOT}/.claude/skills`),
  "a link to each skill": (disk) => {
    disk.mkdir(`${ROOT}/.claude/skills`);
    disk.symlink("../../.agents/skills/review", `${ROOT}/.claude/skills/review`);
  },
};

let number = 0;
async function createLinked(link: (disk: MemoryDisk) => void) {
  const key = await service.newTenant(`links-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, { "skills/review/SKILL.md": SKILL, "skills/other/SKILL.md": "Other.\n" });
  for (const folder of [".agents", ".agents/skills", ".agents/skills/review", ".claude"])
    at.disk.mkdir(`${ROOT}/${folder}`);
  link(at.disk);
  expect(await at.run("init --yes --from ../artifacts --platform claude_code --platform codex")).toMatchObject({
    code: 0,
  });
  return { ...at, key };
}

const forget = (disk: MemoryDisk) => disk.unlink(`${ROOT}/.skillmeat/state.json`);
const skill = (disk: MemoryDisk) => disk.dump()[FILE]?.slice("644 ".length);

describe.each(Object.entries(LINKS))("With %s", (_, link) => {
  it.each([
    ["with the state of the run", () => {}],
    ["in a fresh clone", forget],
  ])("What is removed of one profile stays for the other, and goes with the last, %s", async (_, before) => {
    const { disk, run, json } = await createLinked(link);
    expect(await run("apply --yes review")).toMatchObject({ code: 0 });
    before(disk);
    const { code, json: removed } = await json("remove review --profile claude_code");
    expect({ code, places: removed.places }).toMatchObject({
      code: 0,
      places: [{ action: "keep", record_removed: true }],
    });
    expect(skill(disk)).toBe(SKILL);
    expect(await run("verify --strict")).toMatchObject({ code: 0 });
    expect(await run("remove review")).toMatchObject({ code: 0 });
    expect(skill(disk)).toBeUndefined();
  });

  it("A file counts as recorded by whichever path its record has", async () => {
    for (const profile of ["claude_code", "codex"]) {
      const { run } = await createLinked(link);
      expect(await run("apply --yes review")).toMatchObject({ code: 0 });
      expect(await run(`remove review --profile ${profile}`)).toMatchObject({ code: 0 });
      expect(await run("verify --strict"), profile).toMatchObject({ code: 0 });
    }
  });

  it("After adoption too, and a prune of what a deleted profile had", async () => {
    const { disk, run, key } = await createLinked(link);
    put(disk, ROOT, { ".agents/skills/review/SKILL.md": SKILL });
    expect(await run("adopt --yes")).toMatchObject({ code: 0 });
    expect(await run("verify --strict")).toMatchObject({ code: 0 });
    await service.call("DELETE", "/projects/web-shop/profiles/claude_code", { key });
    expect(await run("prune --yes")).toMatchObject({ code: 0 });
    expect(skill(disk)).toBe(SKILL);
    expect(await run("verify")).toMatchObject({ code: 0 });
  });
});

it("What two profiles write differently to one file is written for the first, and skipped for the other", async () => {
  const key = await service.newTenant(`links-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, {
    "agents/tester.md": "---\nname: tester\ndescription: Tests\ntools: Bash\n---\n\nTest.\n",
  });
  for (const folder of [".claude", ".claude/agents", ".opencode"]) at.disk.mkdir(`${ROOT}/${folder}`);
  at.disk.symlink("../.claude/agents", `${ROOT}/.opencode/agents`);
  await at.run("init --yes --from ../artifacts --platform claude_code --platform opencode");
  const { json: first } = await at.json("apply --yes");
  expect(JSON.stringify(first)).toContain("is written to .opencode/agents/tester.md too, and differs");
  expect(await at.json("apply --yes")).toMatchObject({ json: { places: [{ action: "unchanged" }] } });
});

it("A file that a skill has no more goes from a folder of two profiles, and no record says that it was changed by hand", async () => {
  const key = await service.newTenant(`links-${number++}`);
  const at = memoryWorld(key, { fetch: fetchOf(service) });
  put(at.disk, `${HOME}/artifacts`, { "skills/review/SKILL.md": SKILL, "skills/review/more.md": "More.\n" });
  await at.run("init --yes --from ../artifacts --platform codex --platform amp");
  await at.run("apply --yes");
  at.disk.unlink(`${HOME}/artifacts/skills/review/more.md`);
  expect(await at.run("apply --yes")).toMatchObject({ code: 0 });
  expect(at.disk.lstat(FILE.replace("SKILL", "more"))).toBeUndefined();
  const { json } = await service.call("GET", "/projects/web-shop/deployments", { key });
  const modified = (json as { local_modifications: boolean }[]).map((each) => each.local_modifications);
  expect(modified).toEqual([false, false]);
  expect(await at.run("verify --strict")).toMatchObject({ code: 0 });
});
