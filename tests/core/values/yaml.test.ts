/** YAML as lock files have it: which values it has, what is refused, and that no document makes more of itself than it is. */
import { Fault } from "@skillmeat-deployments/core/fault.ts";
import { loadYaml } from "@skillmeat-deployments/core/values/documents/yaml.ts";
import { yamlProblem } from "@skillmeat-deployments/core/values/documents/yaml-bounds.ts";
import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";

const parseYaml = await loadYaml();

/** The code and the text of the refusal of a document. */
function refusalOf(text: string): [string, string] {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof Fault) return [error.code, error.message];
    throw error;
  }
  throw new Error(`It was accepted: ${text.slice(0, 100)}`);
}
/** A value without its prototypes, which toEqual compares in part only. */
const plain = (text: string) => JSON.parse(JSON.stringify(parseYaml(text)));

describe("A YAML document", () => {
  it.each<[string, unknown]>([
    ["", null],
    ["# nothing\n", null],
    [
      "a: 1\nb: 'x'\nc:\nd: ~\ne: [1, two, {f: true}]\n",
      { a: 1, b: "x", c: null, d: null, e: [1, "two", { f: true }] },
    ],
    ["- a\n- - b\n  - c\n", ["a", ["b", "c"]]],
    ["? a key over\n: v\n", { "a key over": "v" }],
    ["a: |\n  x\n  y\nb: >-\n  x\n  y\n", { a: "x\ny\n", b: "x y" }],
    ["a: 'it''s'\nb: \"\\u00e9\\n\"\n", { a: "it's", b: "\u00e9\n" }],
    ["%YAML 1.2\n---\na: 1\n...\n", { a: 1 }],
    ["\uFEFFa: 1\n", { a: 1 }],
    ["a: 1\r\nb:\r\n- x\r\n", { a: 1, b: ["x"] }],
    ["a: &x [1, 2]\nb: *x\nc: &y z\n*y : 3\n", { a: [1, 2], b: [1, 2], c: "z", z: 3 }],
  ])("%j is read", (text, value) => {
    expect(plain(text)).toEqual(value);
  });

  it.each([
    ["12e4567", "12e4567"],
    ["1e3", "1e3"],
    ["1.10", "1.10"],
    ["0123", "0123"],
    ["0x1f", "0x1f"],
    ["1234567890123456", "1234567890123456"],
    [".inf", ".inf"],
    ["2026-01-01", "2026-01-01"],
    ["yes", "yes"],
    ["'12'", "12"],
    ["'null'", "null"],
    ["-12", -12],
    ["0", 0],
    ["True", true],
    ["NULL", null],
  ])("a scalar %s is %j: numbers are whole and of at most 15 digits", (text, value) => {
    expect(parseYaml(`a: ${text}\n`)).toMatchObject({ a: value });
  });

  it("keys of JavaScript's objects are keys as others", () => {
    const value = parseYaml("__proto__: 1\nconstructor: 2\ntoString: 3\n") as object;
    expect(Object.entries(value)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["toString", 3],
    ]);
  });

  it.each([
    ["a: [", "malformed-yaml", "Line 1, column 5: unexpected end of the stream within a flow collection"],
    ["a: 1\na: 2\n", "malformed-yaml", "Line 2: the key 'a' is there twice"],
    ["1: a\n'1': b\n", "malformed-yaml", "Line 2: the key '1' is there twice"],
    ["a: 1\rb: 2\r\na: 2\r", "malformed-yaml", "Line 3: the key 'a' is there twice"],
    ["a: 1\n---\nb: 2\n", "malformed-yaml", "The body must be one document"],
    ["a: *b\n", "malformed-yaml", "Line 1: the alias stands for nothing before it"],
    ["a: 1\nb: &b [*b]\n", "malformed-yaml", "Line 2: the alias stands for nothing before it"],
    ["\ta: 1\n", "malformed-yaml", "Line 1, column 3: end of the stream or a document separator is expected"],
    ["a: \u0001\n", "malformed-yaml", "Line 1, column 4: the stream contains non-printable characters"],
    ["<<: {a: 1}\n", "validation-failed", "Line 1: merge keys are not supported"],
    ["x: &x {a: 1}\ny:\n  <<: *x\n", "validation-failed", "Line 3: merge keys are not supported"],
    ["a: !!js/function x\n", "validation-failed", "Line 1: tags are not supported"],
    ["--- !!python/object/apply:os.system\n- x\n", "validation-failed", "Line 1: tags are not supported"],
    ["a: !!str 1\n", "validation-failed", "Line 1: tags are not supported"],
    ["? [a]\n: b\n", "validation-failed", "A key must not be a list or a map"],
    ["a: \0\n", "validation-failed", "Line 1: a null character is not allowed"],
  ])("%j is refused", (text, code, message) => {
    expect(refusalOf(text)).toEqual([code, message]);
  });

  it("of random lists, maps and texts is what was written", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string().filter((text) => text.isWellFormed()),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== "<<"),
          tie("value"),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).value;
    fc.assert(
      // JSON is YAML.
      fc.property(value, (written) => {
        const text = JSON.stringify(written);
        if (/[\u007f-\u009f]/.test(text)) return;
        expect(plain(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it("without numbers and tags is what the library reads", () => {
    const line = fc.constantFrom(
      "a:",
      "b: x",
      "- c",
      "  d: [e, f]",
      "  - g: h",
      "# i",
      "j: 'k'",
      "l: |",
      "   m",
      "",
      "n: >",
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        let theirs: unknown;
        try {
          theirs = load(lines.join("\n"));
        } catch {
          return;
        }
        read++;
        expect(plain(lines.join("\n"))).toEqual(theirs ?? null);
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

const PARTS = "the document has more than 250000 lines and items";
const DEEP = "Maps and lists nest deeper than 64 levels";
const LARGE = "The document is larger than 16777216 characters with its aliases written out";
/** Ten times as many at each of 20 levels. */
const BOMB = ["a: &a [x,x,x,x,x,x,x,x,x,x]"];
for (let i = 1; i <= 20; i++)
  BOMB.push(
    `k${i}: &k${i} [${Array(10)
      .fill(i === 1 ? "*a" : `*k${i - 1}`)
      .join(",")}]`,
  );
const CHAIN = ["k0: &k0 [x]"];
for (let i = 1; i <= 100; i++) CHAIN.push(`k${i}: &k${i} [*k${i - 1}]`);

describe("A hostile YAML document", () => {
  it.each([
    ["of 4 million open brackets", "[".repeat(4_000_000), `Line 1: ${PARTS}`],
    ["of 2 million nested items on a line", "- ".repeat(2_000_000), `Line 1: ${PARTS}`],
    ["of 2 million question marks", "? ".repeat(2_000_000), `Line 1: ${PARTS}`],
    ["of 4 million lines", "\n".repeat(4_000_000), `Line 250002: ${PARTS}`],
    ["of 830,000 lines that end in a carriage return", "a: 1\r".repeat(830_000), `Line 250002: ${PARTS}`],
    ["of a million documents", "---\n".repeat(1_000_000), `Line 250002: ${PARTS}`],
    ["of 2 million items", `[${"a,".repeat(2_000_000)}]`, `Line 1: ${PARTS}`],
    ["of 4 million null characters", "\0".repeat(4_000_000), "Line 1: a null character is not allowed"],
  ])("%s is refused before it is parsed", (_, text, problem) => {
    expect(yamlProblem(text)).toBe(problem);
    expect(refusalOf(text)).toEqual(["validation-failed", problem]);
  });

  it.each([
    ["that nests 65 levels in brackets", `${"[".repeat(65)}${"]".repeat(65)}`, DEEP],
    ["that nests 65 levels in lines", Array.from({ length: 65 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), DEEP],
    ["that nests by aliases", CHAIN.join("\n"), DEEP],
    ["of aliases of aliases", BOMB.join("\n"), LARGE],
    ["of aliases of a long text", `x: &x ${"y".repeat(100_000)}\nz: [${"*x,".repeat(1_000)}]`, LARGE],
  ])("%s is refused while it is built", (_, text, message) => {
    expect(refusalOf(text)).toEqual(["validation-failed", message]);
  });

  it.each([
    ["a line of 4 million characters", `a: ${"x".repeat(4_000_000)}`],
    ["a quoted line of 4 million characters", `a: "${"x".repeat(4_000_000)}"`],
    ["a key of 4 million characters", `${"x".repeat(4_000_000)}: 1`],
    ["200,000 lines in a folded text", `a: >\n${"  x\n".repeat(200_000)}`],
    ["200,000 lines in quotes", `a: "${"x\n  ".repeat(200_000)}"`],
    ["a million escapes", `a: "${"\\x41".repeat(1_000_000)}"`],
    ["200,000 lines that end in both characters", "# x\r\n".repeat(200_000).concat("a: 1")],
    ["200,000 keys", Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join("\n")],
    ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`],
    ["a thousand aliases", `a: &a [1, 2, 3]\nb: [${"*a,".repeat(1_000)}]`],
  ])("with %s is read, and nothing takes more than a pass", (_, text) => {
    expect(parseYaml(text)).not.toBeNull();
  });
});
