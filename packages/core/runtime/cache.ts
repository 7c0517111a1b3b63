/** A cache of look-ups in memory. Concurrent look-ups of one key are one, and what was not found is remembered as well. */
import type { SteadyClock } from "./steady-clock.ts";

/** How long (ms) entries are valid, and how many there can be. The oldest is removed first. */
export type CacheBounds = { readonly ms: number; readonly size: number };

type CacheOptions = {
  elapsed: SteadyClock;
  found: CacheBounds;
  /** Entries of keys that were not found have bounds of their own, so that they never push out a good one. */
  absent: CacheBounds;
};

/**
 * Returns the value of a key, from the cache or by a look-up. undefined: not found.
 * @param lookUp gets the last known value, if it is still there. It can throw, instead of returning a promise, to refuse
 * the look-up. Errors are not remembered
 */
export type Cache<V> = (key: string, lookUp: (last: V | undefined) => Promise<V | undefined>) => Promise<V | undefined>;

/** Creates a cache. */
export function createCache<V>({ elapsed, found, absent }: CacheOptions): Cache<V> {
  const values = createEntries<V>(found);
  const unknown = createEntries<undefined>(absent);
  const pending = new Map<string, Promise<V | undefined>>();

  async function remember(key: string, time: number, result: Promise<V | undefined>): Promise<V | undefined> {
    const value: V | undefined = await result;
    if (value === undefined) {
      values.remove(key);
      unknown.set(key, undefined, time);
    } else {
      unknown.remove(key);
      values.set(key, value, time);
    }
    return value;
  }

  return async (key, lookUp) => {
    // An entry is as old as the start of its look-up: what changed since then may not be in it.
    const time = elapsed();
    const entry = values.get(key) ?? unknown.get(key);
    if (entry && entry.until > time) return entry.value;
    const running = pending.get(key);
    if (running) return running;
    const started = remember(key, time, lookUp(entry?.value)).finally(() => pending.delete(key));
    pending.set(key, started);
    return started;
  };
}

type Entry<V> = { value: V; until: number };

/** A bounded map of entries that remain until they are replaced, also when they are no longer valid. */
function createEntries<V>({ ms, size }: CacheBounds) {
  const entries = new Map<string, Entry<V>>();
  return {
    get: (key: string) => entries.get(key),
    remove: (key: string) => entries.delete(key),
    set(key: string, value: V, time: number): void {
      entries.delete(key);
      if (entries.size >= size) entries.delete(entries.keys().next().value as string);
      entries.set(key, { value, until: time + ms });
    },
  };
}
