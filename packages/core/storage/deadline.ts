/** Time limits of storage calls. */

/** Runs calls that share a time limit. `signal` aborts at its end. */
export type Within = <T>(run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Runs calls within `ms` milliseconds, and releases the timer afterwards. (`AbortSignal.timeout` keeps its timer until the
 * end of the limit: a busy process would hold those of all requests of the last seconds.)
 */
export const within =
  (ms: number): Within =>
  async (run) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), ms).unref();
    try {
      return await run(controller.signal);
    } catch (error) {
      // Calls that ran beside the failed one have no timer any more.
      controller.abort();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
