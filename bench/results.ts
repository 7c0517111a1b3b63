/** The results: one section for each part, kept in a file, so that a part can be measured again alone. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "@skillmeat-deployments/testing/aws/bundle.ts";
import type { Summary } from "./stats.ts";

export type Unit = "ms" | "KB" | "MiB" | "requests/s" | "events/s" | "rows/s" | "s" | "";
/** A row of the table. */
export type Row = {
  what: string;
  /** Undefined: not measured on this machine. */
  ours?: number | undefined;
  unit: Unit;
  peer?: { name: string; value: number } | undefined;
  /** Ours divided by the peer's. */
  ratio?: Summary | undefined;
  /** The goal, for the ratio or for the service's own figure. */
  goal?: { of: "ratio" | "ours"; atMost?: number; atLeast?: number } | undefined;
  /** One sentence: what the row means. */
  means: string;
};

/** What a part found out. The charts are drawn from `cold` and `size`. */
export type Findings = {
  rows: Row[];
  /** Milliseconds of module loading and of the first request, by contender. */
  cold?: { contender: string; import: number; first: number }[];
  /** Milliseconds of each operation at each number of neighbours. */
  size?: { neighbours: number[]; operations: { name: string; ms: number[] }[] };
};

export type Section = Findings & {
  title: string;
  /** When and where it was measured. */
  run: { date: string; commit: string; machine: string; versions: Record<string, string>; quick: boolean };
};
export type Results = Record<string, Section>;

/** The file of the results, in the directory of the document. */
const fileIn = (directory: string) => join(directory, "benchmarks/results.json");

export function readResults(directory: string): Results {
  const file = fileIn(directory);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

export function writeResults(directory: string, results: Results): void {
  const file = fileIn(directory);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();

/** The commit, with a mark if files were changed since. */
function commit(): string {
  const changed = git("status", "--porcelain", "--", "packages", "bench", "package-lock.json") !== "";
  return `${git("rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
}

const COMPARED = ["express", "serverless-http", "electrodb", "hono", "zod", "@aws-sdk/client-dynamodb", "dynoxide"];

/** The versions of what is compared, and of Node. */
function versions(): Record<string, string> {
  const versionOf = (name: string) => {
    const folder = name === "dynoxide" ? "@dynoxide/linux-x64" : name;
    const file = ["bench/node_modules", "node_modules"]
      .map((directory) => join(ROOT, directory, folder, "package.json"))
      .find((path) => existsSync(path));
    return file ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : "not installed";
  };
  return {
    node: process.versions.node,
    ...Object.fromEntries(COMPARED.map((name) => [name, versionOf(name)])),
  };
}

/** The circumstances of a run. */
export function describeRun(quick: boolean): Section["run"] {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${cpu?.model.trim()}, ${cpus().length} cores, ${memory} GiB, ${process.platform} ${process.arch}`,
    versions: versions(),
    quick,
  };
}
