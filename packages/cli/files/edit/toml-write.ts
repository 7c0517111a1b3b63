/** Writes values as TOML. Objects inside of a table are inline, so that an entry is one piece of text. */
import type { Json, JsonObject } from "../place.ts";
import { EditError } from "./format.ts";

const BARE = /^[A-Za-z0-9_-]+$/;

const tomlKey = (name: string | number) => (BARE.test(String(name)) ? String(name) : tomlString(String(name)));

/** A basic string. JSON's escapes are valid in it; DEL must be escaped too. */
const tomlString = (text: string) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

const tomlNumber = (value: number) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);

/** A value on one line. */
export function tomlValue(value: Json): string {
  if (value === null) throw new EditError("unsupported", "TOML cannot hold null");
  if (typeof value === "string") return tomlString(value);
  if (typeof value === "number") return tomlNumber(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  const members = Object.entries(value as JsonObject).map(([name, member]) => tomlPair(name, member));
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

export const tomlPair = (name: string, value: Json) => `${tomlKey(name)} = ${tomlValue(value)}`;

/** A table with its header. @param brackets two for an item of a list */
export function tomlTable(path: readonly (string | number)[], value: JsonObject, isItem: boolean, eol: string): string {
  const key = path.map(tomlKey).join(".");
  const pairs = Object.entries(value).map(([name, member]) => tomlPair(name, member));
  return [isItem ? `[[${key}]]` : `[${key}]`, ...pairs].join(eol);
}
