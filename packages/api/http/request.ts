/** What a request asks for: its path in one spelling, its query as lists, and safe headers. */
import { canonicalPath } from "@skillmeat-deployments/core/model/paths.ts";

/** SkillMeat's own prefix: every route answers under it too. */
const PREFIX = "/api/v1";

/** The path of a request's URL in its one spelling, with the prefix where it has one. */
export const requestPath = (request: Request) => canonicalPath(new URL(request.url).pathname);

export const withoutPrefix = (path: string) =>
  path === PREFIX ? "/" : path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;

/** The prefix that a path has, or nothing. */
export const prefixOf = (path: string) => (path.startsWith(`${PREFIX}/`) ? PREFIX : "");

/** The query with its `?`, or nothing. */
export const rawQuery = (url: string) => /\?.*/.exec(url)?.[0] ?? "";

/** A query as lists, so that a parameter given twice is seen. */
export function queryLists(url: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  const query = rawQuery(url);
  if (query === "") return lists;
  const given = new URLSearchParams(query);
  for (const name of given.keys()) lists[name] = given.getAll(name);
  return lists;
}

/** A header's value where it has the form; undefined where it has not, or is not there. */
export function headerOfForm(request: Request, name: string, form: RegExp): string | undefined {
  const value = request.headers.get(name);
  return value !== null && form.test(value) ? value : undefined;
}
