/** Medians, quartiles and paired ratios. */

/** The middle of some values, and the quartiles around it. */
export type Summary = { median: number; q1: number; q3: number };

/** The value below which the part `p` of the values lies, interpolated. */
function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export function summary(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), q1: quantile(sorted, 0.25), q3: quantile(sorted, 0.75) };
}

export const median = (values: readonly number[]) => summary(values).median;

/** The ratios of values that were measured in the same round. What slows a whole round down drops out of them. */
export const pairedRatio = (ours: readonly number[], theirs: readonly number[]): Summary =>
  summary(ours.map((value, round) => value / (theirs[round] as number)));

/** The items in their order in even rounds, reversed in odd ones, so that no one always comes first. */
export const alternated = <T>(items: readonly T[], round: number): readonly T[] =>
  round % 2 === 0 ? items : items.toReversed();
