/** Whether storage answers. */
import { type CacheBounds, createCache } from "@skillmeat-deployments/core/runtime/cache.ts";
import type { SteadyClock } from "@skillmeat-deployments/core/runtime/steady-clock.ts";
import { probe } from "@skillmeat-deployments/core/storage/directory.ts";
import type { ReadTable } from "@skillmeat-deployments/core/storage/verbs.ts";

const EACH_SECOND: CacheBounds = { ms: 1_000, size: 1 };

/** Creates the check, which makes one bounded read at most once a second, however often it is called. */
export function createReadiness(table: Pick<ReadTable, "get">, elapsed: SteadyClock): () => Promise<boolean> {
  const cache = createCache<true>({ elapsed, found: EACH_SECOND, absent: EACH_SECOND });
  const answers = () =>
    probe(table).then(
      (): true => true,
      () => undefined,
    );
  return async () => (await cache("storage", answers)) ?? false;
}
