/** Reads the parts of a request: its canonical path, its query parameters and its validated headers. */
import { canonicalPath } from "@skillmeat-deployments/core/model/api-paths.ts";
import type { HttpRequest } from "./message.ts";

/** The path prefix of SkillMeat's own API. Every route is also served under it. */
const PREFIX = "/api/v1";

/** The canonical path of the request, including the prefix if the request has it. */
export const requestPath = (request: HttpRequest) => canonicalPath(request.path);

/** The path without the prefix. */
export const withoutPrefix = (path: string) =>
  path === PREFIX ? "/" : path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;

/** The prefix of a path, or an empty string. */
export const prefixOf = (path: string) => (path.startsWith(`${PREFIX}/`) ? PREFIX : "");

/** All values of each query parameter, so that a repeated parameter can be refused. @param query with its `?` */
export function queryLists(query: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  if (query === "") return lists;
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) lists[name] = parameters.getAll(name);
  return lists;
}

/** The value of a header. Undefined if the header is missing or does not match the pattern. */
export function headerMatching(request: HttpRequest, name: string, pattern: RegExp): string | undefined {
  const value = request.header(name);
  return value !== null && pattern.test(value) ? value : undefined;
}
