/** The formats of shared files. Their parsers are loaded when a file needs them. */
import { EditError, type Format } from "./format.ts";

/** The format of a file, by what the catalogue says, or else by its extension. */
export function formatNameOf(path: string, format: string | null | undefined): string {
  const name = (format ?? path.slice(path.lastIndexOf(".") + 1)).toLowerCase();
  return name === "yml" ? "yaml" : name;
}

/** @throws EditError if the format has no entries */
export async function loadFormat(name: string): Promise<Format> {
  if (name === "json" || name === "jsonc") return (await import("./json.ts")).json;
  if (name === "toml") return (await import("./toml.ts")).toml;
  if (name === "yaml") return (await import("./yaml.ts")).yaml;
  throw new EditError("unsupported", `files of the format ${name} have no entries`);
}
