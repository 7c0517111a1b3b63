/**
 * Migrations of the stored shape: numbered, resumable, throttled, idempotent, and safe while the service writes. They
 * make no events: a row that is changed keeps its change id, one that is made or moved brings the mark that its change
 * is recorded, which a row that moves waits for, and a removal never was an event.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "../context.ts";
import { STORED_DAYS, ttlAt } from "../model/event-row.ts";
import { isLive } from "../resource/change.ts";
import { inParallel } from "../runtime/parallel.ts";
import { type Key, keys, ownerOf, systemKeys } from "../storage/keys.ts";
import type { ResourceRow, Row } from "../storage/row.ts";
import type { ScanPage, ScanPosition } from "../storage/scan.ts";
import type { Table, Write } from "../storage/table.ts";
import type { Migration } from "./migration.ts";

export type Direction = "up" | "down";

/** What has been looked at, of all rows and of those that the migration is about; changed; and left as it was. */
export type Progress = { scanned: number; seen: number; changed: number; kept: number };

/** How far a migration has come; kept in the table. */
export type State = Progress & {
  /** Counts writes of this row, so that two runs at once are seen. */
  seq: number;
  direction: Direction;
  done: boolean;
  /** Where the scan goes on. */
  after?: Key;
};

type Deps = Pick<Ctx, "now"> & { table: Table; scan: ScanPage };
/** A run: what it works with, how long it waits for the recorder, and the rows that it has seen to be there. */
type Run = Deps & { patience: number; there: Set<string> };

const WRITERS = 32;
const ATTEMPTS = 5;
/**
 * How long a change that was recorded has its mark, by a clock that is an hour off. One that has none is not recorded:
 * a stream keeps it for a day, a failure bucket or a local engine for longer.
 */
const MARKED_MS = (STORED_DAYS * 24 - 1) * 3_600_000;
/** A row that is read and no more counts so much of one that is looked at: it costs a unit, the other up to six. */
const READ_WEIGHT = 0.1;
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
    scanned: 0,
    seen: 0,
    changed: 0,
    kept: 0,
    ...(resumed ? { ...earlier, done: false } : {}),
  };
  const pace = createPace(rate);
  const save = async () => {
    if (!dryRun) await keep(table, migration.number, state);
  };
  // Before anything is changed: a second run at once is seen here.
  await save();
  let after: ScanPosition = state.after;
  do {
    const { rows, scanned, last } = await deps.scan(after);
    await pace(rows.length + READ_WEIGHT * (scanned - rows.length));
    if (!dryRun) await makeFirsts(run, migration, direction, rows);
    await inParallel(WRITERS, rows, async (row) => {
      const outcome = await migrateRow(run, migration, direction, row, dryRun);
      state.seen++;
      if (outcome === "changed") state.changed++;
      if (outcome === "kept") state.kept++;
    });
    state.scanned += scanned;
    tell(state);
    after = last;
    Object.assign(state, { after, done: last === undefined });
    await save();
  } while (after !== undefined);
  return state;
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
  throw new Error(`${found.pk} ${found.sk} is being changed by many writers; run the migration again`);
}

/**
 * The mark that a row's change is recorded, for as long as one made now lives: the recorder has the row before it yet.
 * One that is not there is written once that takes no event away, as it would before the recorder has seen the change.
 * @param recent whether a change that is recorded still has its mark
 * @throws where the recorder does not come to it
 */
async function mark(run: Run, row: ResourceRow, recent: boolean): Promise<Write> {
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

/** What the rows of a page need to be there before: one after the other, so that of several the first is made. */
async function makeFirsts(run: Run, migration: Migration, direction: Direction, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const first = isLive(row) ? migration[direction](row)?.first : undefined;
    if (first) await make(run, first);
  }
}

async function make(run: Run, row: ResourceRow): Promise<void> {
  const id = `${row.pk}\n${row.sk}`;
  for (let attempt = 0; !run.there.has(id); attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`${row.pk} ${row.sk} could not be made; run the migration again`);
    const found = await run.table.get({ pk: row.pk, sk: row.sk });
    const writes = async (): Promise<Write[]> => [{ put: row, when: { is: "absent" } }, await mark(run, row, false)];
    if (found || (await run.table.transact(await writes())).done) run.there.add(id);
  }
}

/** `again`: the row is another by now, or the recorder wrote the mark in between. */
async function replace(
  run: Run,
  row: ResourceRow,
  next: ResourceRow | undefined,
): Promise<"changed" | "kept" | "again"> {
  const unchanged = { is: "live", changes: [row.change] } as const;
  const key = { pk: row.pk, sk: row.sk };
  if (!next) return (await run.table.remove(key, unchanged)).done ? "changed" : "again";
  const moves = next.sk !== row.sk;
  const recent = Date.parse(row.updated_at) > run.now().getTime() - MARKED_MS;
  // In a transaction, also where it is one write: a single put would take the row's own change id, which stays in the
  // memory of whoever changed the row meanwhile, for a sign that it has been done.
  const writes: Write[] = moves
    ? [{ put: next, when: { is: "absent" } }, { remove: key, when: unchanged }, await mark(run, row, recent)]
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
