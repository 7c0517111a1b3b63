/**
 * A SkillMeat tracker as text: rows are added, replaced and removed, and every other byte stays as it is.
 */
import { CommandError } from "../fail.ts";
import { idOfRow, rowOf, type TrackerRow } from "./tracker-row.ts";

/** The name of the file, in the root of each profile. */
export const TRACKER = ".skillmeat-deployed.toml";

type Table = Readonly<Record<string, unknown>>;
/** A row with its id, its place in the text, and all its keys. */
type Section = { readonly id: string | undefined; readonly table: Table; readonly start: number; readonly end: number };

export type Tracker = {
  readonly rows: ReadonlyMap<string, TrackerRow>;
  /**
   * Merges keys into rows, by record id. A key that is null is removed, and so is a row that is null.
   * @returns the text, or undefined if no row is left
   */
  edited(changes: ReadonlyMap<string, Table | null>): string | undefined;
};

/**
 * Reads the rows of a tracker, by record id.
 * @param path for the error
 * @throws CommandError as `parseTracker` does, and if a row does not say what is where
 */
export async function readRows(text: string, path: string): Promise<Tracker["rows"]> {
  const tables = tablesOf(text, path, await import("smol-toml"));
  const damaged = tables.findIndex((table) => rowOf(table) === undefined);
  if (damaged >= 0)
    throw new CommandError(
      "malformed-tracker",
      `${path}: row ${damaged + 1} lacks one of artifact_name, artifact_type, artifact_path and content_hash, so it cannot be compared.`,
    );
  return rowsById(tables);
}

/** Parses a tracker to edit it. @param path for the error @throws CommandError with line and column if it is not valid */
export async function parseTracker(text: string, path: string): Promise<Tracker> {
  const toml = await import("smol-toml");
  const tables = tablesOf(text, path, toml);
  const rows = rowsById(tables);
  const sections = await sectionsOf(text, tables);
  const write = (table: Table) =>
    toml.stringify({ deployed: [withoutNulls(table)] }, { numbersAsFloat: true }).trimEnd();
  return { rows, edited: (changes) => edit(text, sections, changes, write) };
}

/** TOML has no null: it takes a key away. */
export const withoutNulls = (table: Table): Table =>
  Object.fromEntries(Object.entries(table).filter(([, value]) => value !== null && value !== undefined));

function rowsById(tables: readonly unknown[]): Tracker["rows"] {
  const rows = new Map<string, TrackerRow>();
  for (const table of tables) {
    const row = rowOf(table);
    if (row) rows.set(idOfRow(row), row);
  }
  return rows;
}

function tablesOf(text: string, path: string, toml: typeof import("smol-toml")): readonly unknown[] {
  let deployed: unknown;
  try {
    ({ deployed = [] } = toml.parse(text, { integersAsBigInt: true }));
  } catch (error) {
    if (!(error instanceof toml.TomlError)) throw error;
    throw new CommandError(
      "malformed-tracker",
      `${path}: line ${error.line}, column ${error.column}: it is not valid TOML. It is left alone.`,
      error,
    );
  }
  if (!Array.isArray(deployed))
    throw new CommandError("malformed-tracker", `${path}: deployed is no list of tables. It is left alone.`);
  return deployed as readonly unknown[];
}

async function sectionsOf(text: string, tables: readonly unknown[]): Promise<Section[]> {
  const starts = await startsOf(text);
  // Rows in brackets on one line, `deployed = [{…}]`, have no place of their own. An empty list is such a line too.
  if (starts.length !== tables.length) return tables.map((table) => ({ ...identified(table), start: -1, end: -1 }));
  return tables.map((table, i) => ({
    ...identified(table),
    start: starts[i] as number,
    end: starts[i + 1] ?? text.length,
  }));
}

function identified(table: unknown): Pick<Section, "id" | "table"> {
  const row = rowOf(table);
  return { id: row && idOfRow(row), table: (typeof table === "object" && table !== null ? table : {}) as Table };
}

/** Where the tables `[[deployed]]` begin. */
async function startsOf(text: string): Promise<number[]> {
  const { parseTOML } = await import("toml-eslint-parser");
  return parseTOML(text).body[0].body.flatMap((node) => {
    const isRow = node.type === "TOMLTable" && node.kind === "array" && node.key.keys.length === 1;
    return isRow && node.resolvedKey[0] === "deployed" ? [node.range[0]] : [];
  });
}

function edit(
  text: string,
  sections: readonly Section[],
  changes: ReadonlyMap<string, Table | null>,
  write: (table: Table) => string,
): string | undefined {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const written = (table: Table) => write(table).replaceAll("\n", eol) + eol;
  const known = new Set(sections.map(({ id }) => id));
  const added = [...changes].flatMap(([id, table]) => (known.has(id) || table === null ? [] : [table]));
  const hasPlaces = sections.length > 0 && sections.every(({ start }) => start >= 0);
  const head = hasPlaces ? text.slice(0, sections[0]?.start) : headOf(text, sections.length === 0);
  const kept = sections.flatMap(({ id, table, start, end }) => {
    const change = id === undefined ? undefined : changes.get(id);
    if (change === null) return [];
    if (change !== undefined) return [written({ ...table, ...change })];
    return [start < 0 ? written(table) : text.slice(start, end)];
  });
  const parts = [...kept.map((part) => part.trimEnd() + eol), ...added.map(written)];
  if (parts.length === 0) return undefined;
  return head + parts.join(eol);
}

/** What is before the rows, without the line of an empty list. */
const headOf = (text: string, isEmpty: boolean) =>
  isEmpty ? text.replace(/^[ \t]*deployed[ \t]*=[ \t]*\[[ \t\r\n]*\][ \t]*(?:\r?\n|$)/m, "") : "";
