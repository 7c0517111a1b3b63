/** Reads a partition page by page, in byte order of id. */
import { Fault } from "../fault.ts";
import type { Row } from "./row.ts";
import type { ReadTable } from "./verbs.ts";

type Reader = { readonly table: Pick<ReadTable, "query"> };

/** A page of a list. `next` is the position after which the next page starts. It is absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly next?: string };

/** Selects a page of a list: at most `limit` items, starting after the position `after`. */
export type PageRequest = { readonly limit: number; readonly after: string | undefined };

/**
 * The rows of a list: one kind of row in one partition. With `idPrefix`, only ids that start with it. Read strongly
 * consistent unless `consistent` is false.
 */
export type KeyRange = {
  readonly pk: string;
  readonly prefix: string;
  readonly idPrefix?: string | undefined;
  readonly consistent?: boolean;
};

/** DynamoDB's limit for a sort key, in bytes. */
const MAX_SORT_KEY = 1_024;

/** 400: a position outside of the list. */
export const foreignCursor = () => new Fault("invalid-cursor", "The cursor does not belong to this list");

/** The maximum number of rows that a page of a filtered list reads. */
export const MAX_FILTERED_ROWS = 1_000;
/** How many times as many rows each query of a filtered page reads as the one before. */
export const GROWTH = 4;

type Query = Parameters<ReadTable["query"]>[0];

/**
 * Reads rows with queries of growing size: `query.limit` rows first, and at most `maxRows` in all. Who needs no more of
 * them stops iterating. A query that storage ends early has read 1 MB, so it is the last one.
 */
export async function* readSteps(
  { table }: Reader,
  query: Query,
  maxRows: number,
): AsyncGenerator<Awaited<ReturnType<ReadTable["query"]>>> {
  let { after, limit: size } = query;
  for (let left = maxRows; left > 0; size *= GROWTH) {
    const limit = Math.min(size, left);
    const step = await table.query({ ...query, after, limit });
    yield step;
    if (step.last === undefined || step.rows.length < limit) return;
    after = step.last;
    left -= limit;
  }
}

/**
 * Reads one page with one query of `limit` + 1 rows. A page can be short, or empty, although there is a next page.
 * @param pick maps a row to an item. undefined: the list leaves the row out.
 * @throws 400 if the position is outside the list
 */
export const readPage = <T>(ctx: Reader, range: KeyRange, page: PageRequest, pick: (row: Row) => T | undefined) =>
  readFiltered(ctx, range, page, async (rows) => rows.map(pick), page.limit + 1);

/**
 * Reads one page as `readPage` does. While it is not full, it reads on, up to `maxRows` rows.
 * @param pickAll maps the rows of a query to items, in their order. undefined: the list leaves the row out.
 * @throws 400 if the position is outside the list
 */
export async function readFiltered<T>(
  ctx: Reader,
  range: KeyRange,
  { limit, after }: PageRequest,
  pickAll: (rows: readonly Row[]) => Promise<readonly (T | undefined)[]>,
  maxRows: number,
): Promise<Page<T>> {
  const prefix = range.prefix + (range.idPrefix ?? "");
  const start = after === undefined ? undefined : range.prefix + after;
  if (start !== undefined && (!start.startsWith(prefix) || Buffer.byteLength(start) > MAX_SORT_KEY)) {
    throw foreignCursor();
  }
  const position = (sk: string | undefined) => (sk === undefined ? {} : { next: sk.slice(range.prefix.length) });
  const items: T[] = [];
  let previous: string | undefined;
  let end: string | undefined;
  const query = { pk: range.pk, prefix, after: start, limit: limit + 1, consistent: range.consistent };
  for await (const { rows, last } of readSteps(ctx, query, maxRows)) {
    for (const [i, item] of (await pickAll(rows)).entries()) {
      if (item !== undefined && items.length === limit) return { items, ...position(previous) };
      if (item !== undefined) items.push(item);
      previous = rows[i]?.sk;
    }
    end = last;
    if (items.length === limit) break;
  }
  return { items, ...position(end) };
}

/** The maximum number of rows that one query reads: about 1 MB. */
const QUERY_ROWS = 1_000;

/** The limits of `readAll`: how many items it picks, and how many rows it reads. */
type ReadLimits = { items?: number; rows?: number };

/**
 * Reads pages until `items` items are picked or `rows` rows are read.
 * @param pick maps a row to an item. undefined: the row is left out.
 * @param after the position after which to start
 * @returns `truncated`: there may be more items; `next`: the position after which they start
 */
export async function readAll<T>(
  ctx: Reader,
  { items: maxItems = Number.POSITIVE_INFINITY, rows: maxRows = Number.POSITIVE_INFINITY }: ReadLimits,
  range: KeyRange,
  pick: (row: Row) => T | undefined,
  after?: string,
): Promise<{ items: T[]; truncated: boolean; next?: string }> {
  const items: T[] = [];
  const limit = Math.min(QUERY_ROWS, maxItems, maxRows);
  let read = 0;
  let position = after;
  do {
    const page = await readPage(ctx, range, { limit, after: position }, (row) => {
      read++;
      return pick(row);
    });
    items.push(...page.items);
    position = page.next;
  } while (position !== undefined && items.length < maxItems && read < maxRows);
  const end = Math.min(maxItems, maxRows);
  const truncated = position !== undefined || items.length > end;
  return { items: items.slice(0, end), truncated, ...(position === undefined ? {} : { next: position }) };
}
