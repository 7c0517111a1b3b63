/** Reads event feeds. A reader gets every event exactly once, in order and without gaps. */
import type { Ctx } from "../../context.ts";
import { Fault } from "../../fault.ts";
import { keys, PREFIX, TENANT_FEED } from "../../storage/keys.ts";
import { GROWTH, MAX_FILTERED_ROWS, type Page, readSteps } from "../../storage/pages.ts";
import type { Row } from "../../storage/row.ts";
import { canonicalPath } from "../api-paths.ts";
import { projectRow } from "../project.ts";
import { eventFromRow, isExpired, padSequence, RETENTION_DAYS } from "./event-row.ts";
import { type CloudEvent, matchesPattern } from "./event-type.ts";

/**
 * Selects a page of a feed: events after the sequence `after`. undefined: from the oldest retained event. `type`: one of
 * `typePatterns`. `subject`: a path in its canonical encoding.
 */
export type FeedPage = {
  after: number | undefined;
  limit: number;
  type?: string | undefined;
  subject?: string | undefined;
};

/** Reads a page of the tenant's feed: changes of projects and artifacts. @throws 400, 410 as `readFeed` */
export const readTenantFeed = (ctx: Ctx, page: FeedPage) => readFeed(ctx, TENANT_FEED, page);

/** Reads a page of a project's feed: changes of profiles and deployments. @throws 400, 410 as `readFeed`; 404 */
export async function readProjectFeed(ctx: Ctx, projectId: string, page: FeedPage) {
  return readFeed(ctx, (await projectRow(ctx, projectId)).uid, page);
}

/** Returns whether a page selects the event of a row. The event itself is not parsed. */
const selects = ({ type, subject }: FeedPage, row: Row) =>
  (type === undefined || matchesPattern(row.type as string, type)) &&
  (subject === undefined || canonicalPath(row.subject as string) === subject);

/**
 * Returns the events after `after`, up to the first gap: an eventually consistent query can return 12 before 11.
 * `next` is always the last sequence that was looked at. A reader polls with it. A filtered page that is not full reads
 * on, up to 1,000 rows.
 * @throws 400 if `after` is greater than the last sequence; 410 if the next event is no longer retained
 */
async function readFeed(ctx: Ctx, feed: string, page: FeedPage): Promise<Required<Page<CloudEvent>>> {
  const { after, limit } = page;
  const now = ctx.now();
  const rowsFrom = (seq: number | undefined, rows: number) => ({
    pk: keys.feedPartition(ctx.tenant, feed),
    prefix: PREFIX.event,
    limit: rows,
    consistent: false,
    after: seq === undefined ? seq : PREFIX.event + padSequence(seq),
  });
  const [first, head] = await Promise.all([
    ctx.table.query(rowsFrom(after, limit)),
    ctx.table.get(keys.head(ctx.tenant, feed)),
  ]);
  const end = (head?.seq as number | undefined) ?? 0;
  if (after !== undefined && after > end) {
    throw new Fault("beyond-head", `The last sequence of the feed is ${end}; there is no event ${after} yet`, {
      errors: [{ parameter: "after", detail: `must be at most ${end}` }],
    });
  }
  let { rows } = first;
  let start = after;
  if (start === undefined) {
    const startsAtOne = rows[0] && seqOf(rows[0]) === 1 && !isExpired(rows[0], now);
    start = startsAtOne ? 0 : (await oldestRetained(ctx, feed, end, now)) - 1;
    if (!startsAtOne && start > 0) ({ rows } = await ctx.table.query(rowsFrom(start, limit)));
  }
  const run = createRun(ctx, page, start, now);
  // An unfiltered page is full, or at the end of the feed, after its first query.
  if (run.add(rows) && rows.length === limit && run.last() < end) {
    const more = readSteps(ctx, rowsFrom(run.last(), limit * GROWTH), MAX_FILTERED_ROWS - limit);
    for await (const step of more) if (!run.add(step.rows)) break;
  }
  // The query is eventually consistent. A consistent read distinguishes an event that is not visible yet from an
  // expired one.
  if (run.last() === start && start < end && !(await isRetained(ctx, feed, start + 1, now))) throw expired(start);
  return { items: run.items, next: padSequence(run.last()) };
}

/** The events of a page: those of the contiguous run of rows after the sequence `start` that the page selects. */
function createRun(ctx: Ctx, page: FeedPage, start: number, now: Date) {
  const items: CloudEvent[] = [];
  let seq = start;
  return {
    items,
    /** The last sequence that was looked at. */
    last: () => seq,
    /** Looks at further rows. Returns whether to read on: there was no gap, and the page is not full. */
    add(rows: readonly Row[]): boolean {
      for (const row of rows) {
        if (seqOf(row) !== seq + 1 || isExpired(row, now)) return false;
        const isSelected = selects(page, row);
        if (isSelected && items.length === page.limit) return false;
        if (isSelected) items.push(eventFromRow(ctx.tenant, row, ctx.publicUrl));
        seq++;
      }
      return items.length < page.limit;
    },
  };
}

const seqOf = (row: Row) => Number(row.sk.slice(PREFIX.event.length));

const expired = (after: number) =>
  new Fault(
    "expired",
    `Events after ${after} are no longer retained (${RETENTION_DAYS} days); omit 'after' to read from the oldest retained event`,
  );

async function isRetained(ctx: Ctx, feed: string, seq: number, now: Date): Promise<boolean> {
  const row = await ctx.table.get(keys.event(ctx.tenant, feed, padSequence(seq)));
  return row !== undefined && !isExpired(row, now);
}

/**
 * Finds the lowest retained sequence by binary search: events expire in the order of the feed. `end` + 1 if there is
 * none.
 */
async function oldestRetained(ctx: Ctx, feed: string, end: number, now: Date): Promise<number> {
  let low = 1;
  let high = end + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isRetained(ctx, feed, middle, now)) high = middle;
    else low = middle + 1;
  }
  return low;
}
