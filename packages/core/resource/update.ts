/** Applies the parsed body of a PUT or PATCH to a resource. */
import type * as z from "zod";
import { type FieldError, invalidAll } from "../fault.ts";
import { escapePointer, type JsonObject } from "../values/json.ts";
import { mergePatch } from "../values/merge-patch.ts";
import type { ParsedUpdate, Resource } from "./define.schema.ts";
import { mergesMembers } from "./merged-field.ts";
import { parse } from "./parse.ts";

/** The method of an update, its fields, and the resource with whose `put` or `patch` schema they were parsed. */
export type Update<R = Resource> = {
  readonly resource: R;
  readonly mode: "put" | "patch";
  readonly fields: ParsedUpdate;
};

/**
 * Returns the writable fields after an update.
 * @param current the current value
 * @throws 422 with a pointer for each identity field that differs from the current one, and for each invalid map member
 */
export function applyUpdate<W extends z.ZodRawShape>(
  current: JsonObject,
  { resource, mode, fields }: Update<Resource<z.ZodRawShape, W, z.ZodRawShape>>,
): z.output<z.ZodObject<W>> {
  const next: Record<string, unknown> = {};
  for (const name of Object.keys(resource.writable.shape)) next[name] = current[name];
  const errors: FieldError[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (mode === "put" && value === null) continue;
    if (resource.identity.includes(name)) {
      if (value !== current[name]) errors.push(immutable(name, current[name]));
    } else if (!resource.readOnly.includes(name)) {
      next[name] = value;
    }
  }
  if (errors.length > 0) throw invalidAll(errors);
  if (mode === "patch") mergeMembers(resource, current, fields, next);
  // Safe cast: all values come from `fields`, which is parsed, or from the current resource.
  return next as z.output<z.ZodObject<W>>;
}

/** The error of an identity field that differs from the current one. */
export const immutable = (name: string, current: unknown): FieldError => ({
  pointer: `/${escapePointer(name)}`,
  detail: `${name} is immutable: it must equal '${current}' or be omitted`,
});

/** Merges the maps and objects of a PATCH member by member, and then validates each as a whole. */
function mergeMembers(
  resource: Resource,
  current: JsonObject,
  fields: JsonObject,
  next: Record<string, unknown>,
): void {
  for (const [name, field] of Object.entries(resource.writable.shape)) {
    if (!mergesMembers(field) || fields[name] === undefined || fields[name] === null) continue;
    next[name] = parse(field as z.ZodType, mergePatch(current[name], fields[name]), `/${name}`);
  }
}
