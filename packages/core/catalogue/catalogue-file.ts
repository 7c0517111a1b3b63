/** The form of catalogue.json: each source once, and the sources of a fact by their positions. An entry a line. */
import type { CatalogueEntry, Source } from "./entry.schema.ts";

type CatalogueFile = { sources: Source[]; entries: unknown[] };

/** Returns a value with each list of sources replaced. */
function mapSources(value: unknown, sourcesOf: (from: readonly unknown[]) => readonly unknown[]): unknown {
  if (Array.isArray(value)) return value.map((item) => mapSources(item, sourcesOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      // A member `from` that is no list names a part of an artifact or of an MCP server.
      name === "from" && Array.isArray(member) ? sourcesOf(member) : mapSources(member, sourcesOf),
    ]),
  );
}

/** Returns the text of the file, an entry a line. */
export function catalogueFile(entries: readonly CatalogueEntry[]): string {
  const positions = new Map<string, number>();
  const positionOf = (source: unknown) => {
    const text = JSON.stringify(source);
    const position = positions.get(text) ?? positions.size;
    positions.set(text, position);
    return position;
  };
  const lines = entries.map((entry) => JSON.stringify(mapSources(entry, (from) => from.map(positionOf))));
  return `{"sources":[\n${[...positions.keys()].join(",\n")}\n],"entries":[\n${lines.join(",\n")}\n]}\n`;
}

/** Returns the entries of a file. */
export function entriesOf(text: string): readonly CatalogueEntry[] {
  const { sources, entries } = JSON.parse(text) as CatalogueFile;
  // Safe casts: the file has the entries of the catalogue, and positions of its own sources.
  return mapSources(entries, (from) => from.map((at) => sources[at as number])) as CatalogueEntry[];
}
