/** Reads event feeds. A reader gets every event exactly once, in order and without gaps. */
import type { Ctx } from "../../context.ts";
import { Fault } from "../../fault.ts";
import { keys, PREFIX, TENANT_FEED } from "../../storage/keys.ts";
import type { Page } from "../../storage/pages.ts";
import type { Row } from "../../storage/row.ts";
import { projectRow } from "../project.ts";
import { eventFromRow, isExpired, padSequence, RETENTION_DAYS } from "./event-row.ts";
import type { CloudEvent } from "./event-type.ts";

/** Selects a page of a feed: events after the sequence `after`. undefined: from the oldest retained event. */
export type FeedPage = { after: number | undefined; limit: number };

/** Reads a page of the tenant's feed: changes of projects and artifacts. @throws 400, 410 as `readFeed` */
export const readTenantFeed = (ctx: Ctx, page: FeedPage) => readFeed(ctx, TENANT_FEED, page);

/** Reads a page of a project's feed: changes of profiles and deployments. @throws 400, 410 as `readFeed`; 404 */
export async function readProjectFeed(ctx: Ctx, projectId: string, page: FeedPage) {
  return readFeed(ctx, (await projectRow(ctx, projectId)).uid, page);
}

/**
 * Returns the events after `after`, up to the first gap: an eventually consistent query can return 12 before 11.
 * `next` is always the sequence of the last event returned. A reader polls with it.
 * @throws 400 if `after` is greater than the last sequence; 410 if the next event is no longer retained
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
      .then((page) => page.rows);
  const [firstRows, head] = await Promise.all([rowsAfter(after), ctx.table.get(keys.head(ctx.tenant, feed))]);
  const end = (head?.seq as number | undefined) ?? 0;
  if (after !== undefined && after > end) {
    throw new Fault("beyond-head", `The last sequence of the feed is ${end}; there is no event ${after} yet`, {
      errors: [{ parameter: "after", detail: `must be at most ${end}` }],
    });
  }
  let rows = firstRows;
  let start = after;
  if (start === undefined) {
    const startsAtOne = rows[0] && seqOf(rows[0]) === 1 && !isExpired(rows[0], now);
    start = startsAtOne ? 0 : (await oldestRetained(ctx, feed, end, now)) - 1;
    if (!startsAtOne && start > 0) rows = await rowsAfter(start);
  }
  const items: CloudEvent[] = [];
  for (const row of rows) {
    if (seqOf(row) !== start + items.length + 1 || isExpired(row, now)) break;
    items.push(eventFromRow(ctx.tenant, row, ctx.publicUrl));
  }
  // The query is eventually consistent. A consistent read distinguishes an event that is not visible yet from an
  // expired one.
  if (items.length === 0 && start < end && !(await isRetained(ctx, feed, start + 1, now))) throw expired(start);
  return { items, next: padSequence(start + items.length) };
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
