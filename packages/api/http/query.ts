/** Parses query parameters, and builds the query of the next page. */
import { type FieldError, invalidAll } from "@skillmeat-deployments/core/fault.ts";
import type * as z from "zod";
import { encodeCursor } from "./cursor.ts";

export const DEFAULT_LIMIT = 50;

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
