/** The schemas of query parameters that several routes have. */
import * as z from "zod";
import { AFTER, DEFAULT_LIMIT, LIMIT, parseAfter } from "./query.ts";

const MAX_LIMIT = 100;

/** The `limit` parameter: the maximum number of items on a page. */
export const Limit = z
  .string()
  .regex(LIMIT, `must be an integer from 1 to ${MAX_LIMIT}`)
  .transform(Number)
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

/** The `after` parameter: a sequence number of a feed. */
export const After = z
  .string()
  .regex(AFTER, "must be a sequence number of 1 to 20 digits")
  .transform(parseAfter)
  .optional()
  .meta({
    description: "Return the events after this sequence number. If omitted, start at the oldest retained event.",
  });

/** The query parameters that all lists have. */
export const listQuery = { limit: Limit, cursor: Cursor };
