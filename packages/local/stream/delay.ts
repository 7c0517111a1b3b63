/** The waits of the stream pump. A wake ends some of them early, the end of the pump ends all. */
export type Delay = {
  /** Waits until the time is over or `wake` is called. If it was called since the last `pause`, does not wait. */
  wait(ms: number): Promise<void>;
  /** Waits until the time is over, also if `wake` is called. Calls until its end count as one, and are then answered. */
  pause(ms: number): Promise<void>;
  wake(): void;
  /** Ends the current wait and all later ones. */
  close(): void;
  readonly closed: boolean;
};

export function createDelay(): Delay {
  let woken = false;
  let closed = false;
  let end = () => {};
  const timer = (ms: number) =>
    new Promise<void>((done) => {
      const timeout = setTimeout(done, ms);
      end = () => {
        clearTimeout(timeout);
        done();
      };
    });
  let waiting = false;
  return {
    async wait(ms) {
      if (woken || closed) return;
      waiting = true;
      await timer(ms);
      waiting = false;
    },
    async pause(ms) {
      if (!closed) await timer(ms);
      woken = false;
    },
    wake() {
      woken = true;
      if (waiting) end();
    },
    close() {
      closed = true;
      end();
    },
    get closed() {
      return closed;
    },
  };
}
