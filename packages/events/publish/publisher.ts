/**
 * The publisher: sends every recorded event to a bus, at least once. It retries only the entries that failed. Entries
 * that still fail are reported to Lambda, which delivers them again until the stream record is too old.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { eventFromRow } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { chunked } from "@skillmeat-deployments/core/runtime/chunked.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { PREFIX, tenantOfFeed } from "@skillmeat-deployments/core/storage/keys.ts";
import { type Batch, type BatchDeps, deadLetter, finishBatch } from "../batch.ts";
import { detailOf } from "../detail.ts";
import type { FanOut } from "../feed-event.ts";
import { imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";

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
export type PublisherDeps = BatchDeps & {
  bus: Bus;
  /** Queues the events for webhooks, before the bus is called: a bus that is down delays no webhook. */
  fanOut: FanOut;
  publicUrl: string;
  budgetMs?: number;
};

type Item = { record: StreamRecord; tenant: string; feed: string; event: CloudEvent; entry: Entry };

/**
 * The handler of a batch. It reports the records that failed; Lambda delivers the batch again from the first of them.
 */
export function createPublisher(deps: PublisherDeps): StreamHandler {
  // The events that were sent before a batch is delivered again. A new instance sends them again: delivery is at least
  // once.
  const memory: Memory = { sent: new Set(), queued: new Set() };
  return ({ Records }) => publishBatch(Records, deps, memory);
}

/** The ids of events that were sent to the bus, and of those that were queued for webhooks. */
type Memory = { sent: Set<string>; queued: Set<string> };

async function publishBatch(
  records: readonly StreamRecord[],
  deps: PublisherDeps,
  { sent, queued }: Memory,
): ReturnType<StreamHandler> {
  const deadline = performance.now() + (deps.budgetMs ?? BUDGET_MS);
  const batch: Batch = { failed: new Map(), deadLettered: 0 };
  const items: Item[] = [];
  for (const record of records) {
    if (sent.has(record.dynamodb?.NewImage?.id?.S ?? "")) continue;
    try {
      const found = eventIn(record, deps.publicUrl);
      if (!found) continue;
      const { type, time } = found.event;
      items.push({ record, ...found, entry: { type, time, detail: detailOf(found.event) } });
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
  const ready = await queueForWebhooks(items, deps, queued, batch);
  for (let round = 0, pending = ready; pending.length > 0 && round < ROUNDS; round++) {
    if (round > 0) await sleep(Math.random() * 100 * 2 ** round);
    await inParallel(PARALLEL_CALLS, chunked(pending, sizeOf, CALL_LIMIT), send);
    pending = pending.filter(({ record }) => batch.failed.has(record));
  }
  return finishBatch("events published", records, batch, published, deps);
}

/** Queues the events of each tenant for its webhooks. Returns those that are queued; the others fail until they are. */
async function queueForWebhooks(
  items: readonly Item[],
  { fanOut }: PublisherDeps,
  queued: Set<string>,
  batch: Batch,
): Promise<Item[]> {
  const fresh = items.filter(({ event }) => !queued.has(event.id));
  const failed = new Set<Item>();
  const tenants = [...Map.groupBy(fresh, ({ tenant }) => tenant)];
  await inParallel(PARALLEL_CALLS, tenants, async ([tenant, own]) => {
    try {
      await fanOut(tenant, own);
      for (const { event } of own) remember(queued, event.id);
    } catch (error) {
      for (const item of own) {
        failed.add(item);
        batch.failed.set(item.record, error);
      }
    }
  });
  return items.filter((item) => !failed.has(item));
}

/** The event of a new event row, its tenant and feed. Undefined for changes and removals, for example by TTL. */
function eventIn(record: StreamRecord, publicUrl: string): Pick<Item, "tenant" | "feed" | "event"> | undefined {
  const { before, after } = imagesOf(record);
  if (before || !after) return undefined;
  const tenant = tenantOfFeed(after.pk);
  if (tenant === undefined || !after.sk.startsWith(PREFIX.event))
    throw new Error(`${after.pk} is not the key of an event row`);
  const event = eventFromRow(tenant, after, publicUrl);
  if (Number.isNaN(Date.parse(event.time))) throw new Error("The time of the event is not valid");
  return { tenant, feed: after.pk.slice(after.pk.lastIndexOf("#") + 1), event };
}

/** Bytes of an entry: its detail, and an allowance for source, type and time. */
const sizeOf = ({ entry }: Item) => Buffer.byteLength(entry.detail) + 200;

function remember(sent: Set<string>, id: string) {
  if (sent.size >= MAX_SENT_IDS) sent.delete(sent.values().next().value as string);
  sent.add(id);
}
