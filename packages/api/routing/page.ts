/** Pagination of list routes: parses `limit` and `cursor`, and builds the query of the next page. */
import type { Page, PageRequest } from "@skillmeat-deployments/core/storage/pages.ts";
import type { Answer } from "../http/answer.ts";
import { decodeCursor } from "../http/cursor.ts";
import { DEFAULT_LIMIT, nextQuery } from "../http/query.ts";

type PageQuery = { limit?: number | undefined; cursor?: string | undefined };

/** The page that a query requests. @throws 400 `invalid-cursor` */
export const pageRequest = ({ limit = DEFAULT_LIMIT, cursor }: PageQuery): PageRequest => ({
  limit,
  after: cursor === undefined ? undefined : decodeCursor(cursor),
});

/** 200 with the page's items. `Link` has the same query with the cursor of the next page, and the ETag is the page's. */
export const pageAnswer = <T>(query: PageQuery, page: Page<T>): Answer => ({
  ...listAnswer(page.items, nextQuery(query, page.next)),
  tagged: true,
});

/** 200 with a list. `next` is the query of the next page, if there is one. */
export const listAnswer = (json: unknown, next: Record<string, string> | undefined): Answer =>
  next === undefined ? { status: 200, json } : { status: 200, json, next };
