/** Defines a resource: one schema a field, from which all its shapes derive. */
import * as z from "zod";
import type { JsonObject } from "../values/json.ts";

/** Fields that every resource answers with and only the server sets. Timestamps are RFC 3339, UTC, with milliseconds. */
const stampFields = {
  created_at: z.string().meta({
    description: "When it was created (RFC 3339, UTC).",
    readOnly: true,
    example: "2026-03-10T05:16:23.000Z",
  }),
  updated_at: z.string().meta({
    description: "When it was last changed (RFC 3339, UTC).",
    readOnly: true,
    example: "2026-03-10T05:16:23.000Z",
  }),
  version: z.int().positive().meta({
    description: "Counts changes from 1. For information; the ETag decides whether a change is stale.",
    readOnly: true,
    example: 1,
  }),
};
export const STAMP_FIELDS: readonly string[] = Object.keys(stampFields);

type Shape = z.ZodRawShape;

/**
 * What a field reads as on rows and events that were stored before the field existed: a value, or a function of the stored
 * row. A nullable field needs none, it reads as null. A value is left out of what is stored; a function's result is not.
 */
type Defaults<F extends Shape> = {
  readonly [K in keyof F]?: z.output<F[K]> | ((row: JsonObject) => z.output<F[K]>);
};

/** The fields of a PUT or PATCH, parsed. The brand keeps unparsed JSON out of the domain. */
export type ParsedUpdate = JsonObject & z.core.$brand<"update">;
type UpdateSchema = z.ZodType<ParsedUpdate>;

export type Resource<I extends Shape = Shape, W extends Shape = Shape, R extends Shape = Shape> = {
  /** As errors name it: `Deployment profile`. */
  readonly label: string;
  /** What a read answers: every field, nulls included. */
  readonly read: z.ZodObject<I & W & R & typeof stampFields>;
  /** What callers may set. */
  readonly writable: z.ZodObject<W>;
  /** The body of a PUT: every field optional, omitted or null keeps the value. */
  readonly put: UpdateSchema;
  /** The body of a PATCH (RFC 7396): null clears a nullable field. */
  readonly patch: UpdateSchema;
  /** What an event holds of it: the read shape, where fields that came later may be absent. */
  readonly snapshot: z.ZodObject;
  /** Names of the fields that identify it. They never change. */
  readonly identity: readonly string[];
  /** Names of the fields that only the server sets. */
  readonly readOnly: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
};

/**
 * @param id of the read shape in the OpenAPI document
 * @param label as errors name it
 * @param defaults of every field that is not nullable and came after the first release
 */
export function defineResource<I extends Shape, W extends Shape, R extends Shape>(
  id: string,
  label: string,
  fields: { identity: I; writable: W; readOnly: R },
  defaults: Defaults<I & W & R> = {},
): Resource<I, W, R> {
  const { identity, writable, readOnly } = fields;
  const read = z.object({ ...identity, ...writable, ...readOnly, ...stampFields }).meta({ id });
  const ignored = z.unknown().optional().meta({
    description: "A field of the read shape: an identity must equal the path's, any other value is ignored.",
  });
  const readFields = mapShape({ ...identity, ...readOnly, ...stampFields }, () => ignored);
  const body = (suffix: string, ofField: (field: z.core.$ZodType) => z.core.$ZodType) =>
    z
      .strictObject({ ...mapShape(writable, ofField), ...readFields })
      .meta({ id: `${id}${suffix}` }) as unknown as UpdateSchema;
  return {
    label,
    read,
    writable: z.strictObject(writable),
    put: body("Put", (field) => z.optional(z.nullable(field))),
    patch: body("Patch", (field) => z.optional(isMap(field) ? mergedMap : field)),
    snapshot: z
      .object(
        mapShape(read.shape, (field, name) => (isNullable(field) || name in defaults ? z.optional(field) : field)),
      )
      .meta({ id: `${id}Snapshot`, description: "As it stood then. A field that was added since may be absent." }),
    identity: Object.keys(identity),
    readOnly: [...Object.keys(readOnly), ...STAMP_FIELDS],
    defaults,
  };
}

const mapShape = (shape: Shape, of: (field: z.core.$ZodType, name: string) => z.core.$ZodType) =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, of(field, name)]));

/** A patch of a map is merged member by member: any object will do, and what it makes is parsed as a whole. */
const mergedMap = z.record(z.string(), z.unknown()).meta({ description: "Merged into the current value (RFC 7396)." });

export const isMap = (field: z.core.$ZodType) => (field as z.core.$ZodTypes)._zod.def.type === "record";

export const isNullable = (field: z.core.$ZodType) => z.safeParse(field, null).success;
