/** Entries of shared files: what is set and removed again leaves no trace, and all else stays. */
import { isDeepStrictEqual } from "node:util";
import { type EntryPlace, readEntry, removeEntry, setEntry } from "@skillmeat-deployments/cli/files/edit/entries.ts";
import { EditError, type Format, type Notes } from "@skillmeat-deployments/cli/files/edit/format.ts";
import { loadFormat } from "@skillmeat-deployments/cli/files/edit/formats.ts";
import type { Json } from "@skillmeat-deployments/cli/files/place.ts";
import { createRandom } from "@skillmeat-deployments/testing/random.ts";
import fc from "fast-check";
import { parse as parseJsonc } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { placesIn, valueFor } from "./random-entries.ts";
import { settingsOf } from "./settings.ts";

const RUNS = Number(process.env.SETTINGS_RUNS ?? 60);

/** Parsers that have no part in the edits, where there is another one. */
const PARSERS = {
  json: (text: string) => parseJsonc(text, [], { allowTrailingComma: true }) ?? {},
  toml: (text: string) => parseToml(text, { integersAsBigInt: "asNeeded" }),
  yaml: (text: string) => parseYaml(text) ?? {},
};

describe.each(["json", "toml", "yaml"] as const)("%s", async (name) => {
  const format = await loadFormat(name);

  it("Entries that are set, set again and removed in any order leave the bytes as they were", () => {
    let tried = 0;
    const property = fc.property(fc.integer(), (seed) => {
      const { text, key } = settingsOf(name, seed);
      if (!parses(format, text)) return;
      const random = createRandom(seed + 1);
      const places = placesIn(random, key);
      const values = new Map<EntryPlace, Json>();
      let now: { text: string; notes: Notes } = { text, notes: {} };
      for (const place of [...places, ...random.shuffle(places).slice(0, 2)]) {
        const value = valueFor(random, place);
        now = setEntry(format, now.text, place, value, now.notes, values.get(place));
        values.set(place, value);
        expect(readEntry(format, now.text, place, value)).toEqual(value);
      }
      for (const place of random.shuffle(places)) {
        now = removeEntry(format, now.text, place, now.notes, values.get(place));
        // Another artifact can have the same hooks.
        if (place.entry !== "by_event") expect(readEntry(format, now.text, place)).toBeUndefined();
      }
      expect(now).toEqual({ text, notes: {} });
      tried++;
    });
    fc.assert(property, { numRuns: RUNS });
    expect(tried).toBeGreaterThan(RUNS * 0.7);
  });

  it("A new entry changes no value and no byte but its own, whatever parser reads the file", () => {
    const property = fc.property(fc.integer(), (seed) => {
      const { text, key } = settingsOf(name, seed);
      if (!parses(format, text)) return;
      const random = createRandom(seed + 2);
      const [place] = placesIn(random, key) as [EntryPlace];
      const value = valueFor(random, place);
      const { text: after } = setEntry(format, text, place, value, {});
      const [was, is] = [text, after].map((each) => PARSERS[name](each.replace("\uFEFF", "")));
      expect(readFrom(is, place)).toEqual(place.entry === "by_name" ? value : expect.anything());
      expect(isDeepStrictEqual(without(is, place), without(was, place)), after).toBe(true);
      expect(replacedBytes(text, after)).toMatch(/^(?:\s|\/\/.*|#.*|\/\*[\s\S]*?\*\/|null)*$/);
    });
    fc.assert(property, { numRuns: RUNS });
  });
});

/** Whether a text can be read by the format. Random files need not be. */
function parses(format: Format, text: string): boolean {
  try {
    format.parse(text.replace("\uFEFF", ""));
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(EditError);
    return false;
  }
}

type Members = Record<string, unknown>;

const readFrom = (root: unknown, { key, name, entry }: EntryPlace): unknown =>
  (entry === "by_name" ? [...key, name] : key).reduce<unknown>((value, each) => (value as Members)?.[each], root);

/** A value without an entry, without empty containers on the way to it. */
function without(root: unknown, { key, name, entry }: EntryPlace): unknown {
  const copy = structuredClone(root) as Members;
  const path = entry === "by_name" ? [...key, name] : [...key];
  const parents = path.map((_, i) =>
    path.slice(0, i).reduce<unknown>((value, each) => (value as Members)?.[each], copy),
  );
  for (let i = path.length - 1; i >= 0; i--) {
    const parent = parents[i] as Members | undefined | null;
    const child = parent?.[path[i] as string];
    const isLast = i === path.length - 1;
    const isEmpty = child === null || (typeof child === "object" && Object.keys(child).length === 0);
    if (parent && (isLast || isEmpty)) delete parent[path[i] as string];
  }
  return copy;
}

/** The bytes of a text that are not in the other one: what is between their common beginnings and ends. */
function replacedBytes(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return before.slice(start, before.length - end);
}
