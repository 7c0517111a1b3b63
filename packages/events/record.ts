/**
 * The recorder: gives every committed change its one event with the next sequence of its feed, then tidies behind
 * deletes and purges what deleted projects owned. Delivered twice, split or replayed, it does the same once.
 */
import { eventRow, type Recordable, ttlAt } from "@skillmeat-deployments/core/event-row.ts";
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { type Key, keys, ownerOf, PREFIX } from "@skillmeat-deployments/core/keys.ts";
import { inParallel } from "@skillmeat-deployments/core/parallel.ts";
import type { NounRow, Row, Table, Write } from "@skillmeat-deployments/core/table.ts";
import { type Batch, type BatchDeps, chunked, close, setAside } from "./batch.ts";
import { eventOf } from "./event.ts";
import { type Images, imagesOf, type StreamHandler, type StreamRecord } from "./stream.ts";

/** At most 49 changes and 3.5 MB a transaction: DynamoDB takes 100 actions and 4 MB. */
const TRANSACTION = { count: 49, bytes: 3_500_000 };
/** Children removed in one slice of a purge. */
const SLICE = 500;
const REMOVERS = 16;
/** Feeds recorded at once. */
const FEEDS = 8;

export type RecorderDeps = BatchDeps & { table: Table };

type Item = { record: StreamRecord; images: Images; event: Recordable | undefined };

/**
 * The handler of one batch, in stream order. It reports what failed for now; Lambda takes the batch up again at the
 * first of these.
 */
export const createRecorder =
  (deps: RecorderDeps): StreamHandler =>
  (event) =>
    recordBatch(event.Records, deps);

async function recordBatch(records: readonly StreamRecord[], deps: RecorderDeps): ReturnType<StreamHandler> {
  const batch: Batch = { failed: new Map(), setAside: 0 };
  const items: Item[] = [];
  for (const one of records) {
    try {
      const images = imagesOf(one);
      items.push({ record: one, images, event: eventOf(images) });
    } catch (error) {
      // Reading a record touches nothing but the record: what fails here would fail again.
      await setAside(batch, one, error, deps);
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
      await tidy(item, deps, projects);
    } catch (error) {
      if (isRecordsOwnFault(error)) await setAside(batch, item.record, error, deps);
      else batch.failed.set(item.record, error);
    }
  });
  const times = items.flatMap(({ record, event }) => (event && !batch.failed.has(record) ? [event.time] : []));
  return close("changes recorded", records, batch, times, deps);
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
      else await setAside(batch, (chunk[0] as Item).record, error, deps);
    }
  }
}

const eventIn = (item: Item) => item.event as Recordable;

/** Of an event as it is stored, with its keys and its marker. */
const sizeOf = (item: Item) => Buffer.byteLength(eventIn(item).data) + 1_000;

/** Appends changes to their feed: the head moves, each event and each change's marker are written, all or nothing. */
async function append(events: Recordable[], { table, now }: RecorderDeps): Promise<void> {
  let pending = events;
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt >= 20) throw new Fault("unavailable", "The feed's head keeps moving", { retryAfter: 1 });
    const { tenant, feed } = pending[0] as Recordable;
    const headKey = keys.head(tenant, feed);
    const head = await table.get(headKey);
    const seq = (head?.seq as number | undefined) ?? 0;
    // Expiry never decreases along a feed, whatever the recorders' clocks say.
    const ttl = Math.max(ttlAt(now()), (head?.expires as number | undefined) ?? 0);
    const writes: Write[] = [
      { advance: headKey, seq: seq + pending.length, expires: ttl, when: { is: "head", seq: head ? seq : undefined } },
      ...pending.flatMap((event, i): Write[] => [
        { put: eventRow(event, seq + 1 + i, ttl), when: { is: "absent" } },
        { put: { ...keys.marker(tenant, event.id), ttl }, when: { is: "absent" } },
      ]),
    ];
    const result = await table.transact(writes);
    if (result.done) return;
    // A marker that is there means that its change is recorded; a head that moved, to look again.
    pending = pending.filter((_, i) => result.outcomes[2 + 2 * i]?.done !== false);
  }
}

/** What a change leaves to do: a marked row to remove, a project to purge, a child to check against its project. */
async function tidy({ images, event }: Item, deps: RecorderDeps, projects: Map<string, Promise<Row | undefined>>) {
  const row = images.after as NounRow | undefined;
  if (!row) return;
  if (row.sk.startsWith(PREFIX.project)) {
    if (row.deleted) await purge(row, deps);
    return;
  }
  const key = { pk: row.pk, sk: row.sk };
  if (row.deleted) {
    await deps.table.remove(key, { is: "marked", change: row.change });
    return;
  }
  if (event?.type.endsWith(".created") && row.parent !== undefined) await checkChild(row, deps, projects);
}

/** A child created while its project was being deleted is removed; the project is read once a batch. */
async function checkChild(row: NounRow, { table }: RecorderDeps, projects: Map<string, Promise<Row | undefined>>) {
  const { tenant, project } = ownerOf(row.pk) ?? {};
  if (tenant === undefined || project === undefined) return;
  const reading = projects.get(row.pk) ?? table.get(keys.project(tenant, project));
  projects.set(row.pk, reading);
  const owner = await reading;
  if (owner && !owner.deleted && owner.uid === row.parent) return;
  await table.remove({ pk: row.pk, sk: row.sk }, { is: "child", parent: row.parent as string });
}

/**
 * One slice of a purge: up to 500 children, then the position on the project, whose own stream record brings the
 * next slice; with none left, the feed's head gets its expiry and the project goes, last.
 */
async function purge(marked: NounRow, { table, now }: RecorderDeps): Promise<void> {
  const { tenant } = ownerOf(marked.pk) as { tenant: string };
  const projectId = marked.sk.slice(PREFIX.project.length);
  const projectKey = keys.project(tenant, projectId);
  // Children first, then the project: if it still is the marked one, none of them can belong to a later one.
  const { rows } = await table.query({
    pk: keys.projectPartition(tenant, projectId),
    prefix: PREFIX.noun,
    limit: SLICE,
  });
  const current = await table.get(projectKey);
  if (!current?.deleted || current.change !== marked.change) return;
  await inParallel(REMOVERS, rows, (row) =>
    table.remove({ pk: row.pk, sk: row.sk }, { is: "child", parent: row.parent as string }),
  );
  if (rows.length > 0) {
    const purged = (current.purged as number | undefined) ?? 0;
    await table.set(projectKey, "purged", purged + rows.length, { is: "marked", change: marked.change, purged });
    return;
  }
  await expireHead(keys.head(tenant, marked.uid), table, now());
  await table.remove(projectKey, { is: "marked", change: marked.change });
}

/** The head outlives its events and no more; where a late event is still to make it, it is made here, with its expiry. */
async function expireHead(key: Key, table: Table, now: Date): Promise<void> {
  const ttl = ttlAt(now);
  const made = await table.put({ ...key, seq: 0, expires: 0, ttl }, { is: "absent" });
  if (!made.done) await table.set(key, "ttl", ttl, { is: "live" });
}
