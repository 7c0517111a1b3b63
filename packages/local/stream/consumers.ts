/** Starts the stream consumers of a local run: the recorder and the publisher, each with its own pump. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { PREFIX } from "@skillmeat-deployments/core/storage/keys.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { BatchDeps } from "@skillmeat-deployments/events/batch.ts";
import { deadLetterOf } from "@skillmeat-deployments/events/dead-letter.ts";
import type { FanOut } from "@skillmeat-deployments/events/feed-event.ts";
import { createPublisher } from "@skillmeat-deployments/events/publish/publisher.ts";
import { createRecorder } from "@skillmeat-deployments/events/record/recorder.ts";
import type { StreamHandler } from "@skillmeat-deployments/events/stream.ts";
import { appendLines } from "../lines.ts";
import { flushEvents, repairEvents } from "./event-log.ts";
import { createLogBus } from "./log-bus.ts";
import { type Pump, startPump } from "./pump.ts";
import { createRecordReader, type RecordReader } from "./record-reader.ts";
import type { Trimmer } from "./trim.ts";

/** The consumers of the stream. */
export const CONSUMERS = ["record", "publish"] as const;
type Consumer = (typeof CONSUMERS)[number];
/**
 * The number of handled records that stay in the stream. The last events are published again from them if the end of
 * the event log is lost; a change makes three to four records.
 */
export const KEPT_RECORDS = 200;

/** Every event, one a line. */
export const eventsFile = (dataDir: string) => join(dataDir, "events.jsonl");
/** The dead letters of both consumers, one a line. */
export const deadLetterFile = (dataDir: string) => join(dataDir, "failed-records.jsonl");
const positionFile = (dataDir: string, consumer: Consumer) => join(dataDir, `${consumer}.position.json`);

/** What the consumers depend on. `trimmer` is undefined if the engine trims its stream itself. */
export type ConsumersOptions = {
  table: Table;
  /** Queues events for webhooks. */
  fanOut: FanOut;
  streams: DynamoDBStreamsClient;
  streamArn: string;
  dataDir: string;
  publicUrl: string;
  now: () => Date;
  trimmer: Trimmer | undefined;
  log: (line: Record<string, unknown>) => void;
};

/** Starts both consumers. Wake the recorder after a write; the recorder wakes the publisher when it has made events. */
export function startConsumers(consumersOptions: ConsumersOptions): { recorder: Pump; publisher: Pump } {
  const options = { ...consumersOptions, read: createRecordReader(consumersOptions.streams) };
  const { table, fanOut, dataDir, publicUrl } = options;
  const file = eventsFile(dataDir);
  const written = repairEvents(file);
  // The torn line held events: the publisher reads the stream from its start, and appends those that are not there.
  if (written) rmSync(positionFile(dataDir, "publish"), { force: true });
  const bus = createLogBus(file, { written });
  const publisher = startConsumer(
    options,
    "publish",
    PREFIX.event,
    (deps) => createPublisher({ ...deps, bus, fanOut, publicUrl }),
    () => flushEvents(file),
  );
  const recorder = startConsumer(options, "record", PREFIX.resource, (deps) =>
    createRecorder({ ...deps, table, onEvents: publisher.wake }),
  );
  return { recorder, publisher };
}

function startConsumer(
  { streams, read, streamArn, dataDir, now, trimmer, log }: ConsumersOptions & { read: RecordReader },
  consumer: Consumer,
  prefix: string,
  create: (deps: BatchDeps) => StreamHandler,
  flush?: () => Promise<void>,
): Pump {
  const deps: BatchDeps = {
    now,
    storeDeadLetter: async (record, error) => {
      const line = JSON.stringify(deadLetterOf(consumer, record, error, now()));
      appendLines(deadLetterFile(dataDir), [line], { flush: true });
    },
    // Successful batches are not logged: their events are in the feeds.
    log: (line) => line.level !== "info" && log({ ...line, service: consumer }),
  };
  return startPump({
    client: streams,
    read,
    streamArn,
    prefix,
    handler: create(deps),
    file: positionFile(dataDir, consumer),
    newest: trimmer?.newest(),
    ...(flush ? { flush } : {}),
    onPosition: (sequenceNumber) => trimmer?.markRead(consumer, sequenceNumber),
    log,
  });
}
