/** Warm requests: time and CPU of a request in the bundle, without an HTTP server, in paired rounds. */
import { type Bench, CONTENDERS, type Contender, type Part } from "../bench.ts";
import { startHandler } from "../handler.ts";
import { assertSameAnswer, nextRequest, OPERATIONS, type Operation, POST_PROJECT } from "../requests.ts";
import type { Row } from "../results.ts";
import { createStage, type Stage } from "../stage.ts";
import { alternated, median, pairedRatio } from "../stats.ts";

/** Rounds, and requests of a round before and while it is measured. A tenant's key may send 6,000 at once. */
const FULL = { rounds: 7, warmUp: 1_000, requests: 1_000 };
const QUICK = { rounds: 2, warmUp: 20, requests: 20 };

export const warm: Part = {
  title: "Warm requests",
  async measure(bench) {
    const size = bench.quick ? QUICK : FULL;
    const stage = await createStage(bench);
    try {
      await stage.send("POST", "/projects", { project_id: POST_PROJECT });
      bench.steps(size.rounds * 3);
      const rows: Row[] = [];
      for (const operation of ["get", "list", "post"] as const) {
        rows.push(...rowsOf(operation, await runInRounds(bench, stage, operation, size)));
      }
      return { rows };
    } finally {
      await stage.close();
    }
  },
};

/** The median milliseconds and the CPU of a request, by round. */
type Rounds = { ms: number[]; cpu: number[] };

async function runInRounds(bench: Bench, stage: Stage, operation: Operation, size: typeof FULL) {
  const { by, what } = OPERATIONS[operation];
  const measured = new Map<Contender, Rounds>(by.map((contender) => [contender, { ms: [], cpu: [] }]));
  const requests = (count: number) => Array.from({ length: count }, () => nextRequest(stage, operation));
  for (let round = 0; round < size.rounds; round++) {
    const ours = await stage.api.call(nextRequest(stage, operation));
    for (const contender of alternated(by, round)) {
      const { main } = await bench.bundleOf(contender);
      const handler = await startHandler(main, { env: stage.env(), event: nextRequest(stage, operation) });
      assertSameAnswer(operation, contender, ours, handler.answer);
      await handler.run(requests(size.warmUp));
      const { ms, cpu } = await handler.run(requests(size.requests));
      handler.stop();
      const rounds = measured.get(contender) as Rounds;
      rounds.ms.push(median(ms));
      rounds.cpu.push(cpu);
    }
    bench.step(`warm requests: ${what}`);
  }
  return measured;
}

function rowsOf(operation: Operation, measured: ReadonlyMap<Contender, Rounds>): Row[] {
  const { by, what } = OPERATIONS[operation];
  const ours = measured.get("ours") as Rounds;
  return by
    .filter((contender) => contender === "bare" || contender === "express")
    .map((contender): Row => {
      const theirs = measured.get(contender) as Rounds;
      const time = pairedRatio(ours.ms, theirs.ms);
      return {
        what: `CPU of a ${what}`,
        ours: median(ours.cpu),
        unit: "ms",
        peer: { name: CONTENDERS[contender].label, value: median(theirs.cpu) },
        ratio: pairedRatio(ours.cpu, theirs.cpu),
        goal: operation === "get" && contender === "bare" ? { of: "ratio", atMost: 1.25 } : undefined,
        means: `What each request costs in a warm instance, where the handler runs alone. Its time with this engine: ${median(ours.ms).toFixed(2)} ms against ${median(theirs.ms).toFixed(2)} ms, ${time.median.toFixed(2)}× (${time.q1.toFixed(2)}–${time.q3.toFixed(2)}).`,
      };
    });
}
