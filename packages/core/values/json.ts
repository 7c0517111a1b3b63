/** JSON values: what an object is, how two compare, and how a place in one is named. */
import { isDeepStrictEqual } from "node:util";

/** A JSON object whose members nothing is known of. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is an object in the sense of JSON: no array, no null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member's name as it stands in a JSON pointer (RFC 6901): `~` and `/` are escaped. */
export const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** The members that have a value. Nulls are not stored: an absent field reads as null. */
export const withoutNulls = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined));

/** Whether two values are equal to a reader. */
export const isEqual = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);
