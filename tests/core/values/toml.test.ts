/** The bounds of a TOML document hold before it is parsed. */
import { loadToml } from "@skillmeat-deployments/core/values/documents/toml.ts";
import { tomlProblem } from "@skillmeat-deployments/core/values/documents/toml-bounds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const toml = await loadToml();
const deep = "tables and arrays nest deeper than 64 levels";
const parts = "the document has more than 200000 keys, tables and items";
const digits = "a number has more than 100 digits";

const library = await import("smol-toml");
/** A document without the check of its bounds. undefined: it is none. */
function parsed(text: string): unknown {
  try {
    return library.parse(text);
  } catch {
    return undefined;
  }
}
const levelsOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;

describe("A TOML document", () => {
  it.each([
    ["a dotted key of 2 million parts", `a${".a".repeat(2_000_000)}=1`, `Line 1: ${deep}`],
    ["a dotted key of 8,000 parts in a header", `[a${".a".repeat(8_000)}]`, `Line 1: ${deep}`],
    ["a quoted dotted key of 100 parts", `"a"${'."b"'.repeat(100)}=1`, `Line 1: ${deep}`],
    ["2 million open brackets", `a=${"[".repeat(2_000_000)}`, `Line 1: ${deep}`],
    ["inline tables of dotted keys", `a.b={${"a.b={".repeat(40)}`, `Line 1: ${deep}`],
    ["2 million items", `x=1\na=[${"1,".repeat(2_000_000)}]`, `Line 2: ${parts}`],
    ["a million tables", "[[a]]\n".repeat(1_000_000), "Line 20001: the document has more than 20000 tables"],
    ["a million keys in one table", "a=1\n".repeat(1_000_000), "Line 1001: a table has more than 1000 keys"],
    ["a million keys in tables", `[a]\n${"a=1\n".repeat(999)}`.repeat(1_000), `Line 200001: ${parts}`],
    ["1.4 million strings on one line", `a=[${'"",'.repeat(1_400_000)}]`, `Line 1: ${parts}`],
    ["a number of 4 million digits", `a=1\nb=${"1".repeat(4_000_000)}`, `Line 2: ${digits}`],
    ["quotes at the end of a long string", `a=["""b"""", {${"c.".repeat(100)}c=1}]`, `Line 1: ${deep}`],
    ["two quotes at the end of a long literal", `a=['''b''''', {${"c.".repeat(100)}c=1}]`, `Line 1: ${deep}`],
    ["quotes right after a long string", `a=["""""", {${"c.".repeat(100)}c=1}]`, `Line 1: ${deep}`],
    ["a number of digits and underscores", `a=${"1_".repeat(200)}1`, `Line 1: ${digits}`],
  ])("with %s is refused before it is parsed", (_, text, problem) => {
    expect(tomlProblem(text)).toBe(problem);
    expect(() => toml.parse(text)).toThrow(problem);
  });

  it.each([
    ["64 binary digits", `a=0b${"1".repeat(64)}`],
    ["dots in strings", `a="${".".repeat(1_000)}"\nb='${"[".repeat(1_000)}'`],
    ["dots and brackets in comments", `# ${"a.[".repeat(1_000)}\na=1`],
    ["many lines in a string", `a="""\n${"[.\n".repeat(1_000)}"""\nb='''\n${"[\n".repeat(1_000)}'''`],
    ["escaped quotes", `a="\\"${"[".repeat(100)}"\nb="\\\\"\nc=1`],
    ["quotes in a long string", `a="""x"y""z\\"""${".".repeat(100)}"""`],
    ["32 levels", `a=${"[".repeat(32)}${"]".repeat(32)}`],
    ["many dotted keys one after another", "a.b.c=1\n[x.y]\n".repeat(1)],
    ["rows in a list", `a=[${"{x=1,y=2},".repeat(30_000)}]`],
    ["lists over several lines", `a=[\n${"[1],\n".repeat(30_000)}]`],
    ["nested tables that are closed", `a=[${"{x.y=[1.5]},".repeat(1_000)}]`],
  ])("with %s is parsed", (_, text) => {
    expect(tomlProblem(text)).toBeUndefined();
    expect(toml.parse(text)).toBeTypeOf("object");
  });

  it("that nests too deep is refused, whatever the strings before it contain", () => {
    const string = fc
      .tuple(
        fc.constantFrom('"', '"""', "'", "'''"),
        fc.array(fc.constantFrom('"', "'", "\\", "a", "#", "\n", "[", "]"), { maxLength: 6 }),
      )
      .map(([quote, content]) => quote + content.join("") + quote);
    const hidden = `{${"d.".repeat(100)}d=1}`;
    let documents = 0;
    fc.assert(
      fc.property(string, (text) => {
        const document = `a=[${text}, ${hidden}]`;
        // It is no document, or the braces are in a string or a comment.
        if (levelsOf(parsed(document)) < 100) return;
        documents++;
        expect(tomlProblem(document)).toContain(deep);
      }),
      { numRuns: 3_000 },
    );
    expect(documents).toBeGreaterThan(300);
  });

  it("The line of a problem counts the lines within strings", () => {
    expect(tomlProblem(`a="""\n\n\n"""\nb=${"[".repeat(65)}`)).toBe(`Line 5: ${deep}`);
  });
});
