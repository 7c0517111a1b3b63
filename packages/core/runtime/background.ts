/** Work that a request starts and does not wait for. */

export type Background = {
  /** Starts work after the storage calls that the request is about to make. Its failure changes nothing. */
  start(work: () => Promise<unknown>): void;
  /** Waits until no work is left. */
  settled(): Promise<void>;
};

export function createBackground(): Background {
  const running = new Set<Promise<unknown>>();
  return {
    start(work) {
      const run: Promise<unknown> = new Promise((begin) => setImmediate(begin))
        .then(work)
        .catch(() => {})
        .finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
