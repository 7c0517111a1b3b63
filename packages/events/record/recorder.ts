/**
 * The recorder: gives every committed change its one event with the next sequence of its feed, then tidies behind
 * deletes and purges what deleted projects owned. Delivered twice, split or replayed, it does the same once.
 */
import type { PendingEvent } from "@skillmeat-deployments/core/model/event-row.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/table.ts";
import { type Batch, type BatchDeps, chunked, deadLetter, finishBatch } from "../batch.ts";
import { type Images, imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";
import { append } from "./append.ts";
import { cleanUp } from "./clean-up.ts";
import { eventFromImages } from "./event.ts";

/** At most 49 changes and 3.5 MB a transaction: DynamoDB takes 100 actions and 4 MB. */
const TRANSACTION = { count: 49, bytes: 3_500_000 };
/** Feeds recorded at once. */
const FEEDS = 8;

export type RecorderDeps = BatchDeps & { table: Table };

export type Item = { record: StreamRecord; images: Images; event: PendingEvent | undefined };

/**
 * The handler of one batch, in stream order. It reports what failed for now; Lambda takes the batch up again at the
 * first of these.
 */
export const createRecorder =
  (deps: RecorderDeps): StreamHandler =>
  (event) =>
    recordBatch(event.Records, deps);

async function recordBatch(records: readonly StreamRecord[], deps: RecorderDeps): ReturnType<StreamHandler> {
  const batch: Batch = { failed: new Map(), deadLettered: 0 };
  const items: Item[] = [];
  for (const one of records) {
    try {
      const images = imagesOf(one);
      items.push({ record: one, images, event: eventFromImages(images) });
    } catch (error) {
      // Reading a record touches nothing but the record: what fails here would fail again.
      await deadLetter(batch, one, error, deps);
    }
  }

  const feeds = Map.groupBy(
    items.filter((item) => item.event),
    ({ event }) => `${event?.tenant}#${event?.feed}`,
  );
  await inParallel(FEEDS, [...feeds.values()], (feed) => recordFeed(feed, deps, batch));

  const projects = new Map<string, Promise<Row | undefined>>();
  await inParallel(FEEDS, items, async (item) => {
    // What is removed is recorded: a writer whose answer was lost, and who finds no row, looks for the marker.
    if (batch.failed.has(item.record)) return;
    try {
      await cleanUp(item, deps, projects);
    } catch (error) {
      if (isRecordsOwnFault(error)) await deadLetter(batch, item.record, error, deps);
      else batch.failed.set(item.record, error);
    }
  });
  const times = items.flatMap(({ record, event }) => (event && !batch.failed.has(record) ? [event.time] : []));
  return finishBatch("changes recorded", records, batch, times, deps);
}

/**
 * Does storage refuse what the record holds? Everything else (throttling, an outage, a missing permission) would
 * befall its neighbours too, and is worth waiting for as long as the stream keeps the record.
 */
const isRecordsOwnFault = (error: unknown) =>
  error instanceof Error && (error.name === "ValidationException" || error.name === "TransactionCanceledException");

/** One feed's changes, in chunks that fit a transaction. A chunk that fails for good is tried change by change. */
async function recordFeed(items: readonly Item[], deps: RecorderDeps, batch: Batch): Promise<void> {
  // A batch may hold a record twice, a transaction an item once.
  const once = [...new Map(items.map((item) => [eventIn(item).id, item])).values()];
  const queue = chunked(once, sizeOf, TRANSACTION);
  for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
    try {
      await append(chunk.map(eventIn), deps);
    } catch (error) {
      if (!isRecordsOwnFault(error)) {
        // Order within the feed: what follows waits for what failed.
        for (const item of [chunk, ...queue].flat()) batch.failed.set(item.record, error);
        return;
      }
      if (chunk.length > 1) queue.unshift(...chunk.map((item) => [item]));
      else await deadLetter(batch, (chunk[0] as Item).record, error, deps);
    }
  }
}

const eventIn = (item: Item) => item.event as PendingEvent;

/** Of an event as it is stored, with its keys and its marker. */
const sizeOf = (item: Item) => Buffer.byteLength(eventIn(item).data) + 1_000;
