/**
 * Runs migrations of the stored shape: numbered, resumable, throttled, idempotent, and safe while the service writes. They
 * make no events: a row that is changed keeps its change id, one that is made or moved brings the marker that its change
 * is recorded, and a removal never was an event.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isLive } from "../resource/change.ts";
import { inParallel } from "../runtime/parallel.ts";
import { type Key, systemKeys } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { ScanPage, ScanPosition } from "../storage/scan.ts";
import type { ReadTable, Table } from "../storage/verbs.ts";
import { ensureRow, type MigrationRun, migrateRow } from "./migrate-row.ts";
import type { Direction, Migration } from "./migration.ts";

/** Counts of rows: read, of those that the migration is about, changed, and kept though they were to move. */
export type Progress = { scanned: number; seen: number; changed: number; kept: number };

/** How far a migration has come; stored in the table. */
export type MigrationState = Progress & {
  /** Counts writes of this row, so that two runs at once are noticed. */
  seq: number;
  direction: Direction;
  done: boolean;
  /** Where the scan continues. */
  after?: Key;
};

export type MigrationDeps = { table: Table; now: () => Date; scan: ScanPage };

export type MigrationOptions = {
  dryRun?: boolean;
  /** Rows a second, at most. */
  rate?: number;
  /** Milliseconds to wait for a row's change to be recorded. */
  patience?: number;
  onProgress?: (progress: Progress) => void;
};

/** Rows that are migrated at once. */
const WRITERS = 32;
/** What a row that is only read counts against the rate: it costs one unit, a migrated row up to six. */
const READ_WEIGHT = 0.1;
/** The recorder is a second behind, or it is down. */
const PATIENCE_MS = 10_000;

export async function readState(table: Pick<ReadTable, "get">, number: number): Promise<MigrationState | undefined> {
  const row = await table.get(systemKeys.migration(number));
  return row && (JSON.parse(row.state as string) as MigrationState);
}

/** Whether it is applied, as far as anybody has run it. */
export const isApplied = (state: MigrationState | undefined) => state?.direction === "up" && state.done;

/**
 * Runs one migration to its end, from where an earlier run of the same direction stopped.
 * @throws where another run is at work
 */
export async function migrate(
  deps: MigrationDeps,
  migration: Migration,
  direction: Direction,
  {
    dryRun = false,
    rate = Number.POSITIVE_INFINITY,
    patience = PATIENCE_MS,
    onProgress = () => {},
  }: MigrationOptions = {},
): Promise<Progress> {
  const run: MigrationRun = { ...deps, patience, existing: new Set() };
  const state = startState(dryRun ? undefined : await readState(deps.table, migration.number), direction);
  const pace = createPace(rate);
  const save = async () => {
    if (!dryRun) await saveState(deps.table, migration.number, state);
  };
  // Before anything is changed: a second run at once is noticed here.
  await save();
  let after: ScanPosition = state.after;
  do {
    const { rows, scanned, last } = await deps.scan(after);
    await pace(rows.length + READ_WEIGHT * (scanned - rows.length));
    if (!dryRun) await ensureFirstRows(run, migration, direction, rows);
    await inParallel(WRITERS, rows, async (row) => {
      const outcome = await migrateRow(run, migration, direction, row, dryRun);
      state.seen++;
      if (outcome === "changed") state.changed++;
      if (outcome === "kept") state.kept++;
    });
    state.scanned += scanned;
    onProgress(state);
    after = last;
    Object.assign(state, { after, done: last === undefined });
    await save();
  } while (after !== undefined);
  return state;
}

/** Where a run begins: at the start, or where an earlier run of its direction stopped. */
function startState(earlier: MigrationState | undefined, direction: Direction): MigrationState {
  const resumed = earlier?.direction === direction && !earlier.done;
  const start = { seq: earlier?.seq ?? 0, direction, done: false, scanned: 0, seen: 0, changed: 0, kept: 0 };
  return resumed ? { ...start, ...earlier, done: false } : start;
}

async function saveState(table: Table, number: number, state: MigrationState): Promise<void> {
  const seq = state.seq;
  state.seq = seq + 1;
  const row = { ...systemKeys.migration(number), seq: state.seq, state: JSON.stringify(state) };
  const saved = await table.put(row, { is: "head", seq: seq === 0 ? undefined : seq });
  if (!saved.done) throw new Error("Another run of this migration is at work, or has been since");
}

/** Makes what the rows of a page need before them, one after the other, so that of several the first one counts. */
async function ensureFirstRows(
  run: MigrationRun,
  migration: Migration,
  direction: Direction,
  rows: readonly Row[],
): Promise<void> {
  for (const row of rows) {
    const first = isLive(row) ? migration[direction](row)?.first : undefined;
    if (first) await ensureRow(run, first);
  }
}

/** Lets through so many rows a second, on average. */
function createPace(rate: number): (rows: number) => Promise<void> {
  const started = performance.now();
  let passed = 0;
  return async (rows) => {
    passed += rows;
    const due = started + (passed / rate) * 1_000;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
  };
}
