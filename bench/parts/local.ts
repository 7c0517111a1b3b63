/** The local server beside other servers: requests a second, latency and CPU, over one connection and over many. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Part } from "../bench.ts";
import { type Contestant, copyRows, startExpressStack, startFastApi, startService } from "../contestants.ts";
import type { Load, LoadResult } from "../load.ts";
import type { Row } from "../results.ts";
import { putLoad } from "../server.ts";
import { PAGE } from "../stage.ts";
import { alternated, median, pairedRatio } from "../stats.ts";

const FULL = { rounds: 5, seconds: 2, warmUp: 1 };
const QUICK = { rounds: 1, seconds: 1, warmUp: 1 };
const CONNECTIONS = [1, 16] as const;

/** The requests, in the order in which they are measured: writes last, because they leave work behind. */
const REQUESTS: Record<string, (server: Contestant) => Pick<Load, "method" | "url" | "body">> = {
  "GET of a profile": ({ url, profiles }) => ({ method: "GET", url: `${url}${profiles}/c7` }),
  [`GET of a list of ${PAGE} profiles`]: ({ url, profiles }) => ({ method: "GET", url: `${url}${profiles}` }),
  "POST of a profile": ({ url, created, fields }) => ({
    method: "POST",
    url: url + created,
    body: JSON.stringify({ profile_id: "n{n}", ...fields }),
  }),
  "update of a profile": ({ url, profiles, update }) => ({
    method: update,
    url: `${url}${profiles}/c{i}`,
    body: '{"description": "{n}"}',
  }),
};
/** What the Express stack does not serve. */
const ONLY_UPSTREAM = "update of a profile";

type Name = "ours" | "express" | "upstream";
type Sample = LoadResult & { cpu: number | undefined };
/** The samples of each round, by request, connections and server. */
type Samples = Map<string, Sample[]>;
const keyOf = (what: string, connections: number, name: Name) => `${what} ${connections} ${name}`;

export const local: Part = {
  title: "The local server",
  async measure(bench) {
    const size = bench.quick ? QUICK : FULL;
    const starts = await prepare(bench);
    const names = Object.keys(starts) as Name[];
    const samples: Samples = new Map();
    bench.steps(size.rounds * names.length);
    for (let round = 0; round < size.rounds; round++) {
      for (const name of alternated(names, round)) {
        const server = await (starts[name] as () => Promise<Contestant>)();
        try {
          await measureServer(server, name, size, samples);
        } finally {
          await server.close();
        }
        bench.step(`local server: ${name}`);
      }
    }
    return { rows: [...rowsBeside(samples, "express"), ...rowsBeside(samples, "upstream")] };
  },
};

/** Creates the same data for each server. @returns how to start each */
async function prepare(bench: Bench): Promise<Partial<Record<Name, () => Promise<Contestant>>>> {
  const [ours, express] = [join(bench.directory, "local"), join(bench.directory, "express")];
  const first = await startService(ours, true);
  await settle(first);
  await first.close();
  await copyRows(ours, express);
  const { upstream } = bench;
  if (upstream) await (await startFastApi(bench, upstream, true)).close();
  return {
    ours: () => startService(ours, false),
    express: () => startExpressStack(express, first.key),
    ...(upstream ? { upstream: () => startFastApi(bench, upstream, false) } : {}),
  };
}

async function measureServer(server: Contestant, name: Name, size: typeof FULL, samples: Samples): Promise<void> {
  for (const [what, requestTo] of Object.entries(REQUESTS)) {
    if (what === ONLY_UPSTREAM && name === "express") continue;
    for (const connections of CONNECTIONS) {
      const load = { ...requestTo(server), headers: server.headers, connections };
      await putLoad({ ...load, seconds: size.warmUp });
      await settle(server);
      const before = await server.usage?.();
      const result = await putLoad({ ...load, seconds: size.seconds });
      // The events of a write are recorded after its answer: their CPU counts too.
      await settle(server);
      const after = await server.usage?.();
      const cpu = before && after ? (after.cpu - before.cpu) / result.requests : undefined;
      const key = keyOf(what, connections, name);
      samples.set(key, [...(samples.get(key) ?? []), { ...result, cpu }]);
    }
  }
}

const POLL_MS = 250;
const SETTLE_MS = 30_000;

/** Waits until the server uses less than a quarter of a processor. */
async function settle({ usage }: Pick<Contestant, "usage">): Promise<void> {
  if (!usage) return;
  let { cpu } = await usage();
  for (let waited = 0; waited < SETTLE_MS; waited += POLL_MS) {
    await sleep(POLL_MS);
    const now = (await usage()).cpu;
    if (now - cpu < POLL_MS / 4) return;
    cpu = now;
  }
}

const PEER = {
  express: {
    name: "Express + ElectroDB",
    means: "the usual stack as a server on the same engine; it records no events",
  },
  upstream: { name: "SkillMeat (FastAPI)", means: "upstream's own API on SQLite" },
};

function rowsBeside(samples: Samples, peer: "express" | "upstream"): Row[] {
  const { name, means } = PEER[peer];
  return Object.keys(REQUESTS)
    .filter((what) => peer === "upstream" || what !== ONLY_UPSTREAM)
    .flatMap((what) =>
      CONNECTIONS.map((connections): Row => {
        const title = `${what}, ${connections} ${connections === 1 ? "connection" : "connections"}`;
        const ours = samples.get(keyOf(what, connections, "ours")) as Sample[];
        const theirs = samples.get(keyOf(what, connections, peer));
        const goal: Row["goal"] = peer === "upstream" ? { of: "ratio", atLeast: 10 } : undefined;
        if (!theirs) return { what: `${title}, beside ${name}`, unit: "requests/s", goal, means: `Beside ${means}.` };
        const rate = (of: Sample[]) => of.map((sample) => sample.perSecond);
        return {
          what: title,
          ours: median(rate(ours)),
          unit: "requests/s",
          peer: { name, value: median(rate(theirs)) },
          ratio: pairedRatio(rate(ours), rate(theirs)),
          goal,
          means: `More is better, beside ${means}. ${detail(ours, theirs)}`,
        };
      }),
    );
}

function detail(ours: Sample[], theirs: Sample[]): string {
  const p50 = (of: Sample[]) => `${median(of.map((sample) => sample.p50)).toFixed(2)} ms`;
  const cpu = (of: Sample[]) => {
    const values = of.flatMap((sample) => sample.cpu ?? []);
    return values.length > 0 ? `${median(values).toFixed(2)} ms` : "not measured";
  };
  return `p50 ${p50(ours)} against ${p50(theirs)}; CPU of a request ${cpu(ours)} against ${cpu(theirs)}.`;
}
