/** `npm run migrate -- status|up|down`: the stored shape of a local or a deployed table. */
import { parseArgs } from "node:util";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { MIGRATIONS } from "@skillmeat-deployments/core/migrations/list.ts";
import type { Direction, Migration } from "@skillmeat-deployments/core/migrations/migration.ts";
import { isApplied, migrate, type Progress, readState } from "@skillmeat-deployments/core/migrations/runner.ts";
import { createScan } from "@skillmeat-deployments/core/storage/scan.ts";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { StartError } from "@skillmeat-deployments/local/engine.ts";
import type { Io } from "@skillmeat-deployments/local/main.ts";
import type { OpenTable } from "@skillmeat-deployments/local/open.ts";
import cliProgress from "cli-progress";

const USAGE = "Usage: npm run migrate -- status|up|down [--to N] [--dry-run] [--rate ROWS_A_SECOND] [--stage STAGE]";
/** Rows looked at in a second: where each moves, and all are of one partition, six tenths of what that can write. */
const RATE = 100;

const OPTIONS = {
  to: { type: "string" },
  "dry-run": { type: "boolean" },
  rate: { type: "string" },
  stage: { type: "string" },
} as const;

/** @returns the exit code; what went wrong has been told in one line */
export async function migrations(
  args: string[],
  open: (stage: string | undefined) => Promise<OpenTable>,
  io: Io,
): Promise<number> {
  let close = async () => {};
  try {
    const { verb, to, rate, dryRun, stage } = parse(args);
    const { client, name, ...opened } = await open(stage);
    close = opened.close;
    const table = createTable(client, name);
    const states = await Promise.all(MIGRATIONS.map((m) => readState(table, m.number)));
    if (verb === "status") {
      for (const [i, migration] of MIGRATIONS.entries()) io.out(`${label(migration)}: ${describeState(states[i])}`);
      return 0;
    }
    const applied = MIGRATIONS.map((_, i) => isApplied(states[i]));
    const wanted = migrationsToRun(
      verb,
      to,
      applied,
      states.map((s) => s !== undefined && !(s.direction === "down" && s.done)),
    );
    if (wanted.length === 0)
      io.out(verb === "up" ? "Nothing to do: all are applied" : "Nothing to do: none is applied");
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    for (const migration of wanted) {
      const bar = new cliProgress.SingleBar(
        { format: `{bar} {value}/{total} ${label(migration)}, {changed} changed`, clearOnComplete: true },
        cliProgress.Presets.rect,
      );
      // The table's own count is hours old.
      bar.start(Math.max(Table?.ItemCount ?? 0, 1), 0, { changed: 0 });
      const tell = ({ scanned, changed }: Progress) => {
        if (scanned > bar.getTotal()) bar.setTotal(scanned);
        bar.update(scanned, { changed });
      };
      const scan = createScan(client, name, migration.prefix);
      const run = migrate({ table, scan, now: () => new Date() }, migration, verb, { dryRun, rate, onProgress: tell });
      const { seen, changed, kept } = await run.finally(() => bar.stop());
      const left = kept > 0 ? `, ${kept} left as they are: what they would become stands there already` : "";
      io.out(`${label(migration)} ${verb}${dryRun ? " (dry run)" : ""}: ${changed} of ${seen} rows changed${left}`);
    }
    return 0;
  } catch (error) {
    io.error((error as Error).message);
    return 1;
  } finally {
    await close();
  }
}

function parse(args: string[]) {
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${(error as Error).message}. ${USAGE}`);
  }
  const { values, positionals } = parsed;
  const [verb, ...more] = positionals;
  if ((verb !== "status" && verb !== "up" && verb !== "down") || more.length > 0) throw new StartError(USAGE);
  const to = values.to === undefined ? undefined : Number(values.to);
  const rate = values.rate === undefined ? RATE : Number(values.rate);
  const last = MIGRATIONS.length;
  if (to !== undefined && !(Number.isInteger(to) && to >= 0 && to <= last))
    throw new StartError(`--to must be a migration's number, from 0 to ${last}, not '${values.to}'`);
  if (!(rate > 0)) throw new StartError(`--rate must be a number of rows a second, not '${values.rate}'`);
  return { verb: verb as "status" | Direction, to, rate, dryRun: values["dry-run"] === true, stage: values.stage };
}

/** Up: those not applied, to `to` or the last. Down: those begun, from the last, to `to` or by one. */
function migrationsToRun(
  verb: Direction,
  to: number | undefined,
  applied: readonly boolean[],
  begun: readonly boolean[],
): Migration[] {
  if (verb === "up") return MIGRATIONS.filter((m, i) => !applied[i] && m.number <= (to ?? MIGRATIONS.length));
  const last = applied.lastIndexOf(true) + 1 || begun.lastIndexOf(true) + 1;
  return MIGRATIONS.filter((m, i) => begun[i] && m.number > (to ?? last - 1)).reverse();
}

const label = ({ number, name }: Migration) => `${String(number).padStart(4, "0")} ${name}`;

function describeState(state: Awaited<ReturnType<typeof readState>>): string {
  if (!state) return "not applied";
  if (state.done)
    return state.direction === "up" ? `applied, ${state.changed} rows changed` : "not applied (taken back)";
  return `${state.direction} began and did not end, after ${state.seen} rows; run it again`;
}
