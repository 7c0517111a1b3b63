/** Reads stored rows as their resource's shape, rows written by earlier releases included. */
import * as z from "zod";
import { Fault } from "../fault.ts";
import type { JsonObject } from "../values/json.ts";
import { isNullable } from "./define.ts";

/** A schema as rows are read by it, and its fields that are null where a row lacks them. */
type Stored = { schema: z.core.$ZodType; nullable: readonly string[] };
const stored = new WeakMap<z.ZodObject, Stored>();

function storedOf(schema: z.ZodObject): Stored {
  const known = stored.get(schema);
  if (known) return known;
  const nullable = Object.keys(schema.shape).filter((k) => isNullable(schema.shape[k] as z.core.$ZodType));
  const made = { schema: structural(schema), nullable };
  stored.set(schema, made);
  return made;
}

/** The same shape without its rules: a row was held to those of its day, and a rule made since must not lose it. */
function structural(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return z.object(Object.fromEntries(Object.entries(def.shape).map(([k, field]) => [k, structural(field)])));
    case "array":
      return z.array(structural(def.element));
    case "record":
      return z.record(z.string(), structural(def.valueType));
    case "union":
      return z.union(def.options.map(structural));
    case "nullable":
      return z.nullable(structural(def.innerType));
    case "optional":
      return z.optional(structural(def.innerType));
    case "string":
      return z.string();
    case "number":
      return z.number();
    default:
      return schema;
  }
}

/** A row as its noun's read shape. A row that does not parse is our fault, never the caller's. */
export function readStored<S extends z.ZodObject>(schema: S, row: JsonObject): z.output<S> {
  const { schema: shape, nullable } = storedOf(schema);
  const full: Record<string, unknown> = { ...row };
  for (const key of nullable) full[key] ??= null;
  const result = z.safeParse(shape, full);
  // Of the same shape, so of the same type.
  if (result.success) return result.data as z.output<S>;
  throw new Fault("internal", "A stored item could not be read", { cause: result.error });
}
