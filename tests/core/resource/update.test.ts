/** PATCH merges maps and objects member by member (RFC 7396), also those that can be null. */
import { defineResource } from "@skillmeat-deployments/core/resource/define.schema.ts";
import { parse } from "@skillmeat-deployments/core/resource/parse.ts";
import { applyUpdate } from "@skillmeat-deployments/core/resource/update.ts";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const Sample = defineResource("Sample", "Sample", {
  identity: { id: z.string() },
  writable: {
    labels: z.record(z.string(), z.string()).nullable(),
    place: z.object({ a: z.number(), b: z.number().optional() }),
    tags: z.array(z.string()),
  },
  readOnly: {},
});
const current = { id: "x", labels: { a: "1", b: "2" }, place: { a: 1, b: 2 }, tags: ["t"] };
const patch = (body: object) =>
  applyUpdate(current, { resource: Sample, mode: "patch", fields: parse(Sample.patch, body) });

describe("A merge patch", () => {
  it("A nullable map is merged member by member, and null clears it", () => {
    expect(patch({ labels: { c: "3", a: null } }).labels).toEqual({ b: "2", c: "3" });
    expect(patch({ labels: null }).labels).toBeNull();
  });

  it("An object is merged member by member, an array is replaced", () => {
    expect(patch({ place: { a: 9 }, tags: [] })).toMatchObject({ place: { a: 9, b: 2 }, tags: [] });
  });

  it("What a merge makes is validated as a whole, with a pointer", () => {
    expect(() => patch({ place: { a: null } })).toThrow(/a/);
    expect(() => patch({ labels: { a: 7 } })).toThrow(/labels|a/);
  });

  it("An identity that differs is refused, one that is equal is accepted", () => {
    expect(() => patch({ id: "y" })).toThrow("immutable");
    expect(patch({ id: "x" })).toEqual({ labels: current.labels, place: current.place, tags: current.tags });
  });
});
