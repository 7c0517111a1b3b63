/** Converts a resource to stored attributes and back. Also reads rows that earlier releases wrote. */
import * as z from "zod";
import { Fault } from "../fault.ts";
import { isEqual, type JsonObject, withoutNulls } from "../values/json.ts";
import { isNullable, STAMP_FIELDS } from "./define.schema.ts";

/** What is needed to read a row: the read shape, and the defaults for attributes that the row lacks. */
type Readable<S extends z.ZodObject> = { readonly read: S; readonly defaults?: Readonly<Record<string, unknown>> };

/** The schema that stored rows must match, and the names of the fields that read as null if a row lacks them. */
type StoredShape = { schema: z.core.$ZodType; nullable: readonly string[] };
const shapes = new WeakMap<z.ZodObject, StoredShape>();

function storedShape(read: z.ZodObject): StoredShape {
  const cached = shapes.get(read);
  if (cached) return cached;
  const nullable = Object.keys(read.shape).filter((name) => isNullable(read.shape[name] as z.core.$ZodType));
  const shape = { schema: withoutRules(read), nullable };
  shapes.set(read, shape);
  return shape;
}

/**
 * Returns the schema with its types but without its rules. A row obeys the rules of the release that stored it, and a
 * later rule must not make it unreadable.
 * @throws if there is no case for the kind of schema. Add the case, and decide what stored rows must match.
 */
export function withoutRules(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return z.object(Object.fromEntries(Object.entries(def.shape).map(([k, field]) => [k, withoutRules(field)])));
    case "array":
      return z.array(withoutRules(def.element));
    case "record":
      return z.record(z.string(), withoutRules(def.valueType));
    case "union":
      return z.union(def.options.map(withoutRules));
    case "nullable":
      return z.nullable(withoutRules(def.innerType));
    case "optional":
      return z.optional(withoutRules(def.innerType));
    case "string":
      return z.string();
    case "number":
      return z.number();
    case "boolean":
      return z.boolean();
    case "enum":
      return schema;
    default:
      throw new Error(`Stored fields of kind '${def.type}' are not supported: add a case to resource/stored.ts`);
  }
}

/**
 * Reads a row as its resource's read shape.
 * @throws 500 if it does not match: a stored row is never the caller's error
 */
export function readStored<S extends z.ZodObject>({ read, defaults = {} }: Readable<S>, row: JsonObject): z.output<S> {
  const { schema, nullable } = storedShape(read);
  const attributes: Record<string, unknown> = { ...row };
  for (const name of nullable) attributes[name] ??= null;
  for (const [name, value] of Object.entries(defaults)) {
    if (attributes[name] === undefined) attributes[name] = typeof value === "function" ? value(row) : value;
  }
  const result = z.safeParse(schema, attributes);
  // Safe cast: `schema` has the same types as `read`.
  if (result.success) return result.data as z.output<S>;
  throw new Fault("internal", "A stored item could not be read", { cause: result.error });
}

/**
 * Returns the attributes to store. Nulls and default values are left out, because a row that lacks them reads as these.
 */
export function toStored({ defaults = {} }: Readable<z.ZodObject>, value: JsonObject): JsonObject {
  const attributes = Object.entries(withoutNulls(value)).filter(
    ([name, member]) =>
      !STAMP_FIELDS.includes(name) && !(Object.hasOwn(defaults, name) && isEqual(defaults[name], member)),
  );
  return Object.fromEntries(attributes);
}
