/** Entries of shared files: what is set and removed again leaves no trace, and all else stays. */
import { type EntryPlace, readEntry, removeEntry, setEntry } from "@skillmeat-deployments/cli/files/edit/entries.ts";
import { EditError, type Format } from "@skillmeat-deployments/cli/files/edit/format.ts";
import { loadFormat } from "@skillmeat-deployments/cli/files/edit/formats.ts";
import type { Json } from "@skillmeat-deployments/cli/files/place.ts";
import { createRandom, type Random } from "@skillmeat-deployments/testing/random.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scalar, settingsOf } from "./settings.ts";

const FORMATS = ["json", "toml", "yaml"] as const;
const RUNS = Number(process.env.SETTINGS_RUNS ?? 150);

const server = (random: Random): Json => ({
  command: random.pick(["npx", "C:\\bin\\x.exe", 'a "b"']),
  args: random.pick<Json>([[], ["-y", "x"], ["two\nlines"]]),
  ...(random.oneIn(2) ? { env: random.pick<Json>([{}, { TOKEN: "$TOKEN" }, { "a.b": "#" }]) } : {}),
  ...(random.oneIn(3) ? { n: scalar(random) ?? 1 } : {}),
});

/** Whether a text can be read by the format. Random files need not be. */
const parses = (format: Format, text: string) => {
  try {
    format.parse(text.replace("\uFEFF", ""));
    return true;
  } catch {
    return false;
  }
};

describe.each(FORMATS)("%s", async (name) => {
  const format = await loadFormat(name);
  const texts: number[] = [];

  it("Entries that are set, set again and removed in any order leave the bytes as they were", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { text, key } = settingsOf(name, seed);
        if (!parses(format, text)) return;
        texts.push(seed);
        const random = createRandom(seed + 1);
        const entry = random.pick(["by_name", "by_name", "list", "by_event"] as const);
        const at = entry === "by_name" ? key : [...key, "ours"];
        const places: EntryPlace[] = ["one", "t.w.o", "th ree"].map((own) => ({
          entry,
          key: at,
          name: own,
          item_name: "name",
        }));
        let now = { text, notes: {} };
        const values = new Map<EntryPlace, Json>();
        const steps = [...places, ...random.shuffle(places).slice(0, 2)];
        try {
          for (const place of steps) {
            const value = valueFor(random, place);
            now = setEntry(format, now.text, place, value, now.notes, values.get(place));
            values.set(place, value);
            expect(readEntry(format, now.text, place, value)).toEqual(value);
          }
        } catch (error) {
          // A place that is not an object cannot have entries. The text is as it was.
          if (error instanceof EditError && error.code === "unsupported" && values.size === 0) return;
          throw error;
        }
        for (const place of random.shuffle(places))
          now = removeEntry(format, now.text, place, now.notes, values.get(place));
        expect(now).toEqual({ text, notes: {} });
      }),
      { numRuns: RUNS },
    );
    expect(texts.length).toBeGreaterThan(RUNS * 0.7);
  });
});

function valueFor(random: Random, { entry, name }: EntryPlace): Json {
  const value = server(random) as object;
  if (entry === "by_name") return value as Json;
  if (entry === "list") return { name, ...value } as Json;
  const groups = [{ matcher: name, hooks: [{ type: "command", command: name }] }];
  return random.pick<Json>([
    { PreToolUse: groups },
    { PreToolUse: groups, Stop: [{ hooks: [value as Json] }, ...groups] },
  ]);
}
