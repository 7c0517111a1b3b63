/** Converts a resource to stored attributes and back. Also reads rows that earlier releases wrote. */
import { Fault } from "../fault.ts";
import { isEqual, type JsonObject, withoutNulls } from "../values/json.ts";
import { INVALID, type Kind, kindReader } from "./kind.ts";

/** The fields that every resource has and that only the server sets. */
export const STAMP_FIELDS = ["created_at", "updated_at", "version"] as const;

/** The values of fields that a row lacks: a constant, or a function of the row. */
export type StoredDefaults = Readonly<Record<string, unknown>>;

/** The kinds of a resource's fields, derived from its read shape (model/stored-fields.json). */
export type StoredFields = Readonly<Record<string, Kind>>;

/** How the rows of a resource are read. */
export type StoredShape = { readonly fields: StoredFields; readonly defaults: StoredDefaults };

/**
 * Creates the reader of a resource's rows. A field that a row lacks reads as its default, or as null if it is nullable.
 * @param T the read shape of which `fields` are the kinds
 * @returns a function that throws 500 if a field has another kind: a stored row is never the caller's error
 */
export function createReader<T extends JsonObject>({ fields, defaults }: StoredShape): (row: JsonObject) => T {
  const readers = Object.entries(fields).map(([name, kind]) => {
    const isNullable = typeof kind === "object" && "nullable" in kind;
    // Null is not stored, so it would read as the default.
    if (isNullable && Object.hasOwn(defaults, name)) throw new Error(`The nullable field '${name}' has a default`);
    return {
      name,
      read: kindReader(kind),
      absent: Object.hasOwn(defaults, name) ? defaults[name] : isNullable ? null : undefined,
    };
  });
  return (row) => {
    const value: Record<string, unknown> = {};
    for (const { name, read, absent } of readers) {
      const stored = row[name];
      const member = read(stored === undefined ? (typeof absent === "function" ? absent(row) : absent) : stored);
      if (member === INVALID) {
        const cause = new Error(`The stored field '${name}' is missing or of another kind`);
        throw new Fault("internal", "A stored item could not be read", { cause });
      }
      value[name] = member;
    }
    // Safe cast: every field has the kind that its schema has.
    return value as T;
  };
}

/**
 * Returns the attributes to store. Nulls and default values are left out, because a row that lacks them reads as these.
 */
export function toStored({ defaults }: Pick<StoredShape, "defaults">, value: JsonObject): JsonObject {
  const attributes = Object.entries(withoutNulls(value)).filter(
    ([name, member]) =>
      !(STAMP_FIELDS as readonly string[]).includes(name) &&
      !(Object.hasOwn(defaults, name) && isEqual(defaults[name], member)),
  );
  return Object.fromEntries(attributes);
}
