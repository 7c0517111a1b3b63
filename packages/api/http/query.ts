/** Parses query parameters, and builds the query of the next page. */
import { type FieldError, invalidAll } from "@skillmeat-deployments/core/fault.ts";
import { fieldErrors } from "@skillmeat-deployments/core/resource/parse.ts";
import type * as z from "zod";
import { encodeCursor } from "./cursor.ts";

export const DEFAULT_LIMIT = 50;

/** The pattern of `limit`: an integer from 1 to 100. */
export const LIMIT = /^(?:[1-9]\d?|100)$/;
/** The pattern of `after`: a sequence number, with or without the zero padding that events have. */
export const AFTER = /^\d{1,20}$/;
/** A number that JavaScript cannot represent exactly is beyond the end of every feed. */
export const parseAfter = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER);

/** The parameters of pages. Undefined: the value is not valid. */
const PAGING = {
  limit: (value: string) => (LIMIT.test(value) ? Number(value) : undefined),
  cursor: (value: string) => value,
  after: (value: string) => (AFTER.test(value) ? parseAfter(value) : undefined),
};
/** A parameter of pages. */
export type PagingParameter = keyof typeof PAGING;

/**
 * The query of a page, parsed without a schema, as the schema would parse it. Undefined: it has other parameters or an
 * invalid value, so the schema has to parse it.
 * @param names the parameters of pages that the route has
 */
export function parsePaging(
  names: readonly PagingParameter[] | undefined,
  parameters: Record<string, string[]>,
): Record<string, unknown> | undefined {
  const query: Record<string, unknown> = {};
  for (const [name, [value, ...others]] of Object.entries(parameters)) {
    const known = names?.find((paging) => paging === name);
    const parsed = known && value !== undefined && others.length === 0 ? PAGING[known](value) : undefined;
    if (parsed === undefined) return undefined;
    query[name] = parsed;
  }
  return query;
}

/** The query, parsed by the schema. @throws 422 with each parameter that is unknown, repeated or invalid */
export function parseQuery(schema: z.ZodObject | undefined, parameters: Record<string, string[]>): unknown {
  const known = schema?.shape ?? {};
  const errors: FieldError[] = [];
  const single: Record<string, string> = {};
  for (const [name, values] of Object.entries(parameters)) {
    if (!Object.hasOwn(known, name)) errors.push({ parameter: name, detail: `unknown query parameter '${name}'` });
    else if (values.length > 1) errors.push({ parameter: name, detail: `${name} must not be repeated` });
    else single[name] = values[0] as string;
  }
  // With the input, an error can say what was sent.
  const result = schema?.safeParse(single, { reportInput: true });
  for (const issue of result?.error?.issues ?? []) {
    const [{ detail } = { detail: issue.message }] = fieldErrors([issue]);
    errors.push({ parameter: String(issue.path[0]), detail });
  }
  if (errors.length > 0) throw invalidAll(errors);
  return result?.data ?? {};
}

/** The query of the next page: the same filters with a new cursor. Undefined: this is the last page. */
export function nextQuery(
  query: Record<string, unknown>,
  next: string | undefined,
): Record<string, string> | undefined {
  return next === undefined ? undefined : { ...asText({ ...query, cursor: undefined }), cursor: encodeCursor(next) };
}

/** The query of the next page of a feed: the same filters after another sequence. */
export const nextOfFeed = (query: Record<string, unknown>, next: string): Record<string, string> => ({
  after: next,
  ...asText({ ...query, after: undefined }),
});

/** The parameters of a query as text. A schema must parse the text of a value that it returned to the same value. */
const asText = (query: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
