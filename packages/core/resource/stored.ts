/** Stored attributes of a resource, and back: rows that earlier releases wrote are read like today's. */
import * as z from "zod";
import { Fault } from "../fault.ts";
import { isEqual, type JsonObject, withoutNulls } from "../values/json.ts";
import { isNullable, STAMP_FIELDS } from "./define.ts";

/** What is needed to read a row: the shape, and what its fields read as where a row lacks them. */
type Readable<S extends z.ZodObject> = { readonly read: S; readonly defaults?: Readonly<Record<string, unknown>> };

/** A read shape as rows are held to it, and its fields that are null where a row lacks them. */
type StoredShape = { schema: z.core.$ZodType; nullable: readonly string[] };
const shapes = new WeakMap<z.ZodObject, StoredShape>();

function storedShape(read: z.ZodObject): StoredShape {
  const known = shapes.get(read);
  if (known) return known;
  const nullable = Object.keys(read.shape).filter((name) => isNullable(read.shape[name] as z.core.$ZodType));
  const made = { schema: withoutRules(read), nullable };
  shapes.set(read, made);
  return made;
}

/**
 * The same shape without its rules: a row obeyed the rules of its day, and a rule made since must not make it unreadable.
 * @throws where the kind of schema is not known: add its case, and decide what of it a stored row is held to
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
      throw new Error(`A stored field cannot be of kind '${def.type}' yet: resource/stored.ts has no case for it`);
  }
}

/** Reads a row as its resource's read shape. @throws 500 where it does not parse: that is our fault, never the caller's */
export function readStored<S extends z.ZodObject>({ read, defaults = {} }: Readable<S>, row: JsonObject): z.output<S> {
  const { schema, nullable } = storedShape(read);
  const full: Record<string, unknown> = { ...row };
  for (const name of nullable) full[name] ??= null;
  for (const [name, value] of Object.entries(defaults)) {
    if (full[name] === undefined) full[name] = typeof value === "function" ? value(row) : value;
  }
  const result = z.safeParse(schema, full);
  // Of the same shape, so of the same type.
  if (result.success) return result.data as z.output<S>;
  throw new Fault("internal", "A stored item could not be read", { cause: result.error });
}

/** The attributes that are stored of a resource: without nulls and defaults, which a row reads as where it lacks them. */
export function toStored({ defaults = {} }: Readable<z.ZodObject>, value: JsonObject): JsonObject {
  const attributes = Object.entries(withoutNulls(value)).filter(
    ([name, member]) =>
      !STAMP_FIELDS.includes(name) && !(Object.hasOwn(defaults, name) && isEqual(defaults[name], member)),
  );
  return Object.fromEntries(attributes);
}
