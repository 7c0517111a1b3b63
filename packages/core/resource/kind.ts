/**
 * Kinds: what the value of a stored field must be, as plain data. They are derived from the schemas at build time, so
 * that reading a row needs no schema library.
 */
import { isObject, type JsonObject } from "../values/json.ts";

/** A kind. `object` lists the members that are kept, `optional` is a member that may be absent. */
export type Kind =
  | "string"
  | "number"
  | "boolean"
  | { readonly enum: readonly string[] }
  | { readonly array: Kind }
  | { readonly record: Kind }
  | { readonly object: Readonly<Record<string, Kind>> }
  | { readonly anyOf: readonly Kind[] }
  | { readonly nullable: Kind }
  | { readonly optional: Kind };

/** The result of a reader for a value of another kind. */
export const INVALID = Symbol("invalid");

/** Returns the value as its kind, without members that the kind does not list, or `INVALID`. */
export type KindReader = (value: unknown) => unknown;

/** Creates the reader of a kind. */
export function kindReader(kind: Kind): KindReader {
  if (typeof kind === "string") return (value) => (isPrimitive(kind, value) ? value : INVALID);
  if ("enum" in kind) {
    const allowed = new Set<unknown>(kind.enum);
    return (value) => (allowed.has(value) ? value : INVALID);
  }
  if ("nullable" in kind) {
    const read = kindReader(kind.nullable);
    return (value) => (value === null ? null : read(value));
  }
  if ("optional" in kind) {
    const read = kindReader(kind.optional);
    return (value) => (value === undefined ? undefined : read(value));
  }
  if ("array" in kind) return arrayReader(kindReader(kind.array));
  if ("record" in kind) return recordReader(kindReader(kind.record));
  if ("object" in kind) return objectReader(Object.entries(kind.object));
  const options = kind.anyOf.map(kindReader);
  return (value) => {
    for (const read of options) {
      const result = read(value);
      if (result !== INVALID) return result;
    }
    return INVALID;
  };
}

const isPrimitive = (kind: "string" | "number" | "boolean", value: unknown) =>
  typeof value === kind && (kind !== "number" || Number.isFinite(value));

/** Whether a value is an object with members. A set, which DynamoDB also has, is none. */
const isMap = (value: unknown): value is JsonObject => isObject(value) && !(value instanceof Set);

function arrayReader(read: KindReader): KindReader {
  return (value) => {
    if (!Array.isArray(value)) return INVALID;
    const items = value.map(read);
    return items.includes(INVALID) ? INVALID : items;
  };
}

function recordReader(read: KindReader): KindReader {
  return (value) => {
    if (!isMap(value)) return INVALID;
    const members: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      const result = read(member);
      if (result === INVALID) return INVALID;
      members[name] = result;
    }
    return members;
  };
}

function objectReader(fields: readonly (readonly [name: string, Kind])[]): KindReader {
  const readers = fields.map(([name, kind]) => [name, kindReader(kind)] as const);
  return (value) => {
    if (!isMap(value)) return INVALID;
    const members: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const result = read(value[name]);
      if (result === INVALID) return INVALID;
      if (Object.hasOwn(value, name)) members[name] = result;
    }
    return members;
  };
}
