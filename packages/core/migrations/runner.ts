/**
 * Runs migrations of stored rows. A run can be resumed and repeated, is throttled, and is safe while the service
 * writes. It causes no events: a changed row keeps its change id, a new or moved row comes with its marker, and the
 * removal of a row is never an event.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isLive } from "../resource/tombstone.ts";
import { inParallel } from "../runtime/parallel.ts";
import { type Key, systemKeys } from "../storage/keys.ts";
import type { Row } from "../storage/row.ts";
import type { ScanPage, ScanPosition } from "../storage/scan.ts";
import type { ReadTable, Table } from "../storage/verbs.ts";
import { ensureRow, type MigrationRun, migrateRow } from "./migrate-row.ts";
import type { Direction, Migration } from "./migration.ts";

/** The progress of a run, as numbers of rows. */
export type Progress = {
  /** Rows that were scanned. */
  scanned: number;
  /** Scanned rows with the prefix of the migration. */
  seen: number;
  changed: number;
  /** Rows that had to move, but whose new key is taken. */
  kept: number;
};

/** The state of a migration, which is stored in the table. */
export type MigrationState = Progress & {
  /** The number of writes of this row. It detects two concurrent runs. */
  seq: number;
  direction: Direction;
  done: boolean;
  /** The position at which the scan continues. */
  after?: Key;
};

/** The dependencies of a run. */
export type MigrationDeps = { table: Table; now: () => Date; scan: ScanPage };

/** The options of a run. */
export type MigrationOptions = {
  dryRun?: boolean;
  /** The maximum number of rows per second. */
  rate?: number;
  /** Milliseconds to wait until a row's last change is recorded. */
  recorderTimeoutMs?: number;
  onProgress?: (progress: Progress) => void;
};

/** The number of rows that are migrated in parallel. */
const WRITERS = 32;
/** The weight of a row that is only read, against the rate. It costs one unit; a migrated row costs up to six. */
const READ_WEIGHT = 0.1;
/** The default wait for the recorder, which is normally about a second behind. */
const PATIENCE_MS = 10_000;

/** Reads the state of a migration. undefined: it was never run. */
export async function readState(table: Pick<ReadTable, "get">, number: number): Promise<MigrationState | undefined> {
  const row = await table.get(systemKeys.migration(number));
  return row && (JSON.parse(row.state as string) as MigrationState);
}

/** Whether a migration is applied: its last run was `up` and is complete. */
export const isApplied = (state: MigrationState | undefined) => state?.direction === "up" && state.done;

/**
 * Runs one migration to its end. Resumes at the position where an earlier run of the same direction stopped.
 * @throws if another run is in progress, or was started in the meantime
 */
export async function migrate(
  deps: MigrationDeps,
  migration: Migration,
  direction: Direction,
  {
    dryRun = false,
    rate = Number.POSITIVE_INFINITY,
    recorderTimeoutMs: patience = PATIENCE_MS,
    onProgress = () => {},
  }: MigrationOptions = {},
): Promise<Progress> {
  const run: MigrationRun = { ...deps, recorderTimeoutMs: patience, existing: new Set() };
  const state = startState(dryRun ? undefined : await readState(deps.table, migration.number), direction);
  const pace = createPace(rate);
  const save = async () => {
    if (!dryRun) await saveState(deps.table, migration.number, state);
  };
  // This detects a concurrent run before anything is changed.
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

/** Returns the state at the start of a run: new, or resumed from an earlier run of the same direction. */
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
  if (!saved.done) throw new Error("Another run of this migration is in progress, or was started in the meantime");
}

/**
 * Creates the rows that the rows of a page need. Runs in sequence, so that the first row decides if several need the
 * same one.
 */
async function ensureFirstRows(
  run: MigrationRun,
  migration: Migration,
  direction: Direction,
  rows: readonly Row[],
): Promise<void> {
  for (const row of rows) {
    const first = isLive(row) ? migration[direction](row)?.prerequisite : undefined;
    if (first) await ensureRow(run, first);
  }
}

/** Creates a throttle that admits on average `rate` rows per second. */
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
