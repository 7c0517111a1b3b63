/** Checks creates against a tenant's limits, by the counts that the recorder keeps in the heads of the feeds. */
import type { SteadyClock } from "../../runtime/steady-clock.ts";
import { keys } from "../../storage/keys.ts";
import type { ReadTable } from "../../storage/verbs.ts";
import { type Limits, limitReached } from "./tenant-limits.ts";

/** The limits whose counts are in the head of a feed, and the attribute there. */
export const COUNTS = { projects: "projects", records_per_project: "records" } as const;
type CountedLimit = keyof typeof COUNTS;

/** The limits of a request's tenant. */
export type Quota = {
  readonly limits: Limits;
  /**
   * Runs a create of `more` resources of a feed, if the tenant may have them.
   * @throws 422 `limit-reached`
   */
  admit<T>(name: CountedLimit, feed: string, more: number, create: () => Promise<T>): Promise<T>;
};

/** Returns the quota of a tenant. @param table for reading counts within the time limit of the request */
export type Quotas = (tenant: string, limits: Limits, table: Pick<ReadTable, "get">) => Quota;

/** Milliseconds for which an instance remembers a count, and after which one that refuses a create is read again. */
const COUNT_MS = 25_000;
const REFUSAL_MS = 1_000;
/** The maximum number of counts in memory. */
const MAX_COUNTS = 10_000;

type Count = { value: number; readonly readAt: number };

/**
 * Creates the quotas of an instance. A count is read at most every 25 s and eventually consistently, and grows by what
 * the instance creates meanwhile. So a burst may pass a limit by what is not recorded yet, and no create waits for a
 * row that all share.
 */
export function createQuotas(elapsed: SteadyClock): Quotas {
  const counts = new Map<string, Promise<Count>>();

  /** Returns a count that was read at most `ms` ago. Those who need a new one at the same time share it. */
  async function countOf(id: string, ms: number, read: () => Promise<Count>): Promise<Count> {
    for (let known = counts.get(id); known; known = counts.get(id)) {
      const count = await known;
      if (elapsed() - count.readAt < ms) return count;
      if (counts.get(id) === known) break;
    }
    const count = read();
    counts.delete(id);
    if (counts.size >= MAX_COUNTS) counts.delete(counts.keys().next().value as string);
    counts.set(id, count);
    count.catch(() => counts.get(id) === count && counts.delete(id));
    return count;
  }

  return (tenant, limits, table) => ({
    limits,
    async admit(name, feed, more, create) {
      if (more === 0) return create();
      const limit = limits[name];
      const read = async (): Promise<Count> => {
        const readAt = elapsed();
        const head = await table.get(keys.head(tenant, feed), false);
        // Deletes of resources from before the counts can make it negative.
        return { value: Math.max(0, (head?.[COUNTS[name]] as number | undefined) ?? 0), readAt };
      };
      const id = `${tenant} ${feed}`;
      let count = await countOf(id, COUNT_MS, read);
      if (count.value + more > limit) count = await countOf(id, REFUSAL_MS, read);
      if (count.value + more > limit) throw limitReached(name, limit);
      count.value += more;
      try {
        return await create();
      } catch (error) {
        count.value -= more;
        throw error;
      }
    },
  });
}
