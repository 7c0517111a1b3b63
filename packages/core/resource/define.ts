/**
 * What all resources share: the shapes derived from one schema. A resource's schema is the read shape; `identity` and
 * `readOnly` name its fields that an update cannot move.
 */
import * as z from "zod";

/** Fields every noun answers with and the server alone sets. Timestamps are RFC 3339 in UTC with milliseconds. */
export const stampFields = {
  created_at: z.string().meta({ description: "When it was created (RFC 3339, UTC).", readOnly: true }),
  updated_at: z.string().meta({ description: "When it last changed (RFC 3339, UTC).", readOnly: true }),
  version: z
    .int()
    .positive()
    .meta({ description: "Counts changes from 1; information only, the ETag decides.", readOnly: true }),
};
const STAMPED = ["created_at", "updated_at", "version"];

export type Resource<I extends z.ZodRawShape, W extends z.ZodRawShape, R extends z.ZodRawShape> = {
  /** As people read it in errors: `Deployment profile`. */
  label: string;
  read: z.ZodObject<I & W & R & typeof stampFields>;
  writable: z.ZodObject<W>;
  /** The body of a PUT: every field optional, omitted or null keeps the value. */
  put: z.ZodObject;
  /** The body of a PATCH (RFC 7396): null clears a nullable field. */
  patch: z.ZodObject;
  identity: readonly string[];
  readOnly: readonly string[];
};

/** Derives a noun's shapes from its three groups of fields. */
export function defineResource<I extends z.ZodRawShape, W extends z.ZodRawShape, R extends z.ZodRawShape>(
  id: string,
  label: string,
  fields: { identity: I; writable: W; readOnly: R },
): Resource<I, W, R> {
  const { identity, writable, readOnly } = fields;
  const others = { ...identity, ...readOnly, ...stampFields };
  const asRead = z
    .unknown()
    .optional()
    .meta({ description: "Of the read shape: an identity must equal the path's, the rest is ignored." });
  const ignored = Object.fromEntries(Object.keys(others).map((k) => [k, asRead]));
  const loose = (field: z.core.$ZodType) => z.optional(z.nullable(field));
  const putFields = Object.fromEntries(Object.entries(writable).map(([k, field]) => [k, loose(field)]));
  // A map is merged member by member, so a patch of one is any object; what it makes is checked as a whole.
  const merged = z.record(z.string(), z.unknown()).meta({ description: "Merged into what is there (RFC 7396)." });
  const patched = (field: z.core.$ZodType) => z.optional(isMap(field) ? merged : field);
  const patchFields = Object.fromEntries(Object.entries(writable).map(([k, field]) => [k, patched(field)]));
  return {
    label,
    read: z.object({ ...identity, ...writable, ...readOnly, ...stampFields }).meta({ id }),
    writable: z.strictObject(writable),
    put: z.strictObject({ ...putFields, ...ignored }).meta({ id: `${id}Put` }),
    patch: z.strictObject({ ...patchFields, ...ignored }).meta({ id: `${id}Patch` }),
    identity: Object.keys(identity),
    readOnly: [...Object.keys(readOnly), ...STAMPED],
  };
}

const isMap = (field: z.core.$ZodType) => (field as z.core.$ZodTypes)._zod.def.type === "record";

export const isNullable = (field: z.core.$ZodType) => z.safeParse(field, null).success;
