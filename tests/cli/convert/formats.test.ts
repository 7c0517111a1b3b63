/** Properties of converted files: what is written is read as what was meant. */
import { dataFile } from "@skillmeat-deployments/cli/convert/data-file.ts";
import { bodyOf, markdownOf } from "@skillmeat-deployments/cli/convert/markdown.ts";
import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { expect, it } from "vitest";
import { parse as parseYaml } from "yaml";

/** Texts with everything that formats treat specially. */
const text = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "\n",
      "\r\n",
      "\t",
      '"',
      '"""',
      "'''",
      "\\",
      "---\n",
      ": ",
      "#",
      "é",
      "😀",
      "\u0001",
      "{{x}}",
      "$1",
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));
const key = fc.constantFrom("name", "description", "prompt", "argument-hint", "a b", "x.y");
const members = fc.dictionary(key, fc.oneof(text, fc.boolean(), fc.array(text, { maxLength: 3 })), { maxKeys: 5 });

it("A file of data holds exactly its members, whatever texts they are", () => {
  fc.assert(
    fc.property(members, (value) => {
      expect(parseToml(dataFile("toml", value) as string)).toEqual(value);
      expect(parseYaml(dataFile("yaml", value) as string) ?? {}).toEqual(value);
      expect(JSON.parse(dataFile("json", value) as string)).toEqual(value);
    }),
    { numRuns: 400 },
  );
});

it("Front matter holds exactly its members, and what follows it is the body", () => {
  fc.assert(
    fc.property(members, text, (value, body) => {
      fc.pre(Object.keys(value).length > 0);
      const markdown = markdownOf(value, body);
      const end = markdown.indexOf("\n---\n");
      expect(parseYaml(markdown.slice(4, end + 1))).toEqual(value);
      // Empty lines at the beginning of a body do not count.
      const lines = body.split("\n");
      const first = lines.findIndex((line) => line.trim() !== "");
      expect(bodyOf(markdown)).toBe(first === -1 ? "" : lines.slice(first).join("\n"));
    }),
    { numRuns: 400 },
  );
});
