/** Limits how much heavy work runs at once. What finds no slot waits: each owner's in order, and the owners in turn. */
import { Fault } from "../fault.ts";

/** Work that waits: whose it is, and how many bytes it holds meanwhile. */
type Load = { readonly owner: string; readonly bytes: number };

/** Runs work when a slot is free. @throws 503 if too much waits already */
export type Slots = <T>(load: Load, work: () => Promise<T>) => Promise<T>;

/** How much can wait: how many, and with how many bytes. */
type Waiting = { readonly count: number; readonly bytes: number };

/** Seconds after which a caller that found too much waiting should try again. */
const RETRY_AFTER = 5;

type Waiter = { readonly start: () => void; readonly bytes: number };

/**
 * Creates slots.
 * @param width how many can run at once
 * @param own how much of one owner can wait, so that there is room for others
 * @param all how much can wait altogether
 */
export function createSlots(width: number, own: Waiting, all: Waiting): Slots {
  // In the order of the owners' turns. No queue is empty.
  const queues = new Map<string, Waiter[]>();
  let running = 0;

  function enqueue({ owner, bytes }: Load): Promise<void> {
    const queue = queues.get(owner) ?? [];
    const waiting = [...queues.values()].flat();
    if (!hasRoom(queue, own, bytes) || !hasRoom(waiting, all, bytes))
      throw new Fault("unavailable", "Too many such requests wait already; try again", { retryAfter: RETRY_AFTER });
    queues.set(owner, queue);
    return new Promise((start) => queue.push({ start, bytes }));
  }

  /** Takes the next waiter. Its owner's turn comes again after those of the others. */
  function next(): Waiter | undefined {
    const [first] = queues;
    if (!first) return undefined;
    const [owner, queue] = first;
    queues.delete(owner);
    const waiter = queue.shift();
    if (queue.length > 0) queues.set(owner, queue);
    return waiter;
  }

  return async (load, work) => {
    if (running < width) running++;
    else await enqueue(load);
    try {
      return await work();
    } finally {
      // The slot goes to the next one that waits, so nobody else can take it in between.
      const waiter = next();
      if (waiter) waiter.start();
      else running--;
    }
  };
}

/** Whether work of so many bytes can wait beside what waits already. */
const hasRoom = (waiting: readonly Waiter[], max: Waiting, bytes: number): boolean =>
  waiting.length < max.count && waiting.reduce((sum, waiter) => sum + waiter.bytes, bytes) <= max.bytes;
