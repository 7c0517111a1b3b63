/** JSON values: what an object is, how two compare, and how a place in one is named. */
import { isDeepStrictEqual } from "node:util";

/** A JSON object as it came, before a noun's schema has seen it. */
export type JsonObject = { readonly [key: string]: unknown };

/** Is it an object, as JSON means it? */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 6901: `~` and `/` of a member name. */
export const escapePointer = (s: string) => s.replaceAll("~", "~0").replaceAll("/", "~1");

/** Nulls are not stored: a field that is absent reads as null, as it does in rows older than the field. */
export const withoutNulls = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined));

/** Were two values equal to a reader? */
export const isEqual = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);
