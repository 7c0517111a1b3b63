/** `npm run redrive`: sends dead letters to their consumers again, the oldest change first. */
import { parseArgs } from "node:util";
import type { StreamRecord } from "@skillmeat-deployments/events/stream.ts";
import { type Io, reasonOf, runCommand, StartError } from "@skillmeat-deployments/local/start-error.ts";
import cliProgress from "cli-progress";

const USAGE = "Usage: npm run redrive -- [--stage STAGE] [--dry-run] (default: the local data)";

/** One stored dead letter. `version` tells whether it was replaced after it was read. */
type StoredDeadLetter = {
  key: string;
  version?: string | undefined;
  consumer: string;
  records: StreamRecord[];
};

/** Where dead letters are stored, and their consumers. */
export type DeadLetters = {
  /** Where they are, for people. */
  name: string;
  listKeys(): Promise<string[]>;
  /** @throws if the object is no dead letter */
  read(key: string): Promise<StoredDeadLetter>;
  /** Passes the records to the consumer. @returns those that failed @throws if the consumer crashes */
  send(deadLetter: StoredDeadLetter): Promise<{ batchItemFailures?: unknown[] }>;
  /** Removes a dead letter that is handled. One that was replaced meanwhile stays. */
  remove(deadLetter: StoredDeadLetter): Promise<void>;
  close(): Promise<void>;
};

/**
 * Runs the command. Removes the dead letters that their consumer handles; those that fail again stay.
 * @param open opens those of a stage, or those of the local data if the stage is undefined
 * @returns the exit code: 1 if some are left
 */
export const redrive = (
  args: string[],
  open: (stage: string | undefined, dryRun: boolean) => Promise<DeadLetters>,
  io: Io,
): Promise<number> =>
  runCommand(io, async () => {
    const { stage, dryRun } = parseCommand(args);
    const store = await open(stage, dryRun);
    try {
      return await (dryRun ? list(store, io) : redriveAll(store, io));
    } finally {
      await store.close();
    }
  });

function parseCommand(args: string[]): { stage: string | undefined; dryRun: boolean } {
  try {
    const options = { stage: { type: "string" }, "dry-run": { type: "boolean" } } as const;
    const { values } = parseArgs({ args, options });
    return { stage: values.stage, dryRun: values["dry-run"] === true };
  } catch (error) {
    throw new StartError(`${reasonOf(error)}. ${USAGE}`);
  }
}

/** Prints what would be sent. */
async function list(store: DeadLetters, io: Io): Promise<number> {
  const { found, errors } = await readAll(store);
  for (const { key, count, consumer } of found) io.out(`${key}: ${count} for ${consumer}`);
  for (const [key, error] of errors) io.out(`${key}: ${error}`);
  return 0;
}

async function redriveAll(store: DeadLetters, io: Io): Promise<number> {
  const { found, errors } = await readAll(store);
  const bar = new cliProgress.SingleBar({ format: "{bar} {value}/{total} {key}" }, cliProgress.Presets.rect);
  bar.start(found.length, 0, { key: "" });
  for (const { key } of found.toSorted(byAge)) {
    try {
      const deadLetter = await store.read(key);
      const { batchItemFailures } = await store.send(deadLetter);
      if (batchItemFailures?.length !== 0) throw new Error("the consumer could not handle it yet; redrive it later");
      await store.remove(deadLetter);
    } catch (error) {
      errors.set(key, reasonOf(error));
    }
    bar.increment({ key });
  }
  bar.stop();
  const remaining = await store.listKeys();
  const notRedriven = remaining.filter((key) => found.some((deadLetter) => deadLetter.key === key));
  io.out(`${found.length - notRedriven.length} redriven, ${remaining.length} left in ${store.name}`);
  for (const key of remaining) io.out(`  ${key}: ${errors.get(key) ?? "became a dead letter meanwhile"}`);
  return remaining.length === 0 ? 0 : 1;
}

/** A dead letter without its records, which can be many. */
type Found = { key: string; consumer: string; count: number; createdAt: number; sequenceNumber: string };

/** All dead letters, and the errors of those that cannot be read, by their key. */
async function readAll(store: DeadLetters): Promise<{ found: Found[]; errors: Map<string, string> }> {
  const found: Found[] = [];
  const errors = new Map<string, string>();
  for (const key of await store.listKeys()) {
    try {
      const { consumer, records } = await store.read(key);
      const { ApproximateCreationDateTime: createdAt = 0, SequenceNumber: sequenceNumber = "" } =
        records[0]?.dynamodb ?? {};
      found.push({ key, consumer, count: records.length, createdAt, sequenceNumber });
    } catch (error) {
      errors.set(key, reasonOf(error));
    }
  }
  return { found, errors };
}

/**
 * The order of changes. Those of one item must keep it. Sequence numbers of an item increase; they are numbers without
 * padding.
 */
const byAge = (a: Found, b: Found) =>
  a.createdAt - b.createdAt ||
  a.sequenceNumber.length - b.sequenceNumber.length ||
  (a.sequenceNumber < b.sequenceNumber ? -1 : 1);
