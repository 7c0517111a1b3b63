/** Migrates one row: replaces, moves or removes it, without causing or losing an event. */
import { setTimeout as sleep } from "node:timers/promises";
import { STORED_DAYS, ttlAt } from "../model/events/event-row.ts";
import { isLive } from "../resource/tombstone.ts";
import { keys, ownerOf } from "../storage/keys.ts";
import { retryContended } from "../storage/retry.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Table, Write } from "../storage/verbs.ts";
import type { Direction, Migration } from "./migration.ts";

/** The state and dependencies of one run. */
export type MigrationRun = {
  table: Table;
  now: () => Date;
  /** Milliseconds to wait until a row's last change is recorded. */
  recorderTimeoutMs: number;
  /** The keys of rows that other rows need and that are known to exist. */
  existing: Set<string>;
};

/** The maximum number of attempts for a row that other writers change. */
const ATTEMPTS = 5;
/** Milliseconds for which a marker certainly exists. One hour is subtracted for clock differences. */
const MARKER_MS = (STORED_DAYS * 24 - 1) * 3_600_000;

/**
 * Migrates one row.
 * @param dryRun whether to return the outcome without writing
 * @returns `kept`: the row had to move, but its new key is taken. Both rows stay as they are, so nothing is lost.
 * @throws if other writers change the row in every attempt, or if its last change is not recorded in time
 */
export async function migrateRow(
  run: MigrationRun,
  migration: Migration,
  direction: Direction,
  scanned: Row,
  dryRun: boolean,
): Promise<"changed" | "unchanged" | "kept"> {
  let row: Row | undefined = scanned;
  return retryContended(
    ATTEMPTS,
    async () => {
      if (!isLive(row)) return "unchanged";
      const replacement = migration[direction](row);
      if (!replacement) return "unchanged";
      if (dryRun) return "changed";
      if (replacement.prerequisite) await ensureRow(run, replacement.prerequisite);
      const outcome = await replaceRow(run, row, replacement.row);
      if (outcome !== "contended") return outcome;
      row = await run.table.get({ pk: row.pk, sk: row.sk });
      return undefined;
    },
    () => new Error(`${scanned.pk} ${scanned.sk}: too many concurrent changes; run the migration again`),
  );
}

/**
 * Creates a row if it does not exist, together with the marker of its change, so that the recorder writes no event for
 * it.
 */
export async function ensureRow(run: MigrationRun, row: ResourceRow): Promise<void> {
  const id = `${row.pk}\n${row.sk}`;
  if (run.existing.has(id)) return;
  await retryContended(
    ATTEMPTS,
    async () => {
      if (await run.table.get({ pk: row.pk, sk: row.sk })) return true;
      const writes: Write[] = [{ put: row, when: { is: "absent" } }, await markerWrite(run, row, false)];
      return (await run.table.transact(writes)).done ? true : undefined;
    },
    () => new Error(`${row.pk} ${row.sk} could not be created; run the migration again`),
  );
  run.existing.add(id);
}

/**
 * Replaces, moves or removes a row. `contended`: the row was changed, or the recorder wrote its marker, in the
 * meantime.
 */
async function replaceRow(
  run: MigrationRun,
  row: ResourceRow,
  next: ResourceRow | undefined,
): Promise<"changed" | "kept" | "contended"> {
  const unchanged = { is: "live", changes: [row.change] } as const;
  const key = { pk: row.pk, sk: row.sk };
  if (!next) return (await run.table.remove(key, unchanged)).done ? "changed" : "contended";
  const moves = next.sk !== row.sk;
  const recent = Date.parse(row.updated_at) > run.now().getTime() - MARKER_MS;
  // A transaction even for one write. `put` takes a row with its own change id as proof that it was committed, but here
  // the change id stays the same, and a concurrent change keeps it in `changes`.
  const writes: Write[] = moves
    ? [{ put: next, when: { is: "absent" } }, { remove: key, when: unchanged }, await markerWrite(run, row, recent)]
    : [{ put: next, when: unchanged }];
  const result = await run.table.transact(writes);
  if (result.done) return "changed";
  const [put, removal] = result.outcomes;
  return moves && put?.done === false && removal?.done ? "kept" : "contended";
}

/**
 * Returns the write of the marker of a row's last change, with a new TTL. If the marker does not exist, a new one could
 * suppress an event, so this waits for the recorder, unless the change is too old to be still in the stream.
 * @param recent whether the change is so recent that its marker must exist if it is recorded
 * @throws if the recorder does not record the change in time
 */
async function markerWrite(run: MigrationRun, row: ResourceRow, recent: boolean): Promise<Write> {
  const { tenant } = ownerOf(row.pk) as { tenant: string };
  const put = { ...keys.marker(tenant, row.change), ttl: ttlAt(run.now()) };
  for (const until = performance.now() + run.recorderTimeoutMs; ; await sleep(200)) {
    if (await run.table.get({ pk: put.pk, sk: put.sk })) return { put, when: { is: "live" } };
    if (!recent) return { put, when: { is: "absent" } };
    if (performance.now() > until)
      throw new Error(
        `The last change of ${row.pk} ${row.sk} is not recorded yet: wait, or redrive the dead letters, then run the migration again`,
      );
  }
}
