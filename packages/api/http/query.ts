/** Query parameters: each known, given once, and of its type. */
import { type FieldError, invalidAll } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";
import { encodeCursor } from "./cursor.ts";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;

const integer = (rule: RegExp, message: string) => z.string().regex(rule, message).transform(Number);

export const Limit = integer(/^(?:[1-9]\d?|100)$/, `must be an integer from 1 to ${MAX_LIMIT}`)
  .optional()
  .meta({
    description: "How many at most; 50 unless given.",
    override: ({ jsonSchema }) => {
      delete jsonSchema.pattern;
      Object.assign(jsonSchema, { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT });
    },
  });

export const Cursor = z.string().optional().meta({ description: "From the `Link` header of the page before." });

/** A sequence may come padded, as events carry it; one beyond what stays exact is beyond every feed's head. */
export const After = z
  .string()
  .regex(/^\d{1,20}$/, "must be a sequence: a whole number, padded or not")
  .transform((digits) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER))
  .optional()
  .meta({ description: "The sequence to read after; the oldest retained unless given." });

export const listQuery = { limit: Limit, cursor: Cursor };

/** @throws 422 naming each parameter that is unknown, repeated or invalid */
export function parseQuery(schema: z.ZodObject | undefined, given: Record<string, string[]>): unknown {
  const known = schema?.shape ?? {};
  const errors: FieldError[] = [];
  const single: Record<string, string> = {};
  for (const [name, values] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) errors.push({ parameter: name, detail: `unknown query parameter '${name}'` });
    else if (values.length > 1) errors.push({ parameter: name, detail: `${name} was given ${values.length} times` });
    else single[name] = values[0] as string;
  }
  const result = schema?.safeParse(single);
  for (const issue of result?.error?.issues ?? []) {
    errors.push({ parameter: String(issue.path[0]), detail: `${String(issue.path[0])}: ${issue.message}` });
  }
  if (errors.length > 0) throw invalidAll(errors);
  return result?.data ?? {};
}

/** The next page's query: the same filters, from where this page ended. */
export function nextQuery(
  query: Record<string, unknown>,
  next: string | undefined,
): Record<string, string> | undefined {
  if (next === undefined) return undefined;
  const same = Object.entries(query).filter(([name, value]) => value !== undefined && name !== "cursor");
  return { ...Object.fromEntries(same.map(([name, value]) => [name, String(value)])), cursor: encodeCursor(next) };
}
