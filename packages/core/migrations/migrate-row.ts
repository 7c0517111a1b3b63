/** Migrates one row: in its place, to another key, or away, without making or losing an event. */
import { setTimeout as sleep } from "node:timers/promises";
import { STORED_DAYS, ttlAt } from "../model/event-row.ts";
import { isLive } from "../resource/change.ts";
import { keys, ownerOf } from "../storage/keys.ts";
import { retryContended } from "../storage/retry.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { Table, Write } from "../storage/verbs.ts";
import type { Direction, Migration } from "./migration.ts";

/** What a run works with. */
export type MigrationRun = {
  table: Table;
  now: () => Date;
  /** Milliseconds to wait for a row's change to be recorded. */
  patience: number;
  /** Rows that others need and that this run has seen to exist. */
  existing: Set<string>;
};

/** How often a row is tried that other writers change meanwhile. */
const ATTEMPTS = 5;
/** Milliseconds that the marker of a recorded change is certain to exist, by a clock that may be an hour off. */
const MARKER_MS = (STORED_DAYS * 24 - 1) * 3_600_000;

/**
 * `kept`: another row stands under the key that this one was to move to. Both are left as they are, so nothing is lost.
 * @param dryRun says what would be done, and writes nothing
 * @throws where the row is changed by many writers at once, or its last change is not recorded in time
 */
export async function migrateRow(
  run: MigrationRun,
  migration: Migration,
  direction: Direction,
  found: Row,
  dryRun: boolean,
): Promise<"changed" | "unchanged" | "kept"> {
  let row: Row | undefined = found;
  return retryContended(
    ATTEMPTS,
    async () => {
      if (!isLive(row)) return "unchanged";
      const replacement = migration[direction](row);
      if (!replacement) return "unchanged";
      if (dryRun) return "changed";
      if (replacement.first) await ensureRow(run, replacement.first);
      const outcome = await replaceRow(run, row, replacement.row);
      if (outcome !== "contended") return outcome;
      row = await run.table.get({ pk: row.pk, sk: row.sk });
      return undefined;
    },
    () => new Error(`${found.pk} ${found.sk} is being changed by many writers; run the migration again`),
  );
}

/** Makes a row where there is none, together with the marker of its change, so that the recorder makes no event of it. */
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
    () => new Error(`${row.pk} ${row.sk} could not be made; run the migration again`),
  );
  run.existing.add(id);
}

/** `contended`: the row was changed, or the recorder wrote the marker in between. */
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
  // A transaction even for one write: a single put would take the row's own change id, which whoever changed the row
  // meanwhile keeps in its memory, for a sign that it has been committed.
  const writes: Write[] = moves
    ? [{ put: next, when: { is: "absent" } }, { remove: key, when: unchanged }, await markerWrite(run, row, recent)]
    : [{ put: next, when: unchanged }];
  const result = await run.table.transact(writes);
  if (result.done) return "changed";
  const [place, own] = result.outcomes;
  return moves && place?.done === false && own?.done ? "kept" : "contended";
}

/**
 * Writes the marker that a row's change is recorded, for as long as a marker made now lives. A marker that is not there is
 * written only where that takes no event away: the recorder has seen the change, or can no longer get it.
 * @param recent whether a change that is recorded still has its marker
 * @throws where the recorder does not get to the change in time
 */
async function markerWrite(run: MigrationRun, row: ResourceRow, recent: boolean): Promise<Write> {
  const { tenant } = ownerOf(row.pk) as { tenant: string };
  const put = { ...keys.marker(tenant, row.change), ttl: ttlAt(run.now()) };
  for (const until = performance.now() + run.patience; ; await sleep(200)) {
    if (await run.table.get({ pk: put.pk, sk: put.sk })) return { put, when: { is: "live" } };
    if (!recent) return { put, when: { is: "absent" } };
    if (performance.now() > until)
      throw new Error(
        `The last change of ${row.pk} ${row.sk} is not recorded: let the service catch up, or redrive what it gave up, and run this again`,
      );
  }
}
