/** The bounds of a large JSON document hold before it is parsed. */
import { jsonProblem } from "@skillmeat-deployments/core/values/documents/json-bounds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("A JSON document", () => {
  it.each([
    ["4 million open brackets", "[".repeat(4_000_000), "Objects and arrays nest deeper than 64 levels"],
    ["a million nested objects", '{"a":'.repeat(1_000_000), "Objects and arrays nest deeper than 64 levels"],
    ["2 million items", `[${"1,".repeat(2_000_000)}1]`, "The document has more than 250000 members and items"],
    ["a million empty objects", `[${"{}".repeat(1_000_000)}]`, "The document has more than 250000 members and items"],
  ])("with %s is refused", (_, text, problem) => {
    expect(jsonProblem(text)).toBe(problem);
  });

  it.each([
    ["brackets in strings", JSON.stringify({ a: "[{".repeat(1_000_000), 'b"\\': '\\"[' })],
    ["a string that does not end", `"${"[".repeat(1_000)}`],
    ["an escape at the end", `"${"\\".repeat(1_001)}`],
    ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`],
    ["many levels one after another", `[${"[[1]],".repeat(1_000)}1]`],
  ])("with %s is not", (_, text) => {
    expect(jsonProblem(text)).toBeUndefined();
  });

  it("with any value at any depth up to 60 is not", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 60 }), (value) => {
        expect(jsonProblem(JSON.stringify(value))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
