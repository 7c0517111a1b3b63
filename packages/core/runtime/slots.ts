/** Limits how much heavy work runs at once. What finds no slot waits for its turn. */
import { Fault } from "../fault.ts";

/** Runs work when a slot is free, in the order of the calls. @throws 503 if too many wait already */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Seconds after which a caller that found too many waiting should try again. */
const RETRY_AFTER = 5;

/**
 * Creates slots.
 * @param width how many can run at once
 * @param maxWaiting how many can wait
 */
export function createSlots(width: number, maxWaiting: number): Slots {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < width) running++;
    else if (waiting.length < maxWaiting) await new Promise<void>((start) => waiting.push(start));
    else throw new Fault("unavailable", "Too many such requests wait already; try again", { retryAfter: RETRY_AFTER });
    try {
      return await work();
    } finally {
      // The slot goes to the next one that waits, so nobody else can take it in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
