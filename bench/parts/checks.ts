/** `verify` of a large project beside the checks of other tools: the same artifacts and platforms, written by each tool itself. */
import { join } from "node:path";
import { nodeDisk } from "@skillmeat-deployments/cli/files/node-disk.ts";
import { costOf, PLATFORMS } from "@skillmeat-deployments/testing/cli/scale.ts";
import { createWorld } from "@skillmeat-deployments/testing/cli/world.ts";
import { buildCli } from "../../scripts/build-cli.ts";
import type { Bench, Part } from "../bench.ts";
import { apm, type Checker, ours, rulesync, seesChange } from "../checkers.ts";
import type { Row } from "../results.ts";
import { startOurs } from "../server.ts";
import { alternated, median, pairedRatio } from "../stats.ts";

const FULL = { artifacts: 1_000, rounds: 3 };
const QUICK = { artifacts: 30, rounds: 1 };
const MOST_REQUESTS = 30;

/** Each of our checks beside the peers': what they are called. */
const OURS = ["verify --offline", "verify"] as const;
const MEANS = {
  "verify --offline": "Needs no key and no service, as the peer's check",
  verify: "Reads the records from a service on the same machine",
};

export const checks: Part = {
  title: "Checking what lies in a project",
  async measure(bench) {
    const { artifacts, rounds } = bench.quick ? QUICK : FULL;
    const server = await startOurs(join(bench.directory, "checks"));
    try {
      const { entry } = await buildCli(join(bench.directory, "cli"));
      const own = await ours(bench.directory, artifacts, { entry, server });
      const peers = [await rulesync(bench.directory, artifacts)];
      if (bench.apm) peers.push(await apm(bench.directory, artifacts, bench.apm));
      for (const checker of [own, ...peers]) await seesChange(checker);
      const samples = await timed(bench, [own, ...peers], rounds);
      const what = `${artifacts.toLocaleString("en")} artifacts on ${PLATFORMS.length} platforms`;
      const rows = OURS.flatMap((check) => peers.map((peer) => rowOf(what, check, peer, samples)));
      const missing = bench.apm ? [] : OURS.map((check): Row => notRun(what, check));
      return { rows: [...rows, ...missing, ...(await costs(bench, server, what))] };
    } finally {
      await server.close();
    }
  },
};

const keyOf = (checker: Checker["name"], check: string) => `${checker} ${check}`;
type Samples = ReadonlyMap<string, readonly number[]>;

/** Seconds of each check in each round. */
async function timed(bench: Bench, checkers: readonly Checker[], rounds: number): Promise<Samples> {
  const all = checkers.flatMap(({ name, checks }) =>
    Object.entries(checks).map(([check, look]) => ({ key: keyOf(name, check), look })),
  );
  const samples = new Map<string, number[]>(all.map(({ key }) => [key, []]));
  bench.steps(rounds * all.length);
  for (let round = 0; round < rounds; round++) {
    for (const { key, look } of alternated(all, round)) {
      const started = performance.now();
      await look();
      samples.get(key)?.push((performance.now() - started) / 1000);
      bench.step(key);
    }
  }
  return samples;
}

function rowOf(what: string, check: (typeof OURS)[number], peer: Checker, samples: Samples): Row {
  const [theirs = ""] = Object.keys(peer.checks);
  const of = (key: string) => samples.get(key) ?? [];
  const [mine, other] = [of(keyOf("skillmeat-deploy", check)), of(keyOf(peer.name, theirs))];
  return {
    what: `${check} of ${what}`,
    ours: median(mine),
    unit: "s",
    peer: { name: `${peer.name} ${theirs}`, value: median(other) },
    ratio: pairedRatio(mine, other),
    means: `${MEANS[check]}. ${peer.covers}`,
  };
}

const notRun = (what: string, check: (typeof OURS)[number]): Row => ({
  what: `${check} of ${what}, beside apm audit --ci`,
  unit: "s",
  means: `${MEANS[check]}.`,
});

/** What our checks ask and read. */
async function costs(bench: Bench, { url, key }: { url: string; key: string }, what: string): Promise<Row[]> {
  const world = createWorld(nodeDisk, bench.directory, key, { fetch, env: { SKILLMEAT_API_URL: url } });
  const rows: Row[] = [];
  for (const check of OURS) {
    const { requests, records, files, twice } = await costOf(world, check);
    const figures = `${records.toLocaleString("en")} records, ${files.toLocaleString("en")} files`;
    rows.push({
      what: `requests of ${check}, ${what}`,
      ours: requests,
      unit: "",
      goal: { of: "ours", atMost: check === "verify" ? MOST_REQUESTS : 0 },
      means: `${figures}, of which ${twice.length} were read more than once.`,
    });
  }
  return rows;
}
