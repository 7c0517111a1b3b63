/** Tells which fields a PATCH merges instead of replacing them. */
import type * as z from "zod";

/** Whether a PATCH merges a field member by member: a map or an object, also one that can be null (RFC 7396). */
export function mergesMembers(field: z.core.$ZodType): boolean {
  const { def } = (field as z.core.$ZodTypes)._zod;
  if (def.type === "nullable" || def.type === "optional") return mergesMembers(def.innerType);
  return def.type === "record" || def.type === "object";
}
