/** What a proof is: a promise, the faults that test it, and figures that say how hard it was tested. */
import { FAULTS } from "@skillmeat-deployments/testing/aws/proxy.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";

type Scale = "bounded" | "long";

type Run = {
  scale: Scale;
  random: Random;
  /** Reports how far the proof is. */
  progress: (done: number, total: number) => void;
};

export type Proof = {
  promise: string;
  /**
   * @returns the figures @throws when the promise is broken, or when a fault that should have tested it never happened
   */
  prove(run: Run): Promise<string>;
};

/** Every write operation with every fault. */
export const WRITE_FAULTS = ["PutItem", "UpdateItem", "TransactWriteItems"].flatMap((w) =>
  FAULTS.map((f) => `${w} × ${f}`),
);

/** The expected faults that never happened. */
export const missingFaults = (hits: ReadonlyMap<string, number>, wanted: readonly string[]) =>
  wanted.filter((name) => !hits.get(name));

/** Fails a proof whose expected faults never happened: it has proven nothing. */
export function mustHit(hits: ReadonlyMap<string, number>, wanted: readonly string[]): void {
  const missed = missingFaults(hits, wanted);
  if (missed.length > 0) throw new Error(`faults that never happened: ${missed.join(", ")}`);
}

export const hitFigures = (hits: ReadonlyMap<string, number>) => {
  const total = [...hits.values()].reduce((sum, n) => sum + n, 0);
  return `${total} faults in ${hits.size} combinations of call and fault (${[...hits]
    .sort()
    .map(([k, n]) => `${k}: ${n}`)
    .join(", ")})`;
};
