/** The front matter of Markdown files: YAML between two lines of three dashes at the beginning. */
import { EditError } from "../files/edit/format.ts";
import { loadFormat } from "../files/edit/formats.ts";
import { splitBom } from "../files/edit/text.ts";
import type { JsonObject } from "../files/place.ts";

export type Frontmatter = {
  /** null: there is none, or it is malformed. */
  readonly value: JsonObject | null;
  /** Why it cannot be read. */
  readonly problem: string | null;
};

/** Reads the front matter of a text. */
export async function frontmatterOf(text: string): Promise<Frontmatter> {
  const between = betweenDashes(splitBom(text).body);
  if (between === undefined) return { value: null, problem: null };
  try {
    const value = (await loadFormat("yaml")).parse(between);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { value: value as JsonObject, problem: null };
    return { value: null, problem: "the front matter has no members" };
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    // The line of the dashes counts.
    const line = (error.line ?? 0) + 1;
    return { value: null, problem: `the front matter is malformed in line ${line}: ${error.message}` };
  }
}

/** The description in a front matter. */
export function descriptionIn(frontmatter: JsonObject | null): string | null {
  const description = frontmatter && Object.hasOwn(frontmatter, "description") ? frontmatter.description : undefined;
  return typeof description === "string" && description.trim() !== "" ? description.trim() : null;
}

function betweenDashes(text: string): string | undefined {
  const lines = text.split("\n");
  const isDashes = (line: string) => line.trimEnd() === "---";
  if (!isDashes(lines[0] ?? "")) return undefined;
  const end = lines.findIndex((line, i) => i > 0 && isDashes(line));
  return end === -1 ? undefined : `${lines.slice(1, end).join("\n")}\n`;
}
