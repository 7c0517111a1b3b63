/** Helpers for JSON values: objects, equality and JSON pointers. */
import { isDeepStrictEqual } from "node:util";

/** A JSON object with members of unknown types. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is a JSON object: not an array, not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Escapes a member name for a JSON pointer (RFC 6901, section 3): `~` becomes `~0`, `/` becomes `~1`. */
export const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** Returns the object without its null members. Nulls are not stored: an absent attribute reads as null. */
export const withoutNulls = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined));

/** Whether two JSON values are deeply equal. The order of members does not matter. */
export const isEqual = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);
