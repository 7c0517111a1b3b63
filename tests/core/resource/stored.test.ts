import { Artifact } from "@skillmeat-deployments/core/model/artifact.schema.ts";
import { artifacts } from "@skillmeat-deployments/core/model/artifact.ts";
import { Deployment } from "@skillmeat-deployments/core/model/deployments/deployment.schema.ts";
import { deployments } from "@skillmeat-deployments/core/model/deployments/deployment.ts";
import { Profile } from "@skillmeat-deployments/core/model/profile.schema.ts";
import { profiles } from "@skillmeat-deployments/core/model/profile.ts";
import { Project } from "@skillmeat-deployments/core/model/project.schema.ts";
import { projects } from "@skillmeat-deployments/core/model/project.ts";
import { defineResource } from "@skillmeat-deployments/core/resource/define.schema.ts";
import { kindOf, kindsOf } from "@skillmeat-deployments/core/resource/kind.schema.ts";
import { createReader, toStored } from "@skillmeat-deployments/core/resource/stored.ts";
import type { ResourceRow } from "@skillmeat-deployments/core/storage/row.ts";
import { orderedByType } from "@skillmeat-deployments/core/values/artifact-type.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const Sample = defineResource(
  "Sample",
  "Sample",
  {
    identity: { id: z.string() },
    writable: {
      note: z.string().max(3).nullable(),
      labels: z.record(z.string(), z.string()),
      depth: z.number(),
      kind: z.enum(["a", "b"]),
    },
    readOnly: {},
  },
  { labels: {}, depth: (row) => String(row.id).length, kind: "a" },
);
const stamps = { created_at: "x", updated_at: "x", version: 1 };
const readSample = createReader({ fields: kindsOf(Sample.read.shape), defaults: Sample.defaults });

describe("Reading a stored row", () => {
  it("A field that the row lacks reads as null, as its default, or as what its default makes of the row", () => {
    const value = readSample({ id: "abc", ...stamps });
    expect(value).toEqual({ id: "abc", note: null, labels: {}, depth: 3, kind: "a", ...stamps });
  });

  it("A field that the row has keeps its value, also where a rule that was made since refuses it", () => {
    const row = { id: "abc", note: "longer than 3", labels: { a: "b" }, depth: 7, kind: "b", ...stamps };
    expect(readSample(row)).toEqual(row);
  });

  it("A row that does not have the shape is an internal error that names the field and not its value", () => {
    let thrown: unknown;
    try {
      readSample({ id: "abc", ...stamps, labels: { a: 7 } });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "internal", message: "A stored item could not be read" });
    expect((thrown as Error).cause).toMatchObject({
      message: "The stored field 'labels' is missing or of another kind",
    });
  });

  it("A nullable field cannot have a default: a null that was written would read as the default", () => {
    expect(() => createReader({ fields: { note: { nullable: "string" } }, defaults: { note: "x" } })).toThrow("'note'");
  });

  it("A type of schema that no case is written for is refused, not let through", () => {
    expect(() => kindOf(z.date())).toThrow("type 'date'");
    expect(() => kindOf(z.object({ a: z.array(z.string().transform(Number)) }))).toThrow("type 'pipe'");
  });
});

/** The schema without its rules: what a stored row must match, as zod checks it. */
function withoutRules(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") return z.object(mapValues(def.shape, withoutRules));
  if (def.type === "array") return z.array(withoutRules(def.element));
  if (def.type === "record") return z.record(z.string(), withoutRules(def.valueType));
  if (def.type === "union") return z.union(def.options.map(withoutRules));
  if (def.type === "nullable") return z.nullable(withoutRules(def.innerType));
  if (def.type === "optional") return z.optional(withoutRules(def.innerType));
  // Of a list that grows with each release, any text is read: a newer release may have stored it.
  if (def.type === "enum") return Object.keys(def.entries).length > 16 ? z.string() : schema;
  return { string: z.string(), number: z.number(), boolean: z.boolean() }[def.type as "string"];
}
const mapValues = <A, B>(object: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));

/** Any value that storage can hold. */
const anything = fc.jsonValue({ maxDepth: 3 });

/** Values that match a schema without its rules. */
function matching(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return fc
        .tuple(
          fc.record(mapValues(def.shape, matching), { requiredKeys: requiredOf(def.shape) }),
          fc.dictionary(fc.string(), anything),
        )
        .map(([known, unknown]) => ({ ...unknown, ...known }));
    case "array":
      return fc.array(matching(def.element), { maxLength: 3 });
    case "record":
      return fc.dictionary(fc.string(), matching(def.valueType), { maxKeys: 3 });
    case "union":
      return fc.oneof(...def.options.map(matching));
    case "nullable":
      return fc.option(matching(def.innerType));
    case "optional":
      return matching(def.innerType);
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    default:
      return fc.string();
  }
}
const requiredOf = (shape: Readonly<Record<string, z.core.$ZodType>>) =>
  Object.keys(shape).filter((name) => (shape[name] as z.core.$ZodTypes)._zod.def.type !== "optional");

const RESOURCES = [
  { name: "a project", schemas: Project, read: projects.fromRow },
  { name: "a profile", schemas: Profile, read: profiles.fromRow },
  { name: "an artifact", schemas: Artifact, read: artifacts.fromRow },
  { name: "a deployment record", schemas: Deployment, read: deployments.fromRow },
];

/** Makes of a row what zod does: nulls and defaults first, then the shape. Undefined: it does not match. */
function zodReader({ read, defaults }: (typeof RESOURCES)[number]["schemas"]): (row: object) => unknown {
  // Made once: a schema costs zod far more than a row.
  const shape = withoutRules(read);
  const nulls = Object.entries(read.shape).filter(([, schema]) => z.safeParse(schema, null).success);
  return (row) => {
    const result = z.safeParse(shape, {
      ...Object.fromEntries(nulls.map(([name]) => [name, null])),
      ...mapValues(defaults, (value) => (typeof value === "function" ? value(row) : value)),
      ...row,
    });
    if (!result.success) return undefined;
    const data = result.data as { artifact_path_map?: object };
    // A profile's map is brought into the order of the artifact types, without other types.
    return data.artifact_path_map ? { ...data, artifact_path_map: orderedByType(data.artifact_path_map) } : data;
  };
}

function byReader(read: (row: ResourceRow) => unknown, row: object): unknown {
  try {
    return read(row as ResourceRow);
  } catch {
    return undefined;
  }
}

describe.each(RESOURCES)("Reading $name without a schema", ({ schemas, read }) => {
  const rows = matching(schemas.read) as fc.Arbitrary<Record<string, unknown>>;
  const byZod = zodReader(schemas);

  it("A row that matches the shape reads as zod reads it", () => {
    fc.assert(
      fc.property(rows, fc.subarray(Object.keys(schemas.read.shape)), (row, absent) => {
        for (const name of absent) delete row[name];
        expect(byReader(read, row)).toEqual(byZod(row));
      }),
      { numRuns: 300 },
    );
  });

  it("A damaged row is refused exactly where zod refuses it", () => {
    const damages = [
      undefined,
      null,
      7,
      "x",
      "",
      true,
      [],
      [7],
      [null],
      ["x"],
      {},
      { a: 7 },
      { skill: 7 },
      { path: "x" },
    ];
    const compare = (row: Record<string, unknown>, name: string, damage: unknown) => {
      const damaged = { ...row, [name]: damage };
      if (damage === undefined) delete damaged[name];
      const expected = byZod(damaged);
      expect(byReader(read, damaged)).toEqual(expected);
      return expected === undefined;
    };
    let refused = 0;
    for (const row of fc.sample(rows, { numRuns: 10, seed: 1 })) {
      for (const name of Object.keys(schemas.read.shape)) {
        refused += damages.filter((damage) => compare(row, name, damage)).length;
      }
    }
    expect(refused).toBeGreaterThan(100);
    fc.assert(
      fc.property(rows, fc.constantFrom(...Object.keys(schemas.read.shape)), anything, (row, name, damage) => {
        compare(row, name, damage);
      }),
      { numRuns: 500 },
    );
  });
});

describe("Storing a resource", () => {
  it("Nulls, constant defaults and stamps are left out; what a default function made is stored", () => {
    const value = readSample({ id: "abc", ...stamps });
    expect(toStored(Sample, value)).toEqual({ id: "abc", depth: 3 });
    expect(toStored(Sample, { ...value, kind: "b", note: "n" })).toEqual({
      id: "abc",
      depth: 3,
      kind: "b",
      note: "n",
    });
  });

  it("An event's side may lack each field that has a default or can be null", () => {
    expect(Sample.snapshot.safeParse({ id: "abc", ...stamps }).success).toBe(true);
    expect(Sample.snapshot.safeParse({ ...stamps }).success).toBe(false);
  });
});
