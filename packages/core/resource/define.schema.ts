/** Defines a resource: each field has one schema, and all shapes of the resource are derived from these. */
import * as z from "zod";
import type { JsonObject } from "../values/json.ts";
import { Timestamp } from "../values/timestamp.schema.ts";
import { mergesMembers } from "./merged-field.ts";
import { STAMP_FIELDS } from "./stored.ts";

/**
 * The fields that every resource has and that only the server sets. Timestamps are RFC 3339, UTC, with milliseconds.
 */
const stampFields = {
  created_at: Timestamp.meta({ description: "Time of creation (RFC 3339, UTC).", readOnly: true }),
  updated_at: Timestamp.meta({ description: "Time of the last change (RFC 3339, UTC).", readOnly: true }),
  version: z.int().positive().meta({
    description:
      "Number of changes, starting at 1. Informational: use the ETag in `If-Match` to detect concurrent changes.",
    readOnly: true,
    example: 1,
  }),
} satisfies Record<(typeof STAMP_FIELDS)[number], z.ZodType>;
type Shape = z.ZodRawShape;

/**
 * Defaults for rows and events that were stored before a field existed: a value, or a function of the stored row. A
 * nullable field needs none, because it reads as null. A field is not stored if it equals its default value, so a default
 * must never change: rows that lack the field would read as the new one. The result of a function is always stored.
 */
type Defaults<F extends Shape> = {
  readonly [K in keyof F]?: z.output<F[K]> | ((row: JsonObject) => z.output<F[K]>);
};

/** The parsed fields of a PUT or PATCH. Because of the brand, unparsed JSON cannot be passed. */
export type ParsedUpdate = JsonObject & z.core.$brand<"update">;
type UpdateSchema = z.ZodType<ParsedUpdate>;

/** A resource definition with all its shapes. */
export type Resource<I extends Shape = Shape, W extends Shape = Shape, R extends Shape = Shape> = {
  /** The name of the resource in error texts, such as `Deployment profile`. */
  readonly label: string;
  /** The read shape: every field, including nulls. */
  readonly read: z.ZodObject<I & W & R & typeof stampFields>;
  /** The fields that callers can set. */
  readonly writable: z.ZodObject<W>;
  /** The body of a PUT: every field optional, omitted or null keeps the value. */
  readonly put: UpdateSchema;
  /** The body of a PATCH (RFC 7396): null clears a nullable field. */
  readonly patch: UpdateSchema;
  /** The shape in events: the read shape, in which fields that were added later can be absent. */
  readonly snapshot: z.ZodObject;
  /** The names of the fields that identify the resource. They never change. */
  readonly identity: readonly string[];
  /** The names of the fields that only the server sets. */
  readonly readOnly: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
};

/**
 * Defines a resource.
 * @param id the id of the read shape in the OpenAPI document
 * @param label the name of the resource in error texts
 * @param defaults the defaults of all fields that were added after the first release and are not nullable
 */
export function defineResource<I extends Shape, W extends Shape, R extends Shape>(
  id: string,
  label: string,
  fields: {
    identity: I;
    writable: W;
    readOnly: R;
    /** What the API shows beside the resource. Updates accept and ignore it, so that what was read can be sent back. */
    beside?: Shape;
  },
  defaults: Defaults<I & W & R> = {},
): Resource<I, W, R> {
  const { identity, writable, readOnly, beside = {} } = fields;
  const read = z
    .object({ ...identity, ...writable, ...readOnly, ...stampFields })
    .meta({ id, description: `${label}. Fields without a value are null.` });
  const readFields = ignoredFields({ ...identity, ...readOnly, ...beside, ...stampFields });
  const body = (suffix: string, mapField: (field: z.core.$ZodType) => z.core.$ZodType) =>
    z.strictObject({ ...mapShape(writable, mapField), ...readFields }).meta({
      id: `${id}${suffix}`,
      description: "The fields to change. Omitted fields keep their values.",
    }) as unknown as UpdateSchema;
  return {
    label,
    read,
    writable: z.strictObject(writable),
    put: body("Put", (field) => z.optional(z.nullable(field))),
    patch: body("Patch", (field) => z.optional(mergesMembers(field) ? mergedMap(field) : field)),
    snapshot: z
      .object(
        mapShape(read.shape, (field, name) => (isNullable(field) || name in defaults ? z.optional(field) : field)),
      )
      .meta({
        id: `${id}Snapshot`,
        description: "The resource at the time of the event. Fields that were added later can be absent.",
      }),
    identity: Object.keys(identity),
    readOnly: [...Object.keys({ ...readOnly, ...beside }), ...STAMP_FIELDS],
    defaults,
  };
}

const ignored = z
  .unknown()
  .optional()
  .describe("Accepted from the read shape. An id must equal the current one. Any other value is ignored.");

/** Returns the fields of an update that callers cannot set, so that they can send back what they read. */
export const ignoredFields = <S extends Shape>(shape: S) =>
  mapShape(shape, () => ignored) as Record<keyof S, typeof ignored>;

const mapShape = (shape: Shape, mapField: (field: z.core.$ZodType, name: string) => z.core.$ZodType) =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, mapField(field, name)]));

/** The schema of a map or an object in a PATCH: any object. It is merged first, and the result is then validated. */
function mergedMap(field: z.core.$ZodType) {
  const members = z
    .record(z.string(), z.unknown())
    .describe("Merged into the current value (RFC 7396): null removes a member.");
  return isNullable(field) ? z.nullable(members) : members;
}

/** Whether a field accepts null. */
const isNullable = (field: z.core.$ZodType) => z.safeParse(field, null).success;
