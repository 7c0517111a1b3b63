/** Merges three ways: what was written last, what the user made of it, and what is new. */
import { mergeText, mergeValues } from "@skillmeat-deployments/cli/files/merge.ts";
import fc from "fast-check";
import { expect, it } from "vitest";

const BASE = "1\n2\n3\n4\n5\n6\n";

it("Changes of different lines are merged", async () => {
  expect(await mergeText(BASE, "1\nmine\n3\n4\n5\n6\n", "1\n2\n3\n4\ntheirs\n6\nmore\n")).toBe(
    "1\nmine\n3\n4\ntheirs\n6\nmore\n",
  );
});

it("Changes of the same lines are a conflict, unless they are equal", async () => {
  expect(await mergeText(BASE, "mine\n2\n3\n4\n5\n6\n", "theirs\n2\n3\n4\n5\n6\n")).toBeUndefined();
  expect(await mergeText(BASE, "same\n2\n3\n4\n5\n6\n", "same\n2\n3\n4\n5\n6\n")).toBe("same\n2\n3\n4\n5\n6\n");
});

it("The line ends of the file on the disk are kept, line by line where they are mixed", async () => {
  const mine = "\uFEFFm\r\n2\n3\r\n4\r\n5\r\n6\r\n";
  expect(await mergeText(BASE, mine, "1\n2\n3\n4\nt\n6\n")).toBe("\uFEFFm\r\n2\n3\r\n4\r\nt\r\n6\r\n");
});

it("A missing line end at the end of the file is merged like a line", async () => {
  expect(await mergeText(BASE, BASE.slice(0, -1), "0\n2\n3\n4\n5\n6\n")).toBe("0\n2\n3\n4\n5\n6");
  expect(await mergeText(BASE, "0\n2\n3\n4\n5\n6\n", BASE.slice(0, -1))).toBe("0\n2\n3\n4\n5\n6");
  expect(await mergeText("", "", "a\n")).toBe("a\n");
});

it("A merge with an unchanged side gives the other side, in the line ends of the disk", async () => {
  const text = fc.array(fc.constantFrom("a", "b", "", "c d")).map((lines) => lines.join("\n"));
  const property = fc.asyncProperty(text, text, fc.constantFrom("\n", "\r\n"), async (base, changed, eol) => {
    const on = (each: string) => each.replaceAll("\n", eol);
    expect(await mergeText(base, on(changed), base)).toBe(on(changed));
    const taken = await mergeText(base, on(base), changed);
    // A file of one line says nothing about its line ends.
    expect(taken).toBe(base.includes("\n") ? on(changed) : changed);
  });
  await fc.assert(property, { numRuns: 300 });
});

it("Any changes of different parts are merged, and any change of the same part by both is a conflict", async () => {
  const change = fc.constantFrom("none", "replace", "remove", "insert");
  const changed = (part: number, how: string, by: string) =>
    ({ none: [`${part}`], replace: [`${part} by ${by}`], remove: [], insert: [`${part}`, `${by} ${part}`] })[how] ?? [];
  // Parts are kept apart by a line that nobody changes.
  const text = (hows: string[], by: string) =>
    `${hows.flatMap((how, part) => [`- ${part}`, ...changed(part, how, by)]).join("\n")}\n-\n`;
  const property = fc.asyncProperty(fc.array(fc.tuple(change, change), { minLength: 1 }), async (parts) => {
    const [own, other] = [parts.map(([mine]) => mine), parts.map(([, theirs]) => theirs)];
    const merged = await mergeText(
      text(
        own.map(() => "none"),
        "",
      ),
      text(own, "me"),
      text(other, "them"),
    );
    const isClash = parts.some(([m, t]) => m !== "none" && t !== "none" && !(m === "remove" && t === "remove"));
    const expected = parts.flatMap(([m, t], part) => [
      `- ${part}`,
      ...(t === "none" ? changed(part, m, "me") : changed(part, t, "them")),
    ]);
    if (isClash) expect(merged).toBeUndefined();
    else expect(merged).toBe(`${expected.join("\n")}\n-\n`);
  });
  await fc.assert(property, { numRuns: 300 });
});

it("A large file of equal lines is merged in bearable time", async () => {
  const many = "same\n".repeat(20_000);
  expect(await mergeText(many, `mine\n${many}`, `${many}theirs\n`)).toBe(`mine\n${many}theirs\n`);
});

it("Values are merged member by member", () => {
  const base = { command: "a", args: ["1"], env: { A: "1", B: "2" }, gone: 1 };
  const mine = { command: "a", args: ["1"], env: { A: "mine", B: "2" }, gone: 1, own: true };
  const theirs = { command: "b", args: ["1"], env: { A: "1", C: "3" } };
  expect(mergeValues(base, mine, theirs)).toEqual({ command: "b", args: ["1"], env: { A: "mine", C: "3" }, own: true });
});

it.each([
  [{ a: 1 }, { a: 2 }, { a: 3 }],
  [{ a: 1 }, {}, { a: 2 }],
  [{ a: [1] }, { a: [1, 2] }, { a: [0, 1] }],
  [{}, { a: { b: 1 } }, { a: { b: 2 } }],
])("Values whose same member was changed are a conflict: %j %j %j", (base, mine, theirs) => {
  expect(mergeValues(base, mine, theirs)).toBeUndefined();
});

it("A member that is called __proto__ is merged like others", () => {
  const [base, mine, theirs] = ['{"__proto__":1}', '{"__proto__":1,"a":1}', '{"__proto__":2}'].map((text) =>
    JSON.parse(text),
  );
  expect(JSON.stringify(mergeValues(base, mine, theirs))).toBe('{"__proto__":2,"a":1}');
});
