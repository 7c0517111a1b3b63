/** Parses and validates the rows of a SkillMeat tracker (`.skillmeat-deployed.toml`). */
import type * as z from "zod";
import { Fault, type FieldError, invalid, invalidAll } from "../fault.ts";
import { fieldErrors } from "../resource/parse.ts";
import { documentErrors } from "../values/documents/document.ts";
import { loadToml, type Toml } from "../values/documents/toml.ts";
import { escapePointer } from "../values/json.ts";
import { isKnownKey, PATH_FIELDS, RowIdentity, RowProfile, TrackerRow } from "./row.schema.ts";

/** The maximum number of rows in one import. */
const MAX_TRACKER_ROWS = 5_000;
/** The maximum size of a row in bytes. With its keys and stamp, the stored item stays below the limit of 150 KiB. */
const MAX_ROW = 146 * 1024;
/** The maximum number of keys of a row, unknown ones included. */
const MAX_KEYS = 256;
/** The level of a row in its document: below the document itself and `deployed`. */
const ROW_DEPTH = 3;

/** A validated row, with its pointer in the file. `extra_toml`: its unknown keys as TOML. */
export type ValidRow = z.infer<typeof TrackerRow> & { content_hash: string; extra_toml: string | null };

/** What can be read of a row that is left out. `profile`: what its profile can be inferred from. */
export type RowHints = z.infer<typeof RowIdentity> & { profile: z.infer<typeof RowProfile> | undefined };

/** What a tracker holds: its valid rows, and what was left out. */
export type Tracker = {
  rows: { pointer: string; row: ValidRow }[];
  leftOut: LeftOut[];
};

/** A row or key of the file that is not imported. */
export type LeftOut = {
  pointer: string;
  errors: FieldError[];
  /** Whether it can be a row: a table below `deployed`, or below another key, which can be a misspelling of it. */
  isRow: boolean;
  /** What tells which record the row is. undefined: this cannot be read. */
  hints: RowHints | undefined;
};

/**
 * Parses a tracker.
 * @param lenient whether to leave out invalid rows
 * @throws 400 if it is not TOML; 413 if it has more than 5,000 rows
 * @throws 422 with a pointer for each invalid row, unless they are left out
 */
export async function parseTracker(text: string, lenient: boolean): Promise<Tracker> {
  const toml = await loadToml();
  const { deployed = [], ...others } = toml.parse(text);
  if (!Array.isArray(deployed))
    throw invalid({ pointer: "/deployed", detail: "deployed must be an array of tables, [[deployed]]" });
  if (deployed.length > MAX_TRACKER_ROWS)
    throw new Fault(
      "too-large",
      `An import can have at most ${MAX_TRACKER_ROWS} rows; this file has ${deployed.length}`,
    );
  const keys = Object.entries(others).map(([key, value]): LeftOut => {
    const pointer = `/${escapePointer(key)}`;
    const detail = `unknown key '${key}' next to [[deployed]]; an import would lose it`;
    const isRow = typeof value === "object" && !(value instanceof Date);
    return { pointer, errors: [{ pointer, detail }], isRow, hints: undefined };
  });
  if (!lenient && keys.length > 0) throw invalidAll(keys.flatMap((key) => key.errors));
  const parsed: Tracker = { rows: [], leftOut: keys };
  for (const [i, table] of deployed.entries()) {
    const pointer = `/deployed/${i}`;
    const result = parseRow(toml, table, pointer);
    if ("row" in result) parsed.rows.push({ pointer, row: result.row });
    else parsed.leftOut.push({ pointer, isRow: true, ...result });
  }
  const errors = parsed.leftOut.flatMap((row) => row.errors);
  if (!lenient && errors.length > 0) throw invalidAll(onePerRow(errors), MAX_TRACKER_ROWS);
  return parsed;
}

/** Returns all errors. If there are more than 1,000, returns only the first error of each row. */
function onePerRow(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length <= 1_000) return errors;
  const rowOf = (e: FieldError) => ("pointer" in e ? e.pointer.split("/")[2] : "");
  return [...new Map(errors.toReversed().map((e) => [rowOf(e), e])).values()].reverse();
}

type Refused = { errors: FieldError[]; hints: RowHints | undefined };

function parseRow(toml: Toml, table: unknown, pointer: string): { row: ValidRow } | Refused {
  if (typeof table !== "object" || table === null || Array.isArray(table)) {
    return { errors: [{ pointer, detail: "must be a table" }], hints: undefined };
  }
  const keys = Object.keys(table).length;
  if (keys > MAX_KEYS) {
    return { errors: [{ pointer, detail: `must have at most ${MAX_KEYS} keys, not ${keys}` }], hints: undefined };
  }
  const fields: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(table)) (isKnownKey(key) ? fields : extra)[key] = value;
  // Trackers that were written on Windows have backslashes.
  for (const name of PATH_FIELDS) {
    if (typeof fields[name] === "string") fields[name] = fields[name].replaceAll("\\", "/");
  }
  const refuse = (...errors: FieldError[]): Refused => ({ errors, hints: hintsOf(fields) });
  const badKeys = documentErrors(table, pointer, ROW_DEPTH);
  if (badKeys.length > 0) return refuse(...badKeys);
  const result = TrackerRow.safeParse(fields);
  if (!result.success) return refuse(...fieldErrors(result.error.issues, pointer));
  // SkillMeat accepts a record with either hash, and rejects one with neither.
  const content_hash = result.data.content_hash ?? result.data.collection_sha;
  if (!content_hash) {
    return refuse({ pointer: `${pointer}/content_hash`, detail: "content_hash: required (or collection_sha)" });
  }
  const extra_toml = Object.keys(extra).length === 0 ? null : toml.rewrite(extra);
  const row = { ...result.data, content_hash, extra_toml };
  if (Buffer.byteLength(JSON.stringify(row)) > MAX_ROW) {
    return refuse({ pointer, detail: `must be at most ${MAX_ROW} bytes, including unknown keys` });
  }
  return { row };
}

/** Returns what can be read of a row. undefined: it cannot be read which record it is. */
function hintsOf(fields: Record<string, unknown>): RowHints | undefined {
  const { data } = RowIdentity.safeParse(fields);
  return data && { ...data, profile: RowProfile.safeParse(fields).data };
}
