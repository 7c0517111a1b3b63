import { defineResource } from "@skillmeat-deployments/core/resource/define.schema.ts";
import { readStored, toStored, withoutRules } from "@skillmeat-deployments/core/resource/stored.ts";
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

describe("Reading a stored row", () => {
  it("A field that the row lacks reads as null, as its default, or as what its default makes of the row", () => {
    const value = readStored(Sample, { id: "abc", ...stamps });
    expect(value).toEqual({ id: "abc", note: null, labels: {}, depth: 3, kind: "a", ...stamps });
  });

  it("A field that the row has keeps its value, also where a rule that was made since refuses it", () => {
    const row = { id: "abc", note: "longer than 3", labels: { a: "b" }, depth: 7, kind: "b", ...stamps };
    expect(readStored(Sample, row)).toEqual(row);
  });

  it("A row that does not have the shape is an internal error", () => {
    expect(() => readStored(Sample, { id: 7, ...stamps })).toThrow("could not be read");
  });

  it("A kind of schema that no case is written for is refused, not let through", () => {
    expect(() => withoutRules(z.date())).toThrow("kind 'date'");
    expect(() => withoutRules(z.object({ a: z.array(z.string().transform(Number)) }))).toThrow("kind 'pipe'");
  });
});

describe("Storing a resource", () => {
  it("Nulls, constant defaults and stamps are left out; what a default function made is stored", () => {
    const value = readStored(Sample, { id: "abc", ...stamps });
    expect(toStored(Sample, value)).toEqual({ id: "abc", depth: 3 });
    expect(toStored(Sample, { ...value, kind: "b", note: "n" })).toEqual({ id: "abc", depth: 3, kind: "b", note: "n" });
  });

  it("An event's side may lack each field that has a default or can be null", () => {
    expect(Sample.snapshot.safeParse({ id: "abc", ...stamps }).success).toBe(true);
    expect(Sample.snapshot.safeParse({ ...stamps }).success).toBe(false);
  });
});
