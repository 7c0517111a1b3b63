/** Time limits of storage calls. */

/** A time limit. */
export type Deadline = {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** Releases the timer. */
  end(): void;
};

/**
 * Starts a time limit. (`AbortSignal.timeout` keeps its timer until the end of the limit: a busy process would hold those
 * of all requests of the last seconds.)
 */
export function startDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms).unref();
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
