/** Keeps the rate of a webhook: the time between the starts of its requests. */

export type Pace = {
  /** When the next request may start, in milliseconds since 1970. */
  next(): number;
  /** Waits until a request may start, one caller after another. @param rate requests a second. null: any number */
  wait(rate: number | null): Promise<void>;
};

type PaceDeps = { now: () => Date; sleep: (ms: number) => Promise<unknown>; mustEnd: () => boolean };

/** Creates the pace of a drain. @param start when the first request may start: the drain before may have sent just now */
export function createPace(start: number, { now, sleep, mustEnd }: PaceDeps): Pace {
  let next = start;
  let turn = Promise.resolve();
  const waitFor = async (rate: number) => {
    const time = now().getTime();
    // Who has to end does not wait for all who are before it.
    if (mustEnd()) return;
    const mine = Math.max(next, time);
    next = mine + 1_000 / rate;
    if (mine > time) await sleep(mine - time);
  };
  return {
    next: () => next,
    wait: (rate) => {
      if (rate === null) return Promise.resolve();
      turn = turn.then(() => waitFor(rate));
      return turn;
    },
  };
}
