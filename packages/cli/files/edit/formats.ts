/** The formats of shared files. Their parsers are loaded when a file needs them. */
import type { Json } from "../place.ts";
import { EditError, type Format } from "./format.ts";

/** The format of a file, by what the catalogue says, or else by its extension. */
export function formatNameOf(path: string, format: string | null | undefined): string {
  const name = (format ?? path.slice(path.lastIndexOf(".") + 1)).toLowerCase();
  return name === "yml" ? "yaml" : name;
}

/** So many parsed texts are remembered: a file is often looked at for many entries. */
const REMEMBERED = 16;

/** A format that parses a text once. Values are not changed by anyone. */
function remembering(format: Format): Format {
  const values = new Map<string, Json>();
  return {
    ...format,
    parse(text) {
      const known = values.get(text);
      if (known !== undefined) return known;
      const value = format.parse(text);
      if (values.size >= REMEMBERED) values.clear();
      values.set(text, value);
      return value;
    },
  };
}

const loaded = new Map<string, Format>();

/** @throws EditError if the format has no entries */
export async function loadFormat(name: string): Promise<Format> {
  const known = loaded.get(name);
  if (known) return known;
  const format = remembering(await load(name));
  loaded.set(name, format);
  return format;
}

async function load(name: string): Promise<Format> {
  if (name === "json" || name === "jsonc") return (await import("./json.ts")).json;
  if (name === "toml") return (await import("./toml.ts")).toml;
  if (name === "yaml") return (await import("./yaml.ts")).yaml;
  throw new EditError("unsupported", `files of the format ${name} have no entries`);
}
