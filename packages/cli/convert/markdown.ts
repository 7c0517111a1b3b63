/** Markdown with front matter: YAML between two lines of three dashes, at the beginning. */
import { parse, stringify } from "yaml";
import type { Json, JsonObject } from "../files/place.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/** The text of a file. undefined: it is no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = decoder.decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

export const bytesOf = (text: string) => encoder.encode(text);

/** What follows the front matter, without the empty lines between the two. */
export function bodyOf(text: string): string {
  const lines = text.split("\n");
  if (lines[0]?.trimEnd() !== "---") return text;
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === "---");
  if (end === -1) return text;
  const rest = lines.slice(end + 1);
  const first = rest.findIndex((line) => line.trim() !== "");
  return first === -1 ? "" : rest.slice(first).join("\n");
}

/** Markdown with the members as front matter. Without members it is the body alone. */
export function markdownOf(members: JsonObject, body: string): string {
  if (Object.keys(members).length === 0) return body;
  return `---\n${yamlOf(members)}---\n\n${body}`;
}

const YAML = { lineWidth: 0, aliasDuplicateObjects: false } as const;

/** YAML, with a line feed at its end. The same value always gives the same text. */
export function yamlOf(value: Json): string {
  const text = stringify(value, YAML);
  // The library writes some texts that begin with spaces so that they are read as others.
  const isRight = JSON.stringify(parse(text)) === JSON.stringify(value);
  return isRight ? text : stringify(value, { ...YAML, blockQuote: false });
}
