/** Reads event feeds: every event once, in order, without a hole. */
import type { Ctx } from "../context.ts";
import { Fault } from "../fault.ts";
import { keys, PREFIX, TENANT_FEED } from "../storage/keys.ts";
import type { Page } from "../storage/pages.ts";
import type { Row } from "../storage/row.ts";
import { eventFromRow, isExpired, padSequence, RETENTION_DAYS } from "./event-row.ts";
import type { CloudEvent } from "./event-type.ts";
import { projectRow } from "./project.ts";

/** `after`: a sequence; undefined: from the oldest retained. */
export type FeedPage = { after: number | undefined; limit: number };

/** A tenant's feed: its projects and artifacts. */
export const readTenantFeed = (ctx: Ctx, page: FeedPage) => readFeed(ctx, TENANT_FEED, page);

/** A project's feed: its profiles and deployments. @throws 404 */
export async function readProjectFeed(ctx: Ctx, projectId: string, page: FeedPage) {
  return readFeed(ctx, (await projectRow(ctx, projectId)).uid, page);
}

/**
 * The contiguous run after `after`; a gap ends it, since a query may show 12 before 11 of one transaction.
 * `next` is always the last sequence served: it is what a reader polls with.
 * @throws 400 beyond the head; 410 before the oldest retained
 */
async function readFeed(ctx: Ctx, feed: string, { after, limit }: FeedPage): Promise<Required<Page<CloudEvent>>> {
  const now = ctx.now();
  const pk = keys.feedPartition(ctx.tenant, feed);
  const rowsAfter = (seq: number | undefined) =>
    ctx.table
      .query({
        pk,
        prefix: PREFIX.event,
        limit,
        consistent: false,
        after: seq === undefined ? seq : PREFIX.event + padSequence(seq),
      })
      .then((found) => found.rows);
  const [firstRows, head] = await Promise.all([rowsAfter(after), ctx.table.get(keys.head(ctx.tenant, feed))]);
  const end = (head?.seq as number | undefined) ?? 0;
  if (after !== undefined && after > end) {
    throw new Fault("beyond-head", `The feed ends at ${end}; nothing can follow ${after} yet`, {
      errors: [{ parameter: "after", detail: `must be at most ${end}` }],
    });
  }
  let rows = firstRows;
  let start = after;
  if (start === undefined) {
    const fromOne = rows[0] && seqOf(rows[0]) === 1 && !isExpired(rows[0], now);
    start = fromOne ? 0 : (await oldestRetained(ctx, feed, end, now)) - 1;
    if (!fromOne && start > 0) rows = await rowsAfter(start);
  }
  const items: CloudEvent[] = [];
  for (const row of rows) {
    if (seqOf(row) !== start + items.length + 1 || isExpired(row, now)) break;
    items.push(eventFromRow(ctx.tenant, row, ctx.publicUrl));
  }
  // The query is eventually consistent: only a consistent look tells an event that is late from one that is gone.
  if (items.length === 0 && start < end && !(await isRetained(ctx, feed, start + 1, now))) throw expired(start);
  return { items, next: padSequence(start + items.length) };
}

const seqOf = (row: Row) => Number(row.sk.slice(PREFIX.event.length));

const expired = (after: number) =>
  new Fault(
    "expired",
    `Events after ${after} are no longer retained (${RETENTION_DAYS} days); read without 'after' for the oldest that are`,
  );

async function isRetained(ctx: Ctx, feed: string, seq: number, now: Date): Promise<boolean> {
  const row = await ctx.table.get(keys.event(ctx.tenant, feed, padSequence(seq)));
  return row !== undefined && !isExpired(row, now);
}

/** The least sequence that is retained, by bisection: expiry never decreases along a feed. `end` + 1 if none is. */
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
