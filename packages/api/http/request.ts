/** Reads the parts of a request: its canonical path, its query parameters and its validated headers. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
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
export const prefixOf = (path: string) => (path === PREFIX || path.startsWith(`${PREFIX}/`) ? PREFIX : "");

/** The maximum length of a query, in characters: it is percent-encoded, so also in bytes. */
const MAX_QUERY = 8 * 1024;
/** The maximum number of parameters in a query. */
const MAX_PARAMETERS = 32;

/**
 * All values of each query parameter, so that a repeated parameter can be refused.
 * @param query with its `?`
 * @throws 414 if it is longer than 8 KiB or has more than 32 parameters
 */
export function queryLists(query: string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  if (query === "") return lists;
  if (query.length > MAX_QUERY) throw new Fault("query-too-long", `A query must not exceed ${MAX_QUERY} bytes`);
  const parameters = new URLSearchParams(query);
  if (parameters.size > MAX_PARAMETERS) {
    throw new Fault("query-too-long", `A query must not have more than ${MAX_PARAMETERS} parameters`);
  }
  for (const [name, value] of parameters) {
    const values = lists[name];
    if (values) values.push(value);
    else lists[name] = [value];
  }
  return lists;
}

/** The value of a header. Undefined if the header is missing or does not match the pattern. */
export function headerMatching(request: HttpRequest, name: string, pattern: RegExp): string | undefined {
  const value = request.header(name);
  return value !== null && pattern.test(value) ? value : undefined;
}
