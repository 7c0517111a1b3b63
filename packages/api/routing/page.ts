/** What all list routes share: limit and cursor in, the next page's query out. */
import type { Page, PageRequest } from "@skillmeat-deployments/core/storage/pages.ts";
import type { Answer } from "../http/answer.ts";
import { decodeCursor } from "../http/cursor.ts";
import { DEFAULT_LIMIT, nextQuery } from "../http/query.ts";

type Paged = { limit?: number | undefined; cursor?: string | undefined };

export const pageRequest = ({ limit = DEFAULT_LIMIT, cursor }: Paged): PageRequest => ({
  limit,
  after: cursor === undefined ? undefined : decodeCursor(cursor),
});

export const pageAnswer = <T>(query: Paged, page: Page<T>): Answer =>
  listAnswer(page.items, nextQuery(query, page.next));

export const listAnswer = (json: unknown, next: Record<string, string> | undefined): Answer =>
  next === undefined ? { status: 200, json } : { status: 200, json, next };
