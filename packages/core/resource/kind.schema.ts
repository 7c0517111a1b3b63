/** Derives the kinds of stored fields from the schemas. It runs at build time. */
import type * as z from "zod";
import type { Kind } from "./kind.ts";

/**
 * The most values of an enumeration that are listed. A longer one, as that of the platforms, grows with each release: a row that a
 * newer release stored must stay readable, and a start reads the list.
 */
const MAX_VALUES = 16;

/**
 * Returns the kind of a schema: its type without its rules. A row obeys the rules of the release that stored it, and a
 * later rule must not make it unreadable.
 * @throws if there is no case for the type of schema. Add the case, and decide what stored rows must match.
 */
export function kindOf(schema: z.core.$ZodType): Kind {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return { object: kindsOf(def.shape) };
    case "array":
      return { array: kindOf(def.element) };
    case "record":
      return { record: kindOf(def.valueType) };
    case "union":
      return { anyOf: def.options.map(kindOf) };
    case "nullable":
      return { nullable: kindOf(def.innerType) };
    case "optional":
      return { optional: kindOf(def.innerType) };
    case "string":
    case "number":
    case "boolean":
      return def.type;
    case "enum": {
      const values = Object.values(def.entries).map(String);
      return values.length > MAX_VALUES ? "string" : { enum: values };
    }
    default:
      throw new Error(`Stored fields of type '${def.type}' are not supported: add a case to kindOf`);
  }
}

/** Returns the kind of each field of an object schema. */
export const kindsOf = (shape: Readonly<Record<string, z.core.$ZodType>>): Record<string, Kind> =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, kindOf(field)]));
