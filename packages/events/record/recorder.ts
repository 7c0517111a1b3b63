/**
 * The recorder: appends one event for every committed change to its feed, with the next sequence number, then removes
 * tombstones and the children of deleted projects. It is idempotent: the stream may deliver records several times.
 */
import { chunked } from "@skillmeat-deployments/core/runtime/chunked.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import type { Row } from "@skillmeat-deployments/core/storage/row.ts";
import { type Batch, deadLetter, finishBatch } from "../batch.ts";
import { imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";
import { appendToFeed, type FeedHead } from "./append.ts";
import { cleanUp } from "./clean-up.ts";
import { eventFromImages } from "./event.ts";
import type { EventItem, RecordedItem, RecorderDeps } from "./item.ts";

/**
 * Limits of one transaction. DynamoDB allows 100 actions and 4 MB; a change takes two actions, and the head takes one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const TRANSACTION_LIMIT = { count: 49, bytes: 3_500_000 };
/** The number of feeds, and of clean-ups, that run at the same time. */
const PARALLEL_FEEDS = 8;

/**
 * The handler of a batch. It reports the records that failed; Lambda delivers the batch again from the first of them.
 */
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
  await inParallel(PARALLEL_FEEDS, [...feeds.values()], (feed) => recordFeed(feed, deps, batch));
  await cleanUpAll(items, deps, batch);
  const times = items.flatMap(({ record, event }) => (event && !batch.failed.has(record) ? [event.time] : []));
  if (times.length > 0) deps.onEvents?.();
  return finishBatch("changes recorded", records, batch, times, deps);
}

async function readItems(records: readonly StreamRecord[], batch: Batch, deps: RecorderDeps): Promise<RecordedItem[]> {
  const items: RecordedItem[] = [];
  for (const record of records) {
    try {
      const images = imagesOf(record);
      items.push({ record, images, event: eventFromImages(images) });
    } catch (error) {
      // This only parses the record. An error would occur again, so the record is not retried.
      await deadLetter(batch, record, error, deps);
    }
  }
  return items;
}

async function cleanUpAll(items: readonly RecordedItem[], deps: RecorderDeps, batch: Batch): Promise<void> {
  const projects = new Map<string, Promise<Row | undefined>>();
  await inParallel(PARALLEL_FEEDS, items, async (item) => {
    // Remove a row only after its change is recorded: a writer that retries a lost write and finds no row reads the
    // marker.
    if (batch.failed.has(item.record)) return;
    try {
      await cleanUp(item, deps, projects);
    } catch (error) {
      if (isInvalidData(error)) await deadLetter(batch, item.record, error, deps);
      else batch.failed.set(item.record, error);
    }
  });
}

/**
 * Whether storage rejects the data of the record. Other errors (throttling, outages, permissions) are not specific to
 * one record, and are retried as long as the stream keeps it.
 */
const isInvalidData = (error: unknown) =>
  error instanceof Error && (error.name === "ValidationException" || error.name === "TransactionCanceledException");

/** Records the changes of one feed, in chunks that fit a transaction. A rejected chunk is retried change by change. */
async function recordFeed(items: readonly EventItem[], deps: RecorderDeps, batch: Batch): Promise<void> {
  // A batch may contain a record twice, but a transaction must not contain an item twice.
  const unique = [...new Map(items.map((item) => [item.event.id, item])).values()];
  const queue = chunked(unique, sizeOf, TRANSACTION_LIMIT);
  let head: FeedHead | undefined;
  for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
    try {
      const events = chunk.map(({ event }) => event);
      head = await appendToFeed(events, deps, head);
    } catch (error) {
      if (!isInvalidData(error)) {
        // To keep the order of the feed, the later changes must wait for this one.
        for (const item of [chunk, ...queue].flat()) batch.failed.set(item.record, error);
        return;
      }
      const [only, ...others] = chunk;
      if (others.length > 0) queue.unshift(...chunk.map((item) => [item]));
      else if (only) await deadLetter(batch, only.record, error, deps);
    }
  }
}

/** Bytes of a stored event: its data, and an allowance for its keys and its marker. */
const sizeOf = ({ event }: EventItem) => Buffer.byteLength(event.data) + 1_000;
