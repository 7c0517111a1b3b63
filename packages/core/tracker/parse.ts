/** Parses and validates the rows of a SkillMeat tracker (`.skillmeat-deployed.toml`). */
import type * as z from "zod";
import { Fault, type FieldError, invalid, invalidAll } from "../fault.ts";
import { fieldErrors } from "../resource/parse.ts";
import { checkDocument } from "../values/document.ts";
import { escapePointer } from "../values/json.ts";
import { loadToml, type Toml } from "../values/toml.ts";
import { isKnownKey, TrackerRow } from "./row.schema.ts";

/** The maximum number of rows in one import. */
const MAX_TRACKER_ROWS = 5_000;
/** The maximum size of a row in bytes. With its keys and stamp, the stored item stays below the limit of 150 KiB. */
const MAX_ROW = 146 * 1024;

/** A validated row. `extra_toml`: its unknown keys as TOML. */
export type ValidRow = z.infer<typeof TrackerRow> & { content_hash: string; extra_toml: string | null };

/**
 * Parses a tracker.
 * @throws 400 if it is not TOML; 413 if it has more than 5,000 rows; 422 with a pointer for each invalid row
 */
export async function parseTracker(text: string): Promise<ValidRow[]> {
  const toml = await loadToml();
  const { deployed = [], ...others } = toml.parse(text);
  const errors: FieldError[] = Object.keys(others).map((key) => ({
    pointer: `/${escapePointer(key)}`,
    detail: `unknown key '${key}' next to [[deployed]]; an import would lose it`,
  }));
  if (errors.length > 0) throw invalidAll(errors);
  if (!Array.isArray(deployed))
    throw invalid({ pointer: "/deployed", detail: "deployed must be an array of tables, [[deployed]]" });
  if (deployed.length > MAX_TRACKER_ROWS)
    throw new Fault(
      "too-large",
      `An import can have at most ${MAX_TRACKER_ROWS} rows; this file has ${deployed.length}`,
    );
  checkDocument({ deployed });
  const rows = deployed.map((row, i) => parseRow(toml, row, `/deployed/${i}`, errors));
  if (errors.length > 0) throw invalidAll(onePerRow(errors), MAX_TRACKER_ROWS);
  return rows as ValidRow[];
}

/** Returns all errors. If there are more than 1,000, returns only the first error of each row. */
function onePerRow(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length <= 1_000) return errors;
  const rowOf = (e: FieldError) => ("pointer" in e ? e.pointer.split("/")[2] : "");
  return [...new Map(errors.toReversed().map((e) => [rowOf(e), e])).values()].reverse();
}

function parseRow(toml: Toml, row: unknown, pointer: string, errors: FieldError[]): ValidRow | undefined {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    errors.push({ pointer, detail: "must be a table" });
    return undefined;
  }
  const fields: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) (isKnownKey(key) ? fields : extra)[key] = value;
  const result = TrackerRow.safeParse(fields);
  if (!result.success) {
    errors.push(...fieldErrors(result.error.issues, pointer));
    return undefined;
  }
  // SkillMeat accepts a record with either hash, and rejects one with neither.
  const content_hash = result.data.content_hash ?? result.data.collection_sha;
  if (!content_hash) {
    errors.push({ pointer: `${pointer}/content_hash`, detail: "content_hash: required (or collection_sha)" });
    return undefined;
  }
  const extra_toml = Object.keys(extra).length === 0 ? null : toml.rewrite(extra);
  const parsed = { ...result.data, content_hash, extra_toml };
  if (Buffer.byteLength(JSON.stringify(parsed)) > MAX_ROW) {
    errors.push({ pointer, detail: `must be at most ${MAX_ROW} bytes, including unknown keys` });
    return undefined;
  }
  return parsed;
}
