/** Applies the body of a PUT or PATCH to a resource. */
import type * as z from "zod";
import { type FieldError, invalidAll } from "../fault.ts";
import { escapePointer, type JsonObject } from "../values/json.ts";
import { mergePatch } from "../values/merge-patch.ts";
import { isNullable, type Resource } from "./define.ts";
import { parse } from "./parse.ts";

/** How an update's body is to be read. */
export type Update = { readonly mode: "put" | "patch"; readonly body: JsonObject };

/**
 * The writable fields after an update.
 * @param identity the path's identity; a body may repeat it, not change it
 * @throws 422 naming each field that is unknown, of the identity but different, or invalid
 */
export function applyUpdate<W extends z.ZodRawShape>(
  noun: Resource<z.ZodRawShape, W, z.ZodRawShape>,
  current: z.output<z.ZodObject<W>>,
  identity: Readonly<Record<string, string | null>>,
  { mode, body }: Update,
): z.output<z.ZodObject<W>> {
  const shape: Record<string, z.core.$ZodType> = noun.writable.shape;
  const given: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const [field, value] of Object.entries(body)) {
    const pointer = `/${escapePointer(field)}`;
    if (noun.identity.includes(field)) {
      if ((mode === "put" && value === null) || value === identity[field]) continue;
      errors.push({ pointer, detail: `${field} is immutable: it must equal '${identity[field]}', or be left out` });
    } else if (noun.readOnly.includes(field)) {
      // Accepted and ignored, so that GET → edit → PUT works.
    } else if (!Object.hasOwn(shape, field)) {
      errors.push({ pointer, detail: `unknown field '${field}'` });
    } else if (value === null && mode === "patch" && !isNullable(shape[field] as z.core.$ZodType)) {
      errors.push({ pointer, detail: `${field} cannot be null` });
    } else if (value !== null || mode === "patch") {
      given[field] = value;
    }
  }
  if (errors.length > 0) throw invalidAll(errors);
  const next = mode === "put" ? { ...current, ...given } : withNulls(shape, mergePatch(current, given) as JsonObject);
  return parse(noun.writable, next);
}

/** Nullable fields that are absent are null: in a merged patch, and in rows stored before a field was known. */
function withNulls(shape: Record<string, z.core.$ZodType>, value: JsonObject): JsonObject {
  const full: Record<string, unknown> = { ...value };
  for (const [key, field] of Object.entries(shape)) {
    if (full[key] === undefined && isNullable(field)) full[key] = null;
  }
  return full;
}
