/** Parses query parameters, and builds the query of the next page. */
import { type FieldError, invalidAll } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";
import { encodeCursor } from "./cursor.ts";

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

const integer = (rule: RegExp, message: string) => z.string().regex(rule, message).transform(Number);

/** The `limit` parameter: the maximum number of items on a page. */
export const Limit = integer(/^(?:[1-9]\d?|100)$/, `must be an integer from 1 to ${MAX_LIMIT}`)
  .optional()
  .meta({
    description: "The maximum number of items to return.",
    override: ({ jsonSchema }) => {
      delete jsonSchema.pattern;
      Object.assign(jsonSchema, { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT });
    },
  });

/** The `cursor` parameter: the position of a page. */
const Cursor = z
  .string()
  .optional()
  .meta({ description: "The position of the page. Take it from the `Link` header of the previous page." });

/**
 * The `after` parameter: a sequence number of a feed, with or without the zero padding that events have. A number that
 * JavaScript cannot represent exactly is beyond the end of every feed.
 */
export const After = z
  .string()
  .regex(/^\d{1,20}$/, "must be a sequence number of 1 to 20 digits")
  .transform((digits) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER))
  .optional()
  .meta({
    description: "Return the events after this sequence number. If omitted, start at the oldest retained event.",
  });

/** The query parameters that all lists have. */
export const listQuery = { limit: Limit, cursor: Cursor };

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
  const result = schema?.safeParse(single);
  for (const issue of result?.error?.issues ?? []) {
    errors.push({ parameter: String(issue.path[0]), detail: `${String(issue.path[0])}: ${issue.message}` });
  }
  if (errors.length > 0) throw invalidAll(errors);
  return result?.data ?? {};
}

/** The query of the next page: the same filters with a new cursor. Undefined: this is the last page. */
export function nextQuery(
  query: Record<string, unknown>,
  next: string | undefined,
): Record<string, string> | undefined {
  if (next === undefined) return undefined;
  const filters = Object.entries(query).filter(([name, value]) => value !== undefined && name !== "cursor");
  return { ...Object.fromEntries(filters.map(([name, value]) => [name, String(value)])), cursor: encodeCursor(next) };
}
