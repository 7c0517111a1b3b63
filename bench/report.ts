/** Renders the results: as a table on the terminal, and as docs/benchmarks.md with its charts. */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { type Row, readResults, type Section, type Unit } from "./results.ts";

/** A figure with three significant digits, or without decimals from 100 on. */
function figure(value: number, unit: Unit): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === "" ? text.replace(/\.0+$/, "") : `${text} ${unit}`;
}

const times = (ratio: number) => `${ratio.toFixed(2)}×`;

function goalText({ goal, ours, unit, ratio }: Row): string {
  if (!goal) return "";
  const limit = (goal.atMost ?? goal.atLeast) as number;
  const text = `${goal.atMost === undefined ? "≥" : "≤"} ${goal.of === "ratio" ? `${limit}×` : figure(limit, unit)}`;
  const value = goal.of === "ratio" ? ratio?.median : ours;
  if (value === undefined) return text;
  return `${text}: ${(goal.atMost === undefined ? value >= limit : value <= limit) ? "met" : "missed"}`;
}

/** What, ours, peer, ratio, quartiles, goal. */
const cells = (row: Row): string[] => [
  row.what,
  row.ours === undefined ? "not run here" : figure(row.ours, row.unit),
  row.peer ? `${figure(row.peer.value, row.unit)} (${row.peer.name})` : "",
  row.ratio ? times(row.ratio.median) : "",
  row.ratio && row.ratio.q1 !== row.ratio.q3 ? `${times(row.ratio.q1)} – ${times(row.ratio.q3)}` : "",
  goalText(row),
];
const HEAD = ["what", "ours", "peer", "ratio", "quartiles", "goal"];

/** Prints one part. */
export function printTable({ title, rows }: Section): void {
  const table = new Table({ head: HEAD, wordWrap: true });
  table.push(...rows.map(cells));
  console.log(`\n${title}\n${table}`);
}

const CHARTS: Record<string, { file: string; text: string }> = {
  cold: { file: "cold-start.svg", text: "A cold start by part, for each contender" },
  size: { file: "size.svg", text: "Milliseconds of each operation against the number of neighbouring rows" },
};

const INTRODUCTION = `# Benchmarks

\`npm run bench\` measures the service beside its peers, side by side in one run, and writes this page. Compare the ratios,
not the milliseconds: they depend on the machine. A ratio is the service's figure divided by the peer's, in the same round;
the table has the median of all rounds, and the quartiles around it. The goals are the project's own.

| peer | what it is |
|---|---|
| bare handler | \`bench/peers/bare.ts\`: the AWS SDK and one BatchGetItem. It checks nothing. |
| Hono + zod | \`bench/peers/hono-zod.ts\`: one route, one schema, the same BatchGetItem, no authentication. |
| Express + ElectroDB | \`bench/peers/express-app.ts\`: Express, serverless-http, ElectroDB and zod. It authenticates the same API keys, validates, and reads and writes the same rows. It records no events. |
| SkillMeat (FastAPI) | The upstream project, run from a checkout with \`-- --upstream DIR\`. |
| rulesync | Writes the files of many agents from one source. \`generate --check\` compares them. |
| apm | A package manager for artifacts, in Python, run with \`-- --apm FILE\`. \`audit --ci\` compares what it installed. |

Before anything is timed, the answers of all peers are compared with the service's. All use the same version of the AWS SDK
and the same engine, [dynoxide](https://github.com/nubo-db/dynoxide). \`-- --only PART\` measures one part again, and
\`-- --quick\` only tries everything out.
`;

/** Writes the document and its charts. @param order the names of the parts */
export function writeDocument(directory: string, order: readonly string[]): void {
  const results = readResults(directory);
  const parts = order.flatMap((name) => (results[name] ? [{ name, section: results[name] }] : []));
  execFileSync(process.execPath, [join(import.meta.dirname, "peers/draw.ts"), join(directory, "benchmarks")], {
    stdio: "inherit",
  });
  const body = parts.map(({ name, section }) => partText(directory, name, section)).join("\n");
  writeFileSync(join(directory, "benchmarks.md"), `${INTRODUCTION}\n${body}`);
}

function partText(directory: string, name: string, { title, run, rows }: Section): string {
  const line = (columns: readonly string[]) => `| ${columns.join(" | ")} |`;
  const chart = CHARTS[name];
  const hasChart = chart && existsSync(join(directory, "benchmarks", chart.file));
  const versions = Object.entries(run.versions).map(([module, version]) => `${module} ${version}`);
  return [
    `## ${title}`,
    "",
    ...(hasChart ? [`![${chart.text}](benchmarks/${chart.file})`, ""] : []),
    line(HEAD),
    line(HEAD.map(() => "---")),
    ...rows.map((row) => line(cells(row))),
    "",
    ...rows.map((row) => `- **${row.what}${row.peer ? ` (${row.peer.name})` : ""}**: ${row.means}`),
    "",
    `Measured on ${run.date} at commit ${run.commit}: ${run.machine}; ${versions.join(", ")}.`,
    "",
  ].join("\n");
}
