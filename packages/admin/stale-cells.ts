/** Finds the facts of the catalogue whose sources were not looked at for some time. */
import type { Source } from "@skillmeat-deployments/core/catalogue/entry.schema.ts";
import type { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";

/** A fact, with the day or month of its newest source. */
export type StaleCell = { platform: string; cell: string; newest: string; days: number };

const DAY = 86_400_000;

/** Returns the newest date. A month counts as its first day. */
const newestOf = (sources: readonly Source[]) =>
  sources
    .map(({ date }) => date)
    .sort()
    .at(-1) ?? "";

/**
 * Returns the facts whose newest source is older than a number of days, the oldest first.
 * @param now the current time
 */
export function staleCells(entries: readonly PlatformRead[], days: number, now: Date): StaleCell[] {
  return entries
    .flatMap(({ platform, cells }) =>
      Object.entries(cells).map(([cell, { sources }]) => {
        const newest = newestOf(sources);
        return { platform, cell, newest, days: Math.floor((now.getTime() - Date.parse(newest)) / DAY) };
      }),
    )
    .filter((cell) => cell.days > days)
    .sort((a, b) => b.days - a.days);
}
