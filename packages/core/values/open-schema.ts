/** Opens the JSON Schemas of what the service sends, because that may grow: members, values of enums, and lengths. */
import type * as z from "zod";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Limits of what the service accepts. A later release may accept more, and then also sends more. */
const LIMITS = ["minLength", "maxLength", "minItems", "maxItems", "propertyNames", "uniqueItems"] as const;

/**
 * Allows members that are not described, and values that an enum does not have: these are only listed.
 * https://opensource.zalando.com/restful-api-guidelines/#112
 */
export function openSchema(schema: JsonSchema): void {
  if (schema.properties) delete schema.additionalProperties;
  for (const limit of LIMITS) delete schema[limit];
  const values = schema.enum?.filter((value) => value !== null);
  if (!values || values.length < 2) return;
  delete schema.enum;
  Object.assign(schema, { "x-extensible-enum": values });
}
