/** `npm run migrate -- status|up|down`: migrates the stored rows of a local or a deployed table. */
import { parseArgs } from "node:util";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { MIGRATIONS } from "@skillmeat-deployments/core/migrations/list.ts";
import type { Direction, Migration } from "@skillmeat-deployments/core/migrations/migration.ts";
import {
  isApplied,
  type MigrationState,
  migrate,
  type Progress,
  readState,
} from "@skillmeat-deployments/core/migrations/runner.ts";
import { createScan } from "@skillmeat-deployments/core/storage/scan.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import type { OpenTable } from "@skillmeat-deployments/local/open.ts";
import { type Io, reasonOf, runCommand, StartError } from "@skillmeat-deployments/local/start-error.ts";
import cliProgress from "cli-progress";

const USAGE = "Usage: npm run migrate -- status|up|down [--to N] [--dry-run] [--rate ROWS_PER_SECOND] [--stage STAGE]";
/**
 * Default rate, in rows per second. A migrated row takes up to six write units, so that even if all rows are in one
 * partition, 100 rows use six tenths of its write capacity.
 */
const DEFAULT_RATE = 100;

const OPTIONS = {
  to: { type: "string" },
  "dry-run": { type: "boolean" },
  rate: { type: "string" },
  stage: { type: "string" },
} as const;

type Command = {
  verb: "status" | Direction;
  /** The number of the last migration to keep applied. */
  to: number | undefined;
  /** Rows per second. */
  rate: number;
  dryRun: boolean;
  stage: string | undefined;
};

/**
 * Runs the command. Errors are written as one line to `io.error`.
 * @param open opens the table of a stage, or the local table if the stage is undefined
 * @returns the exit code
 */
export const migrations = (
  args: string[],
  open: (stage: string | undefined) => Promise<OpenTable>,
  io: Io,
): Promise<number> =>
  runCommand(io, async () => {
    const command = parseCommand(args);
    const opened = await open(command.stage);
    try {
      await run(command, opened, io);
      return 0;
    } finally {
      await opened.close();
    }
  });

async function run({ verb, ...command }: Command, opened: OpenTable, io: Io): Promise<void> {
  const table = createTable(opened.client, opened.name);
  const states = await Promise.all(MIGRATIONS.map((m) => readState(table, m.number)));
  if (verb === "status") {
    for (const [i, migration] of MIGRATIONS.entries()) io.out(`${label(migration)}: ${describeState(states[i])}`);
    return;
  }
  const pending = migrationsToRun(verb, command.to, states);
  if (pending.length === 0) io.out(verb === "up" ? "No migrations to apply" : "No migrations to revert");
  await runAll(pending, { ...command, verb }, opened, io);
}

/** Runs migrations one after another, each with a progress bar. */
async function runAll(
  pending: readonly Migration[],
  { verb, rate, dryRun }: Command & { verb: Direction },
  { client, name }: OpenTable,
  io: Io,
): Promise<void> {
  const table = createTable(client, name);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  for (const migration of pending) {
    const bar = new cliProgress.SingleBar(
      { format: `{bar} {value}/{total} ${label(migration)}, {changed} changed`, clearOnComplete: true },
      cliProgress.Presets.rect,
    );
    // DynamoDB updates ItemCount about every six hours, so the total grows if more rows are scanned.
    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
    bar.start(Math.max(Table?.ItemCount ?? 0, 1), 0, { changed: 0 });
    const onProgress = ({ scanned, changed }: Progress) => {
      if (scanned > bar.getTotal()) bar.setTotal(scanned);
      bar.update(scanned, { changed });
    };
    const scan = createScan(client, name, migration.prefix);
    const run = migrate({ table, scan, now: () => new Date() }, migration, verb, { dryRun, rate, onProgress });
    const { seen, changed, kept } = await run.finally(() => bar.stop());
    const skipped = kept > 0 ? `, ${kept} not changed because a row with the new key exists` : "";
    io.out(`${label(migration)} ${verb}${dryRun ? " (dry run)" : ""}: ${changed} of ${seen} rows changed${skipped}`);
  }
}

/** @throws StartError with one line about the invalid argument */
function parseCommand(args: string[]): Command {
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${reasonOf(error)}. ${USAGE}`);
  }
  const { values, positionals } = parsed;
  const [verb, ...extra] = positionals;
  if ((verb !== "status" && verb !== "up" && verb !== "down") || extra.length > 0) throw new StartError(USAGE);
  const to = values.to === undefined ? undefined : Number(values.to);
  const rate = values.rate === undefined ? DEFAULT_RATE : Number(values.rate);
  const last = MIGRATIONS.length;
  if (to !== undefined && !(Number.isInteger(to) && to >= 0 && to <= last))
    throw new StartError(`--to must be the number of a migration, from 0 to ${last}, not '${values.to}'`);
  if (!(rate > 0)) throw new StartError(`--rate must be a number of rows per second, not '${values.rate}'`);
  return { verb, to, rate, dryRun: values["dry-run"] === true, stage: values.stage };
}

/**
 * The migrations to run, in order. Up: those that are not applied, up to number `to` (default: all). Down: those that
 * are started or applied, from the last one down to number `to`, which stays applied (default: only the last one).
 */
function migrationsToRun(
  verb: Direction,
  to: number | undefined,
  states: readonly (MigrationState | undefined)[],
): Migration[] {
  const applied = states.map((state) => isApplied(state));
  const started = states.map((state) => state !== undefined && !(state.direction === "down" && state.done));
  if (verb === "up") return MIGRATIONS.filter((m, i) => !applied[i] && m.number <= (to ?? MIGRATIONS.length));
  const last = applied.lastIndexOf(true) + 1 || started.lastIndexOf(true) + 1;
  return MIGRATIONS.filter((m, i) => started[i] && m.number > (to ?? last - 1)).reverse();
}

const label = ({ number, name }: Migration) => `${String(number).padStart(4, "0")} ${name}`;

function describeState(state: MigrationState | undefined): string {
  if (!state) return "not applied";
  if (state.done) return state.direction === "up" ? `applied, ${state.changed} rows changed` : "not applied (reverted)";
  return `${state.direction} is incomplete after ${state.seen} rows; run it again`;
}
