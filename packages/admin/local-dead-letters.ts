/** The dead letters of the local data: lines of `failed-records.jsonl`, handled in this process. */
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createTable } from "@skillmeat-deployments/core/storage/table.ts";
import { newId } from "@skillmeat-deployments/core/values/id.ts";
import type { BatchDeps } from "@skillmeat-deployments/events/batch.ts";
import { parseDeadLetter } from "@skillmeat-deployments/events/dead-letter.ts";
import { createFanOut } from "@skillmeat-deployments/events/deliver/fan-out.ts";
import { createPublisher } from "@skillmeat-deployments/events/publish/publisher.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamHandler } from "@skillmeat-deployments/events/stream.ts";
import { appendLines } from "@skillmeat-deployments/local/lines.ts";
import { type OpenTable, openLocal } from "@skillmeat-deployments/local/open.ts";
import { type Env, publicUrlOf, settingsOf } from "@skillmeat-deployments/local/settings.ts";
import { deadLetterFile, eventsFile } from "@skillmeat-deployments/local/stream/consumers.ts";
import { createLogBus } from "@skillmeat-deployments/local/stream/log-bus.ts";
import type { DeadLetters } from "./redrive.ts";

/** Opens the local dead letters, while a server runs or not. @throws StartError if the data cannot be opened */
export async function openLocalDeadLetters(env: Env, dryRun: boolean): Promise<DeadLetters> {
  // A setting that is not valid is reported before anything is started or renamed.
  const settings = settingsOf(env);
  const publicUrl = publicUrlOf(env, settings);
  const opened = await openLocal(env);
  try {
    const consumers = consumersOf(opened, settings.dataDir, publicUrl);
    return openFile(deadLetterFile(settings.dataDir), consumers, dryRun, opened.close);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The dead letters in a file. */
function openFile(
  file: string,
  consumers: ReadonlyMap<string, StreamHandler>,
  dryRun: boolean,
  closeTable: () => Promise<void>,
): DeadLetters {
  // A running server may append to the file, so it is renamed first. A command that was killed has left it renamed.
  const taken = `${file}.redrive`;
  if (!dryRun && !existsSync(taken) && existsSync(file)) renameSync(file, taken);
  const lines = new Map(linesOf(existsSync(taken) ? taken : file, "line"));
  const putBack = () => {
    if (lines.size > 0) appendLines(file, [...lines.values()], { flush: true });
    rmSync(taken, { force: true });
  };
  return {
    name: file,
    listKeys: async () => [
      ...lines.keys(),
      ...(existsSync(taken) ? linesOf(file, "new line") : []).map(([key]) => key),
    ],
    async read(key) {
      const line = lines.get(key);
      if (line === undefined) throw new Error("it became a dead letter meanwhile; redrive it later");
      return { key, ...parseDeadLetter(line) };
    },
    send: ({ consumer, records }) => {
      const handler = consumers.get(consumer);
      if (!handler) throw new Error(`'${consumer}' is not a consumer`);
      return handler({ Records: records });
    },
    remove: async ({ key }) => void lines.delete(key),
    close: async () => {
      try {
        if (!dryRun) putBack();
      } finally {
        await closeTable();
      }
    },
  };
}

/** The lines of a file by their number. */
function linesOf(file: string, name: string): [key: string, line: string][] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, i): [string, string][] => (line === "" ? [] : [[`${name} ${i + 1}`, line]]));
}

/** The consumers by name. A record that cannot be handled is a failure, so that its line is kept. */
function consumersOf(
  { client, name }: OpenTable,
  dataDir: string,
  publicUrl: string,
): ReadonlyMap<string, StreamHandler> {
  const deps: BatchDeps = {
    now: () => new Date(),
    storeDeadLetter: async (_record, error) => {
      throw error;
    },
    log: () => {},
  };
  const bus = createLogBus(eventsFile(dataDir));
  const table = createTable(client, name);
  // The running server's sweep finds what is queued.
  const fanOut = createFanOut({ table, now: deps.now, newId, queue: async () => {} });
  return new Map([
    ["record", createRecorder({ ...deps, table })],
    ["publish", createPublisher({ ...deps, bus, fanOut, publicUrl })],
  ]);
}
