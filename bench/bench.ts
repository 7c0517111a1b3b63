/** What the parts of the benchmark share: the bundles, how thorough a run is, and the progress bar. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bundle, bundle, bundleEntry, FUNCTIONS } from "@skillmeat-deployments/testing/aws/bundle.ts";
import cliProgress from "cli-progress";
import type { Findings } from "./results.ts";

/** The handlers that are compared. */
export const CONTENDERS = {
  ours: { label: "SkillMeat Deployments", entry: FUNCTIONS.api.entry },
  bare: { label: "bare handler", entry: "bench/peers/bare.ts" },
  hono: { label: "Hono + zod", entry: "bench/peers/hono-zod.ts" },
  express: { label: "Express + ElectroDB", entry: "bench/peers/express.ts" },
} as const;
export type Contender = keyof typeof CONTENDERS;

export type Bench = {
  /** A run that only tries out whether everything works. Its figures mean little. */
  quick: boolean;
  /** A directory that is removed at the end. */
  directory: string;
  /** A checkout of SkillMeat, to compare with. */
  upstream: string | undefined;
  /** The program of apm, to compare with. */
  apm: string | undefined;
  bundleOf(contender: Contender): Promise<Bundle>;
  /** Starts a new bar. */
  steps(total: number): void;
  /** One step is done. */
  step(what: string): void;
  /** Removes the bar. */
  done(): void;
  close(): void;
};

/** A part of the benchmark. */
export type Part = { title: string; measure(bench: Bench): Promise<Findings> };

export function createBench({ quick, upstream, apm }: Pick<Bench, "quick" | "upstream" | "apm">): Bench {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const bundles = new Map<Contender, Promise<Bundle>>();
  const bar = new cliProgress.SingleBar(
    { format: "{bar} {value}/{total} {what}", clearOnComplete: true },
    cliProgress.Presets.rect,
  );
  return {
    quick,
    directory,
    upstream,
    apm,
    bundleOf(contender) {
      const folder = join(directory, `bundle-${contender}`);
      const made = () =>
        contender === "ours" ? bundle("api", folder) : bundleEntry(CONTENDERS[contender].entry, folder);
      const all = bundles.get(contender) ?? made();
      bundles.set(contender, all);
      return all;
    },
    steps: (total) => bar.start(total, 0, { what: "" }),
    step: (what) => bar.increment({ what }),
    done: () => bar.stop(),
    close() {
      bar.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
