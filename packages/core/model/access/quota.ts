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
   * Checks that the tenant may create `more` resources of the feed.
   * @throws 422 `limit-reached`
   */
  admit(name: CountedLimit, feed: string, more: number): Promise<void>;
};

/** Returns the quota of a tenant. */
export type Quotas = (tenant: string, limits: Limits) => Quota;

/** Milliseconds for which an instance remembers a count, and after which one that refuses a create is read again. */
const COUNT_MS = 25_000;
const REFUSAL_MS = 1_000;
/** The maximum number of counts in memory. */
const MAX_COUNTS = 10_000;

type Count = { value: number; readAt: number };

/**
 * Creates the quotas of an instance. A count is read at most every 25 s and eventually consistently, and grows by what
 * the instance creates meanwhile. So a burst may pass a limit by what is not recorded yet, and no create waits for a
 * row that all share.
 */
export function createQuotas(table: Pick<ReadTable, "get">, elapsed: SteadyClock): Quotas {
  const counts = new Map<string, Promise<Count>>();

  async function read(tenant: string, feed: string, name: CountedLimit): Promise<Count> {
    const readAt = elapsed();
    const head = await table.get(keys.head(tenant, feed), false);
    return { value: (head?.[COUNTS[name]] as number | undefined) ?? 0, readAt };
  }

  function renew(tenant: string, feed: string, name: CountedLimit): Promise<Count> {
    const id = `${tenant} ${feed}`;
    const count = read(tenant, feed, name);
    counts.delete(id);
    if (counts.size >= MAX_COUNTS) counts.delete(counts.keys().next().value as string);
    counts.set(id, count);
    count.catch(() => counts.delete(id));
    return count;
  }

  return (tenant, limits) => ({
    limits,
    async admit(name, feed, more) {
      const limit = limits[name];
      const known = counts.get(`${tenant} ${feed}`);
      const isOlder = (count: Count, ms: number) => elapsed() - count.readAt >= ms;
      let count = await (known ?? renew(tenant, feed, name));
      const isFull = count.value + more > limit;
      if (known && isOlder(count, isFull ? REFUSAL_MS : COUNT_MS)) count = await renew(tenant, feed, name);
      if (count.value + more > limit) throw limitReached(name, limit);
      count.value += more;
    },
  });
}
