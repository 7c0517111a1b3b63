/** Size of the code: whole bundles, and what a start of the API reads of its bundle. */
import { join } from "node:path";
import { bundleEntry, FUNCTIONS } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { type Bench, CONTENDERS, type Contender, type Part } from "../bench.ts";
import { type Cold, startHandler } from "../handler.ts";
import { nextRequest, OPERATIONS, type Operation, POST_PROJECT } from "../requests.ts";
import type { Row } from "../results.ts";
import { createStage, type Stage } from "../stage.ts";
import { startTlsProxy } from "../tls.ts";

const PEERS: readonly Contender[] = ["bare", "hono", "express"];
const KB = 1_000;

export const code: Part = {
  title: "Size of the code",
  async measure(bench) {
    const stage = await createStage(bench);
    const tls = await startTlsProxy(stage.endpoint, bench.directory);
    try {
      await stage.send("POST", "/projects", { project_id: POST_PROJECT });
      bench.steps(Object.keys(OPERATIONS).length + 1);
      const rows: Row[] = [];
      for (const operation of Object.keys(OPERATIONS) as Operation[]) {
        rows.push(...(await rowsOf(bench, stage, operation, { ...stage.env(), ...tls.env })));
        bench.step("code that a start reads");
      }
      rows.push(...(await bundleRows(bench)));
      return { rows };
    } finally {
      tls.stop();
      await stage.close();
    }
  },
};

/** What is loaded up to the first answer, counted in one start of each contender that is not timed. */
async function rowsOf(bench: Bench, stage: Stage, operation: Operation, env: Record<string, string>): Promise<Row[]> {
  const { by, what } = OPERATIONS[operation];
  const counted = new Map<Contender, Cold>();
  for (const contender of by) {
    const { main } = await bench.bundleOf(contender);
    const handler = await startHandler(main, { env, event: nextRequest(stage, operation), count: true });
    handler.stop();
    counted.set(contender, handler.cold);
  }
  const ours = counted.get("ours") as Cold;
  return PEERS.flatMap((peer): Row[] => {
    const theirs = counted.get(peer);
    if (!theirs) return [];
    const ratio = ours.bytes / theirs.bytes;
    return [
      {
        what: `code read up to the first answer, ${what}`,
        ours: ours.bytes / KB,
        unit: "KB",
        peer: { name: CONTENDERS[peer].label, value: theirs.bytes / KB },
        ratio: { median: ratio, q1: ratio, q3: ratio },
        goal: operation === "get" && peer === "bare" ? { of: "ours", atMost: 300 } : undefined,
        means: `Node reads and compiles this before it answers: ${ours.files} files of the bundle and ${ours.builtins} modules of Node, against ${theirs.files} and ${theirs.builtins}.`,
      },
    ];
  });
}

const FILES = { api: "the API", record: "the recorder", publish: "the publisher" } as const;
const GOALS: Partial<Record<keyof typeof FILES, number>> = { api: 750, record: 500 };

async function bundleRows(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of Object.keys(FILES) as (keyof typeof FILES)[]) {
    const { bytes } = await bundleEntry(FUNCTIONS[name].entry, join(bench.directory, `whole-${name}`));
    const goal = GOALS[name];
    rows.push({
      what: `bundle of ${FILES[name]}`,
      ours: bytes / KB,
      unit: "KB",
      goal: goal === undefined ? undefined : { of: "ours", atMost: goal },
      means: "The whole code as it is deployed, minified, without the files of the docs.",
    });
  }
  return rows;
}
