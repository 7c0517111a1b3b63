/** Commands of the CLI on a real disk, killed at random moments and run again, beside a twin that is not killed. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { createHome, filesBelow, unflushedDisk, writeFiles } from "@skillmeat-deployments/testing/cli/folder.ts";
import { counted } from "@skillmeat-deployments/testing/cli/kills.ts";
import { createWorld, fetchOf } from "@skillmeat-deployments/testing/cli/world.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";
import { createService, type Service } from "@skillmeat-deployments/testing/service.ts";
import type { Proof } from "./proof.ts";

const PLATFORMS = ["claude_code", "codex", "gemini", "cursor", "goose", "amp", "copilot"];
/** What the user has in the project. It must survive everything. */
const OWN = {
  "CLAUDE.md": "# Shop\n",
  "AGENTS.md": "# Ours\r\n\r\nKeep this.\r\n",
  ".mcp.json": '{\n  // ours\n  "mcpServers": { "own": { "command": "own" } }\n}\n',
  ".claude/agents/own.md": "---\nname: own\ndescription: Own\n---\n\nOwn.\n",
  ".codex/config.toml": '# Ours\nmodel = "x"\n',
};

/** Files of the source by path. null: there is none. */
type Files = Record<string, string | null>;

/** A source: each artifact is there or not, in one of a few versions. */
function randomSource(random: Random): Files {
  const version = () => `Version ${random.below(3)}.\n\nSame.\n`;
  const optional = (text: string) => (random.oneIn(4) ? null : text);
  const servers = Object.fromEntries(
    ["a", "b"].filter(() => !random.oneIn(3)).map((name) => [name, { command: `x${random.below(3)}` }]),
  );
  return {
    "skills/review/SKILL.md": version(),
    "skills/review/more.md": optional(version()),
    "skills/plan/SKILL.md": optional(version()),
    "commands/release.md": optional(`---\ndescription: d${random.below(2)}\n---\n\n${version()}`),
    "agents/tester.md": optional(`---\nname: tester\ndescription: d\n---\n\n${version()}`),
    "rules/style.md": optional(version()),
    "rules/words.md": optional(version()),
    ".mcp.json": JSON.stringify({ mcpServers: servers }),
    "hooks/lint.json": optional(
      JSON.stringify({ Stop: [{ hooks: [{ type: "command", command: `l${random.below(2)}` }] }] }),
    ),
  };
}

/** A part of a story: what the user does, and the command that follows. */
type Chapter = { readonly source: Files; readonly line: string };

function randomStory(random: Random): Chapter[] {
  const apply = (): Chapter => ({ source: randomSource(random), line: "apply --yes" });
  const remove = (): Chapter => ({ source: {}, line: random.oneIn(2) ? "remove --yes" : "remove review style" });
  const prune = (): Chapter => ({ source: randomSource(random), line: "prune --yes" });
  const other = () => (random.oneIn(2) ? remove() : prune());
  const begin = (): Chapter => (random.oneIn(3) ? { source: randomSource(random), line: "adopt --yes" } : apply());
  return [begin(), random.oneIn(3) ? other() : apply(), random.oneIn(2) ? other() : apply()];
}

let number = 0;

async function createProject(service: Service, platforms: readonly string[]) {
  const key = await service.newTenant(`cli-${number++}`);
  const { home, remove } = createHome();
  const world = createWorld(unflushedDisk, home, key, { fetch: fetchOf(service) });
  writeFiles(join(home, "web-shop"), OWN);
  writeFiles(join(home, "artifacts"), { "README.md": "x" });
  const named = platforms.map((platform) => ` --platform ${platform}`).join("");
  const { code, err } = await world.run(`init --yes --from ../artifacts${named}`);
  assert.equal(code, 0, err);
  return { ...world, key, home, remove };
}

type Project = Awaited<ReturnType<typeof createProject>>;

/** What there is in the end: files, records and artifacts. */
async function endOf(service: Service, { home, key }: Project) {
  const list = async (path: string) => {
    let { status, json } = await service.call("GET", path, { key });
    // On a busy machine a read can be answered 503: it is made again.
    for (let again = 0; status === 503 && again < 10; again++)
      ({ status, json } = await service.call("GET", path, { key }));
    assert.equal(status, 200, path);
    const items = json as Record<string, unknown>[];
    // A lineage can have a version that only a killed run wrote.
    return items.map(({ created_at, updated_at, deployed_at, version, ...rest }) => rest);
  };
  const files = filesBelow(join(home, "web-shop"));
  delete files[".skillmeat/base/"];
  return {
    files,
    records: await list("/projects/web-shop/deployments?limit=100"),
    artifacts: await list("/artifacts?limit=100"),
  };
}

/** Runs a command, killed at random steps until it survives. @returns how often it was killed */
async function runKilled(
  random: Random,
  { run, world }: Project,
  line: string,
  most: number,
): Promise<{ kills: number; code: number; out: string }> {
  for (let kills = 0; ; kills++) {
    // Behind the last step of a run there is nothing to kill.
    const guess = counted(
      world.disk,
      world.fetch,
      kills < most ? { step: random.below(90), when: random.oneIn(2) ? "before" : "in the middle of" } : undefined,
    );
    const { code, out } = await run(line, guess);
    if (!guess.isKilled()) return { kills, code, out };
  }
}

export const cliKills: Proof = {
  promise: "a command of the CLI that is killed and run again leaves what one leaves that was not killed",
  async prove({ scale, random, progress }) {
    const wanted = scale === "long" ? 500 : 10;
    const service = await createService({ app: { rate: { quota: 1e9, window: 1 } } });
    let kills = 0;
    let stories = 0;
    let commands = 0;
    try {
      while (kills < wanted) {
        const platforms = random.shuffle(PLATFORMS).slice(0, 1 + random.below(3));
        const [whole, killed] = [await createProject(service, platforms), await createProject(service, platforms)];
        for (const { source, line } of randomStory(random)) {
          for (const { home } of [whole, killed]) writeFiles(join(home, "artifacts"), source);
          const expected = await whole.run(line);
          const { kills: more, code, out } = await runKilled(random, killed, line, 1 + random.below(3));
          assert.equal(code, expected.code, `${line} on ${platforms}: ${out} instead of ${expected.out}`);
          const [a, b] = [await endOf(service, whole), await endOf(service, killed)];
          assert.deepEqual(b, a, `${line} on ${platforms}`);
          for (const path of Object.keys(OWN)) assert.ok(path in b.files, `${path} of the user is lost`);
          kills += more;
          commands++;
          progress(Math.min(kills, wanted), wanted);
        }
        stories++;
        for (const { remove } of [whole, killed]) remove();
      }
    } finally {
      await service.close();
    }
    return `${kills} kills in ${commands} commands of ${stories} stories`;
  },
};
