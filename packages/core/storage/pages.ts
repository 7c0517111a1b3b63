/** Pages of a partition, in byte order of id. */
import { Fault } from "../fault.ts";
import type { Row } from "./row.ts";
import type { ReadTable } from "./verbs.ts";

type Reader = { readonly table: Pick<ReadTable, "query"> };

/** A page of a list; `next` is the position to continue after, absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly next?: string };

/** Which page of a list: at most `limit` items, from after the position `after`. */
export type PageRequest = { readonly limit: number; readonly after: string | undefined };

/** The rows that a list reads: of one partition and kind; with `idPrefix`, those whose ids begin with it. */
export type KeyRange = { readonly pk: string; readonly prefix: string; readonly idPrefix?: string | undefined };

/** DynamoDB's limit for a sort key, in bytes. */
const MAX_SORT_KEY = 1_024;

/**
 * One page, by one query of `limit` + 1 rows. `pick` turns a row into an item, or drops it; a page may then be short
 * while there is a next one.
 * @throws 400 where the position lies outside the list
 */
export async function readPage<T>(
  ctx: Reader,
  range: KeyRange,
  { limit, after }: PageRequest,
  pick: (row: Row) => T | undefined,
): Promise<Page<T>> {
  const from = range.prefix + (range.idPrefix ?? "");
  const start = after === undefined ? undefined : range.prefix + after;
  if (start !== undefined && (!start.startsWith(from) || Buffer.byteLength(start) > MAX_SORT_KEY)) {
    throw new Fault("invalid-cursor", "The cursor does not belong to this list");
  }
  const { rows, last } = await ctx.table.query({ pk: range.pk, prefix: from, after: start, limit: limit + 1 });
  const position = (sk: string | undefined) => (sk === undefined ? {} : { next: sk.slice(range.prefix.length) });
  const items: T[] = [];
  let previous: string | undefined;
  for (const row of rows) {
    const item = pick(row);
    if (item !== undefined && items.length === limit) return { items, ...position(previous) };
    if (item !== undefined) items.push(item);
    previous = row.sk;
  }
  return { items, ...position(last) };
}

/** Rows that one query reads at most: about a megabyte. */
const QUERY_ROWS = 1_000;

/**
 * Reads a partition's rows of one kind page by page, until `items` are picked or `rows` are read. `truncated`: there may
 * be more.
 */
export async function readAll<T>(
  ctx: Reader,
  { items: most = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY }: { items?: number; rows?: number },
  range: KeyRange,
  pick: (row: Row) => T | undefined,
): Promise<{ items: T[]; truncated: boolean }> {
  const items: T[] = [];
  const limit = Math.min(QUERY_ROWS, most, rows);
  let read = 0;
  let after: string | undefined;
  do {
    const page = await readPage(ctx, range, { limit, after }, (row) => {
      read++;
      return pick(row);
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < most && read < rows);
  const end = Math.min(most, rows);
  return { items: items.slice(0, end), truncated: after !== undefined || items.length > end };
}
