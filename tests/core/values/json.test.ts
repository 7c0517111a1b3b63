import { isDeepStrictEqual } from "node:util";
import { isEqual } from "@skillmeat-deployments/core/values/json.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** JSON values, small so that pairs of them are often equal. */
const small = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));

describe("isEqual", () => {
  it("Two JSON values are equal exactly if Node's deep comparison says so", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(isEqual(a, b)).toBe(isDeepStrictEqual(a, b));
        expect(isEqual({ a, b }, { b, a })).toBe(true);
        expect(isEqual([a, b], [a, b, null])).toBe(false);
      }),
    );
  });

  it.each([
    [{ a: undefined }, {}, false],
    [{}, { a: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[], {}, false],
    [null, {}, false],
    [0, -0, false],
    ["1", 1, false],
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
  ])("%j and %j: %s", (a, b, equal) => {
    expect(isEqual(a, b)).toBe(equal);
    expect(isDeepStrictEqual(a, b)).toBe(equal);
  });
});
