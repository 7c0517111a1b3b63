/** A kill at each step of the commands that change something: what is run again ends where an uninterrupted run does. */
import { createCassette, isWrite } from "@skillmeat-deployments/testing/cli/cassette.ts";
import { counted, type Moment, momentsOf } from "@skillmeat-deployments/testing/cli/kills.ts";
import { fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemoryDisk } from "../files/memory-disk.ts";
import { HOME, memoryWorld, put, ROOT } from "./memory.ts";

let service: Service;
beforeAll(async () => {
  service = await createService();
});
afterAll(() => service.close());

const SOURCE = {
  "skills/code-review/SKILL.md": "---\nname: code-review\ndescription: Reviews a diff\n---\n\nRead the diff.\n",
  "skills/code-review/checklist.md": "- names\n",
  "rules/style.md": "Short sentences.\n",
  ".mcp.json": JSON.stringify({ mcpServers: { github: { command: "npx" } } }),
};
/** What is enough for each kind of request. */
const FEW = {
  "skills/code-review/SKILL.md": SOURCE["skills/code-review/SKILL.md"],
  "rules/style.md": SOURCE["rules/style.md"],
};
const CHANGED = { ...SOURCE, "skills/code-review/SKILL.md": "Read it twice.\n", "rules/style.md": "Plain words.\n" };
/** What the user has. It must survive everything. */
const OWN = {
  "CLAUDE.md": "# Shop\n",
  "AGENTS.md": "# Ours\n",
  ".mcp.json": '{ "mcpServers": { "own": { "command": "own" } } }\n',
};

let number = 0;

/** A project, each of another tenant so that no case sees what another one registered. */
async function createCase(template: MemoryDisk) {
  const key = await service.newTenant(`case-${number++}`);
  const disk = template.copy();
  const fetch = fetchOf(service);
  const { run } = memoryWorld(key, { disk, fetch });
  const init = await run("init --from ../artifacts --platform claude_code --platform codex");
  if (init.code !== 0) throw new Error(init.err);
  return { key, disk, fetch, run };
}

type Case = Awaited<ReturnType<typeof createCase>>;

/** The files. An empty folder of the tool's own can stay behind. */
const filesOf = (disk: MemoryDisk) =>
  Object.fromEntries(Object.entries(disk.dump()).filter(([path]) => !path.endsWith("/.skillmeat/base/")));

/** The records and artifacts, without times. */
async function stored({ key }: Case) {
  const list = async (path: string) => {
    const { json } = await service.call("GET", path, { key });
    return (json as Record<string, unknown>[]).map(({ created_at, updated_at, deployed_at, version, ...rest }) => rest);
  };
  return [await list("/projects/web-shop/deployments"), await list("/artifacts")];
}

/** What lies in a project before anything was recorded: the collection's, changed, under another name, and the user's. */
const LYING = {
  ".claude/skills/code-review/SKILL.md": SOURCE["skills/code-review/SKILL.md"],
  ".claude/rules/style.md": "Changed.\n",
  ".claude/agents/own.md": "Own.\n",
};

/** A command, and what is done before it. `least`: how many moments there are at least before the first request that changes something. */
const COMMANDS: { name: string; line: string; least: number; before: (at: Case) => Promise<unknown> }[] = [
  { name: "a first apply", line: "apply --yes", least: 30, before: async () => {} },
  {
    name: "an apply of changes",
    line: "apply --yes",
    least: 30,
    before: async ({ run, disk }) => {
      await run("apply --yes");
      const has = (path: string) => disk.lstat(`${HOME}/artifacts/${path}`) !== undefined;
      put(disk, `${HOME}/artifacts`, Object.fromEntries(Object.entries(CHANGED).filter(([path]) => has(path))));
    },
  },
  { name: "a remove", line: "remove --yes", least: 30, before: ({ run }) => run("apply --yes") },
  { name: "an adoption", line: "adopt --yes", least: 5, before: async ({ disk }) => put(disk, ROOT, LYING) },
  {
    name: "a prune",
    line: "prune --yes",
    least: 30,
    before: async ({ run, disk }) => {
      await run("apply --yes");
      for (const path of ["rules/style.md", ".mcp.json"])
        if (disk.lstat(`${HOME}/artifacts/${path}`)) disk.unlink(`${HOME}/artifacts/${path}`);
    },
  },
];

/** A project before a command, and what an uninterrupted run of the command makes of it. */
async function uninterrupted({ line, before }: (typeof COMMANDS)[number], source: Readonly<Record<string, string>>) {
  const { disk: template } = memoryWorld("");
  put(template, `${HOME}/artifacts`, source);
  put(template, ROOT, OWN);
  const whole = await createCase(template);
  await before(whole);
  const start = whole.disk.copy();
  const cassette = createCassette(whole.fetch);
  const steps = counted(whole.disk, cassette.record);
  const { code } = await memoryWorld(whole.key, { disk: whole.disk }).run(line, steps);
  const firstWrite = steps.names.findIndex(isWrite);
  const moments = momentsOf(steps.names);
  return {
    template,
    start,
    cassette,
    names: steps.names,
    early: moments.filter(({ step }) => step < firstWrite),
    late: moments.filter(({ step }) => step >= firstWrite),
    wanted: { code, files: filesOf(whole.disk), stored: await stored(whole) },
  };
}

for (const command of COMMANDS) {
  const { name, line, before, least } = command;
  const shown = (names: readonly string[], { step, when }: Moment) => `killed ${when} ${names[step]}`;

  // Before anything is asked to be changed, the service is the same in all cases: it is enough to compare what it is asked.
  it(`After a kill at any step on the disk, ${name} that is run again ends where an uninterrupted one does`, async () => {
    const { start, cassette, names, early, wanted } = await uninterrupted(command, SOURCE);
    expect(wanted.code).toBe(0);
    for (const moment of early) {
      const disk = start.copy();
      await memoryWorld("key", { disk }).run(line, counted(disk, cassette.replay([]), moment));
      const writes: string[] = [];
      const { code, out } = await memoryWorld("key", { disk }).run(line, { fetch: cassette.replay(writes) });
      const ended = { when: shown(names, moment), code, files: filesOf(disk), writes: writes.sort() };
      const expected = { files: wanted.files, writes: [...cassette.writes].sort() };
      expect(ended, out).toEqual({ when: shown(names, moment), code: 0, ...expected });
    }
    expect(early.length).toBeGreaterThanOrEqual(least);
  });

  it(`After a kill at any request that changes something, or after it, ${name} ends so too`, async () => {
    const { template, names, late, wanted } = await uninterrupted(command, FEW);
    expect(wanted.code).toBe(0);
    for (const moment of late) {
      const at = await createCase(template);
      await before(at);
      await memoryWorld(at.key, { disk: at.disk }).run(line, counted(at.disk, at.fetch, moment));
      const { code, out } = await at.run(line);
      const ended = { when: shown(names, moment), code, files: filesOf(at.disk), stored: await stored(at) };
      expect(ended, out).toEqual({ when: shown(names, moment), ...wanted });
    }
    expect(late.length).toBeGreaterThan(3);
  });
}
