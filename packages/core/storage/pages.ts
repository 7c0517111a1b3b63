/** Pages of a partition, in byte order of id. The cursor is a position and nothing else. */
import type { Ctx, Page } from "../context.ts";
import { Fault } from "../fault.ts";
import type { Row } from "./row.ts";

/** What a list reads: the partition comes from the caller, `narrow` keeps to the ids that begin with it. */
export type KeyRange = {
  pk: string;
  prefix: string;
  idPrefix?: string | undefined;
  limit: number;
  after: string | undefined;
};

/** DynamoDB's limit for a sort key, in bytes. */
const MAX_SORT_KEY = 1_024;

/**
 * One query of `limit` + 1 rows. `pick` turns a row into an item, or drops it; a page may then be short while there
 * is a next one.
 * @throws 400 where the position lies outside the list
 */
export async function readPage<T>(
  ctx: Pick<Ctx, "table">,
  span: KeyRange,
  pick: (row: Row) => T | undefined,
): Promise<Page<T>> {
  const from = span.prefix + (span.idPrefix ?? "");
  const at = span.after === undefined ? undefined : span.prefix + span.after;
  if (at !== undefined && (!at.startsWith(from) || Buffer.byteLength(at) > MAX_SORT_KEY)) {
    throw new Fault("invalid-cursor", "The cursor does not belong to this list");
  }
  const { rows, last } = await ctx.table.query({
    pk: span.pk,
    prefix: from,
    after: at,
    limit: span.limit + 1,
  });
  const items: T[] = [];
  let position: string | undefined;
  for (const row of rows) {
    const item = pick(row);
    if (item !== undefined && items.length === span.limit) return { items, ...next(position, span.prefix) };
    if (item !== undefined) items.push(item);
    position = row.sk;
  }
  return last === undefined ? { items } : { items, ...next(last, span.prefix) };
}

/** Rows that one query of many reads: about a megabyte. */
const QUERY_ROWS = 1_000;

/**
 * Of a partition's rows of one kind, the first `items` that are picked, or what is picked of the first `rows`; page by
 * page. `truncated`: there may be more.
 */
export async function readAll<T>(
  ctx: Pick<Ctx, "table">,
  { items: most = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY }: { items?: number; rows?: number },
  { pk, prefix }: Pick<KeyRange, "pk" | "prefix">,
  pick: (row: Row) => T | undefined,
): Promise<{ items: T[]; truncated: boolean }> {
  const items: T[] = [];
  let seen = 0;
  let after: string | undefined;
  do {
    const page = await readPage(ctx, { pk, prefix, limit: Math.min(QUERY_ROWS, most, rows), after }, (row) => {
      seen++;
      return pick(row);
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < most && seen < rows);
  const end = Math.min(most, rows);
  return { items: items.slice(0, end), truncated: after !== undefined || items.length > end };
}

const next = (sk: string | undefined, prefix: string) => (sk === undefined ? {} : { next: sk.slice(prefix.length) });
