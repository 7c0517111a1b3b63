/**
 * `npm run bench`: measures the service beside its peers in one run, and writes docs/benchmarks.md. It reports and
 * asserts no time, because machines are noisy. Compare the ratios, not the milliseconds.
 * `--only PART` measures one part and keeps the others' results, `--quick` tries everything out and writes to dist/bench.
 * `--upstream DIR` names a checkout of SkillMeat to compare the local server with, `--apm FILE` the program of apm to compare `verify`
 * with.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import { createBench, type Part } from "./bench.ts";
import { installPeers } from "./install.ts";
import { checks } from "./parts/checks.ts";
import { code } from "./parts/code.ts";
import { cold } from "./parts/cold.ts";
import { imports } from "./parts/imports.ts";
import { local } from "./parts/local.ts";
import { memory } from "./parts/memory.ts";
import { recorder } from "./parts/recorder.ts";
import { size } from "./parts/size.ts";
import { warm } from "./parts/warm.ts";
import { writers } from "./parts/writers.ts";
import { printTable, writeDocument } from "./report.ts";
import { describeRun, readResults, writeResults } from "./results.ts";

/** The parts, in the order of the document. */
const PARTS: Record<string, Part> = { cold, code, warm, local, size, recorder, imports, writers, memory, checks };

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    upstream: { type: "string" },
    apm: { type: "string" },
  },
});
const chosen = Object.entries(PARTS).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`--only must be one of: ${Object.keys(PARTS).join(", ")}`);
  process.exit(1);
}
installPeers();
// A run that only tries things out leaves the results of real runs alone.
const directory = join(ROOT, values.quick ? "dist/bench" : "docs");
const bench = createBench({ quick: values.quick, upstream: values.upstream, apm: values.apm });
try {
  for (const [name, { title, measure }] of chosen) {
    const started = performance.now();
    const section = { title, run: describeRun(values.quick), ...(await measure(bench)) };
    bench.done();
    printTable(section);
    console.log(`${Math.round((performance.now() - started) / 1000)} s`);
    writeResults(directory, { ...readResults(directory), [name]: section });
    writeDocument(directory, Object.keys(PARTS));
  }
} finally {
  bench.close();
}
console.log(`\nWritten: ${join(directory, "benchmarks.md")}`);
process.exit(0);
