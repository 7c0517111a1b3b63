/** A clock for durations, such as how long a cached key is valid. Setting the time of day back does not stop it. */

/** Returns the milliseconds since an arbitrary start. They never decrease. */
export type SteadyClock = () => number;

/** Milliseconds by which the time of day must have run ahead to count: more than its usual corrections. */
const FROZEN_MS = 1_000;

/**
 * Creates a steady clock: the monotonic clock, and the time of day where that one stood still. Lambda freezes a process
 * between requests, and Node.js does not promise that the monotonic clock counts this time.
 */
export function createSteadyClock(now: () => Date, monotonic: () => number = () => performance.now()): SteadyClock {
  let lead = now().getTime() - monotonic();
  let frozen = 0;
  return () => {
    const steady = monotonic();
    const gain = now().getTime() - steady - lead;
    if (Math.abs(gain) > FROZEN_MS) {
      lead += gain;
      frozen += Math.max(0, gain);
    }
    return steady + frozen;
  };
}
