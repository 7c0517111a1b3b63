/** The schemas of query parameters that several routes have. */
import * as z from "zod";
import { DEFAULT_LIMIT } from "./query.ts";

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
