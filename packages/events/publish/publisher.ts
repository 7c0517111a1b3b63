/**
 * The publisher: sends every recorded event to a bus, at least once. It retries only the entries that failed. Entries
 * that still fail are reported to Lambda, which delivers them again until the stream record is too old.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { eventFromRow } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { PREFIX, tenantOfFeed } from "@skillmeat-deployments/core/storage/keys.ts";
import { type Batch, type BatchDeps, chunked, deadLetter, finishBatch } from "../batch.ts";
import { imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";
import { detailOf } from "./detail.ts";

/**
 * Limits of one call: PutEvents accepts 10 entries and 256 KB.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const CALL_LIMIT = { count: 10, bytes: 250_000 };
const PARALLEL_CALLS = 4;
/** The maximum number of attempts for an entry in one invocation. */
const ROUNDS = 5;
/**
 * No call starts after this time. If the bus hangs, the function must return before its timeout, or all is sent again.
 */
const BUDGET_MS = 35_000;
/** The maximum number of sent event ids in memory. */
const MAX_SENT_IDS = 1_000;

/** One event for the bus. `detail` is the event as JSON, `time` is RFC 3339. */
type Entry = { type: string; time: string; detail: string };

/** The result for one entry. `retryable`: the same entry may succeed later. */
export type Sent = { done: true } | { done: false; retryable: boolean; error: unknown };

/** Sends up to ten entries. Returns a result for each, in order, and never throws. */
export type Bus = (entries: readonly Entry[]) => Promise<Sent[]>;

/** What the publisher depends on. @param budgetMs milliseconds after which no call starts; defaults to 35 s */
export type PublisherDeps = BatchDeps & { bus: Bus; publicUrl: string; budgetMs?: number };

type Item = { record: StreamRecord; event: CloudEvent; entry: Entry };

/**
 * The handler of a batch. It reports the records that failed; Lambda delivers the batch again from the first of them.
 */
export function createPublisher(deps: PublisherDeps): StreamHandler {
  // The events that were sent before a batch is delivered again. A new instance sends them again: delivery is at least
  // once.
  const sent = new Set<string>();
  return ({ Records }) => publishBatch(Records, deps, sent);
}

async function publishBatch(
  records: readonly StreamRecord[],
  deps: PublisherDeps,
  sent: Set<string>,
): ReturnType<StreamHandler> {
  const deadline = performance.now() + (deps.budgetMs ?? BUDGET_MS);
  const batch: Batch = { failed: new Map(), deadLettered: 0 };
  const items: Item[] = [];
  for (const record of records) {
    if (sent.has(record.dynamodb?.NewImage?.id?.S ?? "")) continue;
    try {
      const event = eventIn(record, deps.publicUrl);
      if (event) items.push({ record, event, entry: { type: event.type, time: event.time, detail: detailOf(event) } });
    } catch (error) {
      await deadLetter(batch, record, error, deps);
    }
  }
  const published: string[] = [];
  const send = async (items: readonly Item[]) => {
    if (performance.now() > deadline) return;
    const results = await deps.bus(items.map(({ entry }) => entry));
    for (const [i, { record, event }] of items.entries()) {
      const result = results[i] as Sent;
      if (!result.done && result.retryable) {
        batch.failed.set(record, result.error);
        continue;
      }
      batch.failed.delete(record);
      if (!result.done) await deadLetter(batch, record, result.error, deps);
      else {
        remember(sent, event.id);
        published.push(event.time);
      }
    }
  };
  // Every record counts as failed until its event is sent. Events that the deadline cuts off are delivered again.
  for (const { record } of items) {
    batch.failed.set(record, new Fault("unavailable", "The event was not sent before the deadline"));
  }
  for (let round = 0, pending = items; pending.length > 0 && round < ROUNDS; round++) {
    if (round > 0) await sleep(Math.random() * 100 * 2 ** round);
    await inParallel(PARALLEL_CALLS, chunked(pending, sizeOf, CALL_LIMIT), send);
    pending = pending.filter(({ record }) => batch.failed.has(record));
  }
  return finishBatch("events published", records, batch, published, deps);
}

/** The event of a new event row. Undefined for changes and removals, for example by TTL. */
function eventIn(record: StreamRecord, publicUrl: string): CloudEvent | undefined {
  const { before, after } = imagesOf(record);
  if (before || !after) return undefined;
  const tenant = tenantOfFeed(after.pk);
  if (tenant === undefined || !after.sk.startsWith(PREFIX.event))
    throw new Error(`${after.pk} is not the key of an event row`);
  const event = eventFromRow(tenant, after, publicUrl);
  if (Number.isNaN(Date.parse(event.time))) throw new Error("The time of the event is not valid");
  return event;
}

/** Bytes of an entry: its detail, and an allowance for source, type and time. */
const sizeOf = ({ entry }: Item) => Buffer.byteLength(entry.detail) + 200;

function remember(sent: Set<string>, id: string) {
  if (sent.size >= MAX_SENT_IDS) sent.delete(sent.values().next().value as string);
  sent.add(id);
}
