/**
 * The recorder: gives every committed change its one event with the next sequence of its feed, then removes tombstones
 * and what deleted projects owned. Delivered twice, split or replayed, it does the same once.
 */
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { type Batch, chunked, deadLetter, finishBatch } from "../batch.ts";
import { imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";
import { appendToFeed } from "./append.ts";
import { cleanUp } from "./clean-up.ts";
import { eventFromImages } from "./event.ts";
import type { EventItem, RecordedItem, RecorderDeps } from "./item.ts";

/** At most 49 changes and 3.5 MB a transaction: DynamoDB takes 100 actions and 4 MB. */
const TRANSACTION = { count: 49, bytes: 3_500_000 };
/** Feeds that are recorded at once. */
const FEEDS = 8;

/** The handler of one batch, in stream order. It reports what failed; Lambda delivers the batch again from there. */
export const createRecorder =
  (deps: RecorderDeps): StreamHandler =>
  (event) =>
    recordBatch(event.Records, deps);

async function recordBatch(records: readonly StreamRecord[], deps: RecorderDeps): ReturnType<StreamHandler> {
  const batch: Batch = { failed: new Map(), deadLettered: 0 };
  const items = await readItems(records, batch, deps);
  const feeds = Map.groupBy(
    items.filter((item): item is EventItem => item.event !== undefined),
    ({ event }) => `${event.tenant}#${event.feed}`,
  );
  await inParallel(FEEDS, [...feeds.values()], (feed) => recordFeed(feed, deps, batch));
  await cleanUpBehind(items, deps, batch);
  const times = items.flatMap(({ record, event }) => (event && !batch.failed.has(record) ? [event.time] : []));
  return finishBatch("changes recorded", records, batch, times, deps);
}

async function readItems(records: readonly StreamRecord[], batch: Batch, deps: RecorderDeps): Promise<RecordedItem[]> {
  const items: RecordedItem[] = [];
  for (const record of records) {
    try {
      const images = imagesOf(record);
      items.push({ record, images, event: eventFromImages(images) });
    } catch (error) {
      // Reading a record touches nothing but the record: what fails here would fail again.
      await deadLetter(batch, record, error, deps);
    }
  }
  return items;
}

async function cleanUpBehind(items: readonly RecordedItem[], deps: RecorderDeps, batch: Batch): Promise<void> {
  const projects = new Map<string, Promise<Row | undefined>>();
  await inParallel(FEEDS, items, async (item) => {
    // What is removed must be recorded: a writer whose answer was lost, and who finds no row, looks for the marker.
    if (batch.failed.has(item.record)) return;
    try {
      await cleanUp(item, deps, projects);
    } catch (error) {
      if (isRecordsOwnFault(error)) await deadLetter(batch, item.record, error, deps);
      else batch.failed.set(item.record, error);
    }
  });
}

/**
 * Whether storage refuses what the record holds. Everything else (throttling, an outage, a missing permission) would hit
 * its neighbours too, and is retried for as long as the stream keeps the record.
 */
const isRecordsOwnFault = (error: unknown) =>
  error instanceof Error && (error.name === "ValidationException" || error.name === "TransactionCanceledException");

/** One feed's changes, in chunks that fit a transaction. A chunk that fails for good is tried change by change. */
async function recordFeed(items: readonly EventItem[], deps: RecorderDeps, batch: Batch): Promise<void> {
  // A batch may hold a record twice, a transaction an item once.
  const unique = [...new Map(items.map((item) => [item.event.id, item])).values()];
  const queue = chunked(unique, sizeOf, TRANSACTION);
  for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
    try {
      await appendToFeed(
        chunk.map(({ event }) => event),
        deps,
      );
    } catch (error) {
      if (!isRecordsOwnFault(error)) {
        // Order within the feed: what follows waits for what failed.
        for (const item of [chunk, ...queue].flat()) batch.failed.set(item.record, error);
        return;
      }
      const [only, ...others] = chunk;
      if (others.length > 0) queue.unshift(...chunk.map((item) => [item]));
      else if (only) await deadLetter(batch, only.record, error, deps);
    }
  }
}

/** Bytes of an event as it is stored, with its keys and its marker. */
const sizeOf = ({ event }: EventItem) => Buffer.byteLength(event.data) + 1_000;
