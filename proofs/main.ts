/**
 * `npm run prove`: runs the long form of every proof and prints a line for each. `--only WORD` selects proofs by their
 * promise, `--seed N` repeats a run, `--part 1/2` runs every second one, so that two processes share them.
 */
import { parseArgs } from "node:util";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import cliProgress from "cli-progress";
import { PROOFS } from "./all.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    only: { type: "string" },
    bounded: { type: "boolean" },
    part: { type: "string" },
  },
});
const [part = 1, parts = 1] = (values.part ?? "1/1").split("/").map(Number);
const chosen = PROOFS.filter(
  ({ promise }, n) => n % parts === part - 1 && (values.only === undefined || promise.includes(values.only)),
);
if (chosen.length === 0) {
  console.error(
    `No promise contains '${values.only}'. The promises:\n${PROOFS.map(({ promise }) => promise).join("\n")}`,
  );
  process.exit(1);
}
let failed = 0;
for (const proof of chosen) {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const bar = new cliProgress.SingleBar(
    { format: "{bar} {value}/{total} {promise}", clearOnComplete: true },
    cliProgress.Presets.rect,
  );
  bar.start(1, 0, { promise: proof.promise });
  const started = performance.now();
  const scale = values.bounded ? "bounded" : "long";
  const progress = (done: number, total: number) => {
    bar.setTotal(total);
    bar.update(done);
  };
  try {
    const figures = await proof.prove({ scale, random: createRandom(seed), progress });
    bar.stop();
    console.log(
      `kept    ${proof.promise}: ${figures} (seed ${seed}, ${Math.round((performance.now() - started) / 1000)} s)`,
    );
  } catch (error) {
    bar.stop();
    failed++;
    console.log(`BROKEN  ${proof.promise}: ${(error as Error).stack}`);
    console.log(
      `        again: npm run prove -- --only '${proof.promise}' --seed ${seed}${values.bounded ? " --bounded" : ""}`,
    );
  }
}
process.exit(failed === 0 ? 0 : 1);
