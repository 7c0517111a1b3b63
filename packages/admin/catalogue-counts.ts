/** Counts what the catalogue knows. */
import type { PlatformRead } from "@skillmeat-deployments/core/catalogue/platform.schema.ts";

/** Returns the number of platforms with a preset, and of their cells by grade. */
export function catalogueCounts(all: readonly PlatformRead[]) {
  const entries = all.filter(({ root_dir }) => root_dir !== null);
  const cells = entries.flatMap((entry) => Object.values(entry.cells));
  const count = (predicate: (cell: (typeof cells)[number]) => boolean) => cells.filter(predicate).length;
  return {
    platforms: entries.length,
    cells: cells.length,
    sourced: count(({ sources }) => sources.length > 0 && sources.every(({ date }) => date !== "")),
    P: count(({ grade }) => grade === "P"),
    several: count(({ grade }) => grade === "2+"),
    one: count(({ grade }) => grade === "1"),
    disputed: count(({ disputed }) => disputed !== null),
    unsupported: entries.reduce((sum, { unsupported_artifact_types: types }) => sum + types.length, 0),
  };
}
