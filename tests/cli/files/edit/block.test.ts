/** Blocks: marked sections of text files that others write too. */
import { markersOf, readBlock, removeBlock, setBlock } from "@skillmeat-deployments/cli/files/edit/block.ts";
import { EditError, type Notes } from "@skillmeat-deployments/cli/files/edit/format.ts";
import fc from "fast-check";
import { expect, it } from "vitest";

const rule = markersOf("md", "rule");
const other = markersOf("md", "other rule");

it("A block goes to the end of the file, between comments of its format", () => {
  expect(setBlock("# A\n\ntext\n", rule, "do this\n", {}).text).toBe(
    "# A\n\ntext\n\n<!-- skillmeat:begin rule -->\ndo this\n<!-- skillmeat:end rule -->\n",
  );
  expect(setBlock("a = 1", markersOf("toml", "rule"), "b", {}).text).toBe(
    "a = 1\n\n# skillmeat:begin rule\nb\n# skillmeat:end rule",
  );
});

it("A block that is changed keeps its place and the line ends of the file", () => {
  const { text, notes } = setBlock("a\r\n", rule, "one\n", {});
  const changed = setBlock(`${text}b\r\n`, rule, "two\nthree\n", notes);
  expect(changed.text).toBe(
    "a\r\n\r\n<!-- skillmeat:begin rule -->\r\ntwo\r\nthree\r\n<!-- skillmeat:end rule -->\r\nb\r\n",
  );
  expect(readBlock(changed.text, rule)).toBe("two\nthree");
});

it("Blocks that are set and removed in any order leave the bytes as they were", () => {
  const piece = fc.constantFrom("", "\n", "\r\n", " ", "text", "# title", "<!-- c -->", "\uFEFF", "  \n");
  const all = [rule, other, markersOf("md", "third")];
  const property = fc.property(fc.array(piece), fc.shuffledSubarray(all, { minLength: 3 }), (pieces, order) => {
    const before = pieces.join("");
    let now: { text: string; notes: Notes } = { text: before, notes: {} };
    for (const markers of all) now = setBlock(now.text, markers, "a\n\nb\n", now.notes);
    for (const markers of all) expect(readBlock(now.text, markers)).toBe("a\n\nb");
    for (const markers of order) now = removeBlock(now.text, markers, now.notes);
    expect(now).toEqual({ text: before, notes: {} });
  });
  fc.assert(property, { numRuns: 300 });
});

it("A name cannot end the comment that has it", () => {
  const markers = markersOf("md", "a --> <b>\nc");
  expect(markers.begin).toBe("<!-- skillmeat:begin a --~3E ~3Cb~3E~0Ac -->");
  expect(readBlock(setBlock("", markers, "x", {}).text, markers)).toBe("x");
});

it("A block with an empty text, and a marker in the middle of a line, are no trouble", () => {
  const { text } = setBlock(`see ${rule.begin} here\n`, rule, "", {});
  expect(readBlock(text, rule)).toBe("");
  expect(removeBlock(text, rule, {}).text).toBe(`see ${rule.begin} here\n`);
});

it.each([
  [`a\n${rule.begin}\nb\n`, 2, "has no line"],
  [`${rule.end}\n`, 1, "has no line"],
  [`${rule.end}\n${rule.begin}\n`, 2, "has no line"],
  [`${rule.begin}\n${rule.end}\n${rule.begin}\n${rule.end}\n`, 3, "twice"],
])("Markers that do not match are refused with their line, and nothing is changed: number %#", (text, line, reason) => {
  for (const work of [
    () => readBlock(text, rule),
    () => setBlock(text, rule, "x", {}),
    () => removeBlock(text, rule, {}),
  ]) {
    expect(work).toThrow(
      expect.objectContaining({ code: "malformed", line, message: expect.stringContaining(reason) }),
    );
  }
});

it("A text that has its own marker as a line is refused", () => {
  expect(() => setBlock("", rule, `a\n${rule.end}\nb`, {})).toThrow(EditError);
});
