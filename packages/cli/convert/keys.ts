/** The keys that a platform's file begins with, filled with the parts of an artifact. */
import type { FrontMatter } from "@skillmeat-deployments/client";
import type { Json, JsonObject } from "../files/place.ts";

/** The parts of an artifact. undefined: it has none. */
export type Parts = {
  readonly name: string;
  readonly description: string | undefined;
  /** What follows the front matter. */
  readonly text: string;
  /** The patterns of the files to which a rule applies. */
  readonly globs: readonly string[];
};

/** Fills the keys. A key for which the artifact has nothing is left out. */
export function filled(keys: FrontMatter, parts: Parts): JsonObject {
  const value = (from: string): Json | undefined => {
    if (from === "name") return parts.name;
    if (from === "description") return parts.description;
    if (from === "text") return parts.text;
    if (parts.globs.length === 0) return undefined;
    if (from === "globs") return [...parts.globs];
    return from === "globs_text" ? parts.globs.join(",") : undefined;
  };
  return Object.fromEntries(
    Object.entries(keys).flatMap(([name, key]) => {
      const filled = "value" in key ? key.value : value(key.from);
      return filled === undefined ? [] : [[name, filled] as const];
    }),
  );
}

/** The member of the front matter that has the text. undefined: the platform has none. */
export const textKeyOf = (keys: FrontMatter) =>
  Object.entries(keys).find(([, key]) => "from" in key && key.from === "text")?.[0];

/** The members of the source's front matter whose values the platform does not take. */
export function leftOut(source: JsonObject | null, keys: FrontMatter): string[] {
  const taken = new Set(["name", "description", ...Object.keys(keys)]);
  return Object.keys(source ?? {}).filter((name) => !taken.has(name));
}
