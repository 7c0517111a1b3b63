/**
 * Migrations of the stored shape: numbered, resumable, throttled, idempotent, and safe while the service writes. They
 * make no events: a row that is changed keeps its change id, one that is made or moved brings the mark that its change
 * is recorded, which a row that moves waits for, and a removal never was an event.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "./context.ts";
import { ttlAt } from "./event.ts";
import { type Key, keys, ownerOf, systemKeys } from "./keys.ts";
import { profiles } from "./migrations/profiles.ts";
import { isLive } from "./noun.ts";
import { inParallel } from "./parallel.ts";
import type { NounRow, Row, ScanPage, ScanPosition, Table, Write } from "./table.ts";

/** What a row becomes. Pure: the same row gives the same, so that a run can be repeated anywhere. */
export type Change = {
  /** The row as it is to be, perhaps under another key; undefined: it goes. */
  row: NounRow | undefined;
  /** A row that is to be there before, where there is none. */
  first?: NounRow;
};

export type Migration = {
  number: number;
  name: string;
  /** Rows it looks at, by the beginning of their sort key. */
  prefix: string;
  /** undefined: the row is as it should be. */
  up(row: NounRow): Change | undefined;
  down(row: NounRow): Change | undefined;
};

/** In order, without a gap. */
export const MIGRATIONS: readonly Migration[] = [profiles];

export type Direction = "up" | "down";

/** How far a migration has come; kept in the table. */
export type State = {
  /** Counts writes of this row, so that two runs at once are seen. */
  seq: number;
  direction: Direction;
  done: boolean;
  /** Where the scan goes on. */
  after?: Key;
  seen: number;
  changed: number;
};

export type Progress = { seen: number; changed: number; kept: number };

type Deps = Pick<Ctx, "now"> & { table: Table; scan: ScanPage };
/** A run: what it works with, how long it waits for the recorder, and the rows that it has seen to be there. */
type Run = Deps & { patience: number; there: Set<string> };

const WRITERS = 32;
const ATTEMPTS = 5;
/** A stream keeps a change for 24 hours; what is older by a clock that is an hour off is in it no more. */
const STREAM_MS = 25 * 3_600_000;
/** Milliseconds that a change may take to be recorded: the recorder is a second behind, or it is down. */
const PATIENCE = 10_000;

export async function stateOf(table: Table, number: number): Promise<State | undefined> {
  const row = await table.get(systemKeys.migration(number));
  return row && (JSON.parse(row.state as string) as State);
}

/** Is it applied, as far as anybody has run it? */
export const isApplied = (state: State | undefined) => state?.direction === "up" && state.done;

/**
 * Runs one migration to its end, from where an earlier run of the same direction left off.
 * @param rate rows looked at in a second, at most
 * @param patience milliseconds to wait for a row's change to be recorded
 * @throws where another run is at it
 */
export async function migrate(
  deps: Deps,
  migration: Migration,
  direction: Direction,
  {
    dryRun = false,
    rate = Number.POSITIVE_INFINITY,
    patience = PATIENCE,
    tell = () => {},
  }: {
    dryRun?: boolean;
    rate?: number;
    patience?: number;
    tell?: (progress: Progress) => void;
  } = {},
): Promise<Progress> {
  const { table } = deps;
  const run: Run = { ...deps, patience, there: new Set() };
  const earlier = dryRun ? undefined : await stateOf(table, migration.number);
  const resumed = earlier?.direction === direction && !earlier.done;
  const state: State = {
    seq: earlier?.seq ?? 0,
    direction,
    done: false,
    ...(resumed && earlier.after ? { after: earlier.after } : {}),
    seen: resumed ? earlier.seen : 0,
    changed: resumed ? earlier.changed : 0,
  };
  const progress: Progress = { seen: state.seen, changed: state.changed, kept: 0 };
  const pace = createPace(rate);
  const save = async () => {
    if (!dryRun) await keep(table, migration.number, state);
  };
  // Before anything is changed: a second run at once is seen here.
  await save();
  let after: ScanPosition = state.after;
  do {
    const { rows, last } = await deps.scan(after);
    await pace(rows.length);
    await inParallel(WRITERS, rows, async (row) => {
      const outcome = await migrateRow(run, migration, direction, row, dryRun);
      progress.seen++;
      if (outcome === "changed") progress.changed++;
      if (outcome === "kept") progress.kept++;
    });
    tell(progress);
    after = last;
    Object.assign(state, { after, seen: progress.seen, changed: progress.changed, done: last === undefined });
    await save();
  } while (after !== undefined);
  return progress;
}

async function keep(table: Table, number: number, state: State): Promise<void> {
  const seq = state.seq;
  state.seq = seq + 1;
  const row = { ...systemKeys.migration(number), seq: state.seq, state: JSON.stringify(state) };
  const kept = await table.put(row, { is: "head", seq: seq === 0 ? undefined : seq });
  if (!kept.done) throw new Error("Another run of this migration is at work, or has been since");
}

/** `kept`: what it was to become stands there already, under its own name; nothing is lost by leaving both. */
async function migrateRow(
  run: Run,
  migration: Migration,
  direction: Direction,
  found: Row,
  dryRun: boolean,
): Promise<"changed" | "unchanged" | "kept"> {
  let row: Row | undefined = found;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!isLive(row)) return "unchanged";
    const change = migration[direction](row);
    if (!change) return "unchanged";
    if (dryRun) return "changed";
    if (change.first) await make(run, change.first);
    const outcome = await replace(run, row, change.row);
    if (outcome !== "again") return outcome;
    row = await run.table.get({ pk: row.pk, sk: row.sk });
  }
  throw new Error(`${found.sk} is being changed by many writers; run the migration again`);
}

/** The mark that a row's change is recorded, to be written where it is not there. */
async function mark({ table, now }: Deps, row: NounRow): Promise<Write[]> {
  const { tenant } = ownerOf(row.pk) as { tenant: string };
  const key = keys.marker(tenant, row.change);
  return (await table.get(key)) ? [] : [{ put: { ...key, ttl: ttlAt(now()) }, when: { is: "absent" } }];
}

/**
 * The same, once it takes no event away: a mark written before the recorder has seen the change would.
 * @throws where the recorder does not come to it
 */
async function markRecorded(run: Run, row: NounRow): Promise<Write[]> {
  const recent = Date.parse(row.updated_at) > run.now().getTime() - STREAM_MS;
  for (const until = performance.now() + run.patience; ; await sleep(200)) {
    const missing = await mark(run, row);
    if (missing.length === 0 || !recent) return missing;
    if (performance.now() > until)
      throw new Error(`The last change of ${row.sk} is not recorded yet: let the service catch up, and run this again`);
  }
}

async function make(run: Run, row: NounRow): Promise<void> {
  const id = `${row.pk}\n${row.sk}`;
  if (run.there.has(id)) return;
  if (!(await run.table.get({ pk: row.pk, sk: row.sk }))) {
    // Where it fails, there is one by now.
    await run.table.transact([{ put: row, when: { is: "absent" } }, ...(await mark(run, row))]);
  }
  run.there.add(id);
}

/** `again`: the row is another by now, or the recorder wrote the mark in between. */
async function replace(run: Run, row: NounRow, next: NounRow | undefined): Promise<"changed" | "kept" | "again"> {
  const unchanged = { is: "live", changes: [row.change] } as const;
  const key = { pk: row.pk, sk: row.sk };
  if (!next) return (await run.table.remove(key, unchanged)).done ? "changed" : "again";
  const moves = next.sk !== row.sk;
  // In a transaction, also where it is one write: a single put would take the row's own change id, which stays in the
  // memory of whoever changed the row meanwhile, for a sign that it has been done.
  const writes: Write[] = moves
    ? [{ put: next, when: { is: "absent" } }, { remove: key, when: unchanged }, ...(await markRecorded(run, row))]
    : [{ put: next, when: unchanged }];
  const result = await run.table.transact(writes);
  if (result.done) return "changed";
  const [place, own] = result.outcomes;
  return moves && place?.done === false && own?.done ? "kept" : "again";
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
