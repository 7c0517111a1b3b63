/** How schemas are written in the OpenAPI document: what zod-openapi does not do by itself. */
import { openSchema } from "@skillmeat-deployments/core/values/open-schema.ts";
import type * as z from "zod";
import type { ZodOpenApiOverride } from "zod-openapi";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The largest value of a signed integer of 32 bits. */
const MAX_INT32 = 2 ** 31 - 1;

/** Requests are closed: a mistake is refused. Responses are open: what we send may grow. */
export const schemaOverride: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  const schema = jsonSchema as JsonSchema;
  joinNull(schema);
  sizeInteger(schema);
  if (io === "output") openSchema(schema);
};

/** Writes a value or null as one schema with two types, which generators name better than a choice of two schemas. */
function joinNull(schema: JsonSchema): void {
  const [value, nothing, ...others] = schema.anyOf ?? [];
  if (typeof value !== "object" || typeof nothing !== "object" || others.length > 0) return;
  if (nothing.type !== "null" || typeof value.type !== "string" || value.type === "object") return;
  delete schema.anyOf;
  const { type, enum: values, ...rest } = value;
  Object.assign(schema, { ...rest, ...schema, type: [type, "null"] }, values ? { enum: [...values, null] } : {});
}

/** Gives integers a size, and removes the bounds that only JavaScript's numbers have. */
function sizeInteger(schema: JsonSchema): void {
  if (schema.type !== "integer") return;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  schema.format = schema.maximum !== undefined && schema.maximum <= MAX_INT32 ? "int32" : "int64";
}

/**
 * Removes what repeats the component that a reference names. zod repeats it where a schema with an id gets another text, and
 * what it repeats is not yet open.
 */
export const withoutRepeats = (document: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(document), (_name, value) => {
    if (typeof value?.$ref !== "string") return value;
    const { $ref, description } = value;
    return description === undefined ? { $ref } : { $ref, description };
  });
