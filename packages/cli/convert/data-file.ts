/** Files of data that hold a text: TOML, YAML and JSON. */
import { stringify } from "smol-toml";
import type { Json, JsonObject } from "../files/place.ts";
import { yamlOf } from "./markdown.ts";

/** Writes members as a file. undefined: the format is not one of data. The same members always give the same text. */
export function dataFile(format: string, members: JsonObject): string | undefined {
  if (format === "toml") return tomlOf(members);
  if (format === "yaml" || format === "yml") return yamlOf(members);
  return format === "json" ? `${JSON.stringify(members, null, 2)}\n` : undefined;
}

/** TOML with texts of several lines as such. The library writes them in one. */
const tomlOf = (members: JsonObject) =>
  Object.entries(members)
    .map(([name, value]) =>
      isLong(value) ? `${keyOf(name)} = ${longText(value)}\n` : `${stringify({ [name]: value })}\n`,
    )
    .map(withOneLineEnd)
    .join("");

/** Returns a text with exactly one line feed at its end. */
function withOneLineEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end--;
  return `${text.slice(0, end)}\n`;
}

const isLong = (value: Json): value is string => typeof value === "string" && value.includes("\n");
const keyOf = (name: string) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

/** A carriage return is written as such: a line end in such a text can be read as either. */
function longText(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    // Three quotes in a row, or one at the end, would end the text.
    .replaceAll(/"(?="|$)/g, '\\"')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: TOML does not allow them as they are
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"""\n${escaped}"""`;
}
