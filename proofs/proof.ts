/** What a proof is: a promise, tried by faults, with the figures that say how hard. */
import { FAULTS } from "@skillmeat-deployments/testing/proxy.ts";
import type { Random } from "@skillmeat-deployments/testing/random.ts";

export type Scale = "bounded" | "long";

export type Run = {
  scale: Scale;
  random: Random;
  /** Called now and then with how far it is. */
  progress: (done: number, total: number) => void;
};

export type Proof = {
  promise: string;
  /** @returns the figures @throws where the promise broke, or where a fault that should have tried it was never hit */
  prove(run: Run): Promise<string>;
};

/** Every write, failing in every way. */
export const WRITE_FAULTS = ["PutItem", "UpdateItem", "TransactWriteItems"].flatMap((w) =>
  FAULTS.map((f) => `${w} × ${f}`),
);

/** Of the faults that are to be hit, those that were not. */
export const lacking = (hits: ReadonlyMap<string, number>, wanted: readonly string[]) =>
  wanted.filter((name) => !hits.get(name));

/** Fails a proof whose faults were never hit: it has proven nothing. */
export function mustHit(hits: ReadonlyMap<string, number>, wanted: readonly string[]): void {
  const missed = lacking(hits, wanted);
  if (missed.length > 0) throw new Error(`never hit: ${missed.join(", ")}`);
}

export const hitFigures = (hits: ReadonlyMap<string, number>) => {
  const total = [...hits.values()].reduce((sum, n) => sum + n, 0);
  return `${total} faults on ${hits.size} of call site × fault (${[...hits]
    .sort()
    .map(([k, n]) => `${k}: ${n}`)
    .join(", ")})`;
};
