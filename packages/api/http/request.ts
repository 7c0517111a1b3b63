/** Reads the parts of a request: its canonical path, its query parameters and its validated headers. */
import { canonicalPath } from "@skillmeat-deployments/core/model/api-paths.ts";

/** The path prefix of SkillMeat's own API. Every route is also served under it. */
const PREFIX = "/api/v1";

/** The canonical path of the request's URL, including the prefix if the URL has it. */
export const requestPath = (request: Request) => canonicalPath(new URL(request.url).pathname);

/** The path without the prefix. */
export const withoutPrefix = (path: string) =>
  path === PREFIX ? "/" : path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;

/** The prefix of a path, or an empty string. */
export const prefixOf = (path: string) => (path.startsWith(`${PREFIX}/`) ? PREFIX : "");

/** The query including its `?`, or an empty string. */
export const rawQuery = (url: string) => /\?.*/.exec(url)?.[0] ?? "";

/** All values of each query parameter, so that a repeated parameter can be refused. */
export function queryLists(url: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  const query = rawQuery(url);
  if (query === "") return lists;
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) lists[name] = parameters.getAll(name);
  return lists;
}

/** The value of a header. Undefined if the header is missing or does not match the pattern. */
export function headerMatching(request: Request, name: string, pattern: RegExp): string | undefined {
  const value = request.headers.get(name);
  return value !== null && pattern.test(value) ? value : undefined;
}
