/** Cold starts: import and first request of each handler in a new process, in paired rounds. */
import { type Bench, CONTENDERS, type Contender, type Part } from "../bench.ts";
import { type Cold, startHandler } from "../handler.ts";
import { assertSameAnswer, nextRequest, OPERATIONS, type Operation, POST_PROJECT } from "../requests.ts";
import type { Findings, Row } from "../results.ts";
import { createStage, type Stage } from "../stage.ts";
import { alternated, median, pairedRatio } from "../stats.ts";
import { startTlsProxy } from "../tls.ts";

const ROUNDS = 31;
const GOALS: Partial<Record<Contender, number>> = { bare: 1.3, express: 0.65 };
const PEERS: readonly Contender[] = ["bare", "hono", "express"];

export const cold: Part = {
  title: "Cold starts",
  async measure(bench) {
    const stage = await createStage(bench);
    const tls = await startTlsProxy(stage.endpoint, bench.directory);
    try {
      await stage.send("POST", "/projects", { project_id: POST_PROJECT });
      const rounds = bench.quick ? 3 : ROUNDS;
      bench.steps(rounds * 6);
      const overTls = { name: "over TLS, as on AWS", env: { ...stage.env(), ...tls.env } };
      const plain = { name: "over plain HTTP", env: stage.env() };
      const rows: Row[] = [];
      const charts: NonNullable<Findings["cold"]> = [];
      for (const transport of [overTls, plain]) {
        for (const operation of ["get", "list", "post"] as const) {
          const runs = await startInRounds(bench, stage, {
            operation,
            env: transport.env,
            rounds,
            name: transport.name,
          });
          rows.push(...rowsOf(runs, `${OPERATIONS[operation].what}, ${transport.name}`, operation === "get"));
          if (operation === "get" && transport === overTls) charts.push(...barsOf(runs));
        }
      }
      return { rows, cold: charts };
    } finally {
      tls.stop();
      await stage.close();
    }
  },
};

type Runs = Map<Contender, Cold[]>;
type Plan = { operation: Operation; env: Record<string, string>; rounds: number; name: string };

/** Starts each contender once a round. */
async function startInRounds(bench: Bench, stage: Stage, { operation, env, rounds, name }: Plan): Promise<Runs> {
  const { by, what } = OPERATIONS[operation];
  const runs: Runs = new Map(by.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    const ours = await stage.api.call(nextRequest(stage, operation));
    for (const contender of alternated(by, round)) {
      const { main } = await bench.bundleOf(contender);
      const handler = await startHandler(main, { env, event: nextRequest(stage, operation) });
      handler.stop();
      assertSameAnswer(operation, contender, ours, handler.answer);
      runs.get(contender)?.push(handler.cold);
    }
    bench.step(`cold starts: ${what}, ${name}`);
  }
  return runs;
}

const wall = (starts: readonly Cold[]) => starts.map((start) => start.import + start.first);

function rowsOf(runs: Runs, what: string, withGoal: boolean): Row[] {
  const ours = runs.get("ours") as Cold[];
  const cpu = (starts: readonly Cold[]) => starts.map((start) => start.cpu);
  return PEERS.flatMap((peer): Row[] => {
    const theirs = runs.get(peer);
    if (!theirs) return [];
    const goal = withGoal ? GOALS[peer] : undefined;
    const { median: ratio } = pairedRatio(cpu(ours), cpu(theirs));
    return [
      {
        what: `cold start, ${what}`,
        ours: median(wall(ours)),
        unit: "ms",
        peer: { name: CONTENDERS[peer].label, value: median(wall(theirs)) },
        ratio: pairedRatio(wall(ours), wall(theirs)),
        goal: goal === undefined ? undefined : { of: "ratio", atMost: goal },
        means: `What a caller waits for in a new instance, Node's own start aside, beside ${MEANING[peer]}. CPU of all threads: ${median(cpu(ours)).toFixed(0)} ms against ${median(cpu(theirs)).toFixed(0)} ms, ${ratio.toFixed(2)}×.`,
      },
    ];
  });
}

const MEANING: Partial<Record<Contender, string>> = {
  bare: "the least that can be built on the AWS SDK: it makes the same storage call and checks nothing",
  hono: "the smallest handler on Hono and zod: one route, one schema, no authentication",
  express: "the usual stack: Express, serverless-http, ElectroDB and zod, serving the same endpoint",
};

/** The bars of the chart: where the time goes. */
const barsOf = (runs: Runs) =>
  [...runs].map(([contender, starts]) => ({
    contender: CONTENDERS[contender].label,
    import: median(starts.map((start) => start.import)),
    first: median(starts.map((start) => start.first)),
  }));
