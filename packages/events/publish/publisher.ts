/**
 * The publisher: brings every recorded event to a bus, at least once. What the bus refuses for now is sent again, alone;
 * what it still refuses then is brought again by Lambda, for as long as the stream keeps it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { eventFromRow } from "@skillmeat-deployments/core/model/event-row.ts";
import type { CloudEvent } from "@skillmeat-deployments/core/model/event-type.ts";
import { inParallel } from "@skillmeat-deployments/core/runtime/parallel.ts";
import { PREFIX, tenantOfFeed } from "@skillmeat-deployments/core/storage/keys.ts";
import { type Batch, type BatchDeps, chunked, deadLetter, finishBatch } from "../batch.ts";
import { imagesOf, type StreamHandler, type StreamRecord } from "../stream.ts";
import { detailOf } from "./detail.ts";

/** PutEvents takes 10 entries and 256 KB a call. */
const CALL = { count: 10, bytes: 250_000 };
const CALLS = 4;
/** Rounds of one invocation; Lambda waits longer between its own. */
const ROUNDS = 5;
/** After which no call is begun: a bus that hangs must not use up the function's minute, and with it what was sent. */
const BUDGET_MS = 35_000;
const REMEMBERED = 1_000;

/** One event on its way; `detail` is its JSON. */
export type Entry = { type: string; time: string; detail: string };

/** What became of an entry: sent, refused for what it holds, or to be tried again. */
export type Sent = { done: true } | { done: false; retryable: boolean; error: unknown };

/** Sends up to ten entries; answers for each, in order, and never throws. */
export type Bus = (entries: readonly Entry[]) => Promise<Sent[]>;

export type PublisherDeps = BatchDeps & { bus: Bus; publicUrl: string; budgetMs?: number };

type Item = { record: StreamRecord; event: CloudEvent; entry: Entry };

export function createPublisher(deps: PublisherDeps): StreamHandler {
  // What a batch that comes again has sent already. Memory alone: a new instance sends it twice, which readers bear.
  const sent = new Set<string>();
  return ({ Records }) => publishBatch(Records, deps, sent);
}

async function publishBatch(
  records: readonly StreamRecord[],
  deps: PublisherDeps,
  sent: Set<string>,
): ReturnType<StreamHandler> {
  const ends = performance.now() + (deps.budgetMs ?? BUDGET_MS);
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
    if (performance.now() > ends) return;
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
  // Each counts as failed until it is done: whatever ends this early, Lambda brings it again.
  for (const { record } of items) batch.failed.set(record, new Fault("unavailable", "There was no time to send it"));
  for (let round = 0, pending = items; pending.length > 0 && round < ROUNDS; round++) {
    if (round > 0) await sleep(Math.random() * 100 * 2 ** round);
    await inParallel(CALLS, chunked(pending, sizeOf, CALL), send);
    pending = pending.filter(({ record }) => batch.failed.has(record));
  }
  return finishBatch("events published", records, batch, published, deps);
}

/** The event that a feed's new row holds; TTL's removals and all else are nothing to publish. */
function eventIn(record: StreamRecord, publicUrl: string): CloudEvent | undefined {
  const { before, after } = imagesOf(record);
  if (before || !after) return undefined;
  const tenant = tenantOfFeed(after.pk);
  if (tenant === undefined || !after.sk.startsWith(PREFIX.event)) throw new Error(`No event has the key ${after.pk}`);
  const event = eventFromRow(tenant, after, publicUrl);
  if (Number.isNaN(Date.parse(event.time))) throw new Error("An event's time is none");
  return event;
}

/** Of an entry: its detail, with room for source, type and time. */
const sizeOf = ({ entry }: Item) => Buffer.byteLength(entry.detail) + 200;

function remember(sent: Set<string>, id: string) {
  if (sent.size >= REMEMBERED) sent.delete(sent.values().next().value as string);
  sent.add(id);
}
