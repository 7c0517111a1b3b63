/** The lists in the result of an import: rows that were superseded or left out. */
import { MAX_LISTED_ROWS } from "../model/limits.ts";
import type { ImportResult } from "./import.schema.ts";
import type { LeftOut } from "./parse.ts";

/** The maximum length of a pointer or reason in the result, in bytes. */
const MAX_TEXT = 120;

/** Returns the beginning of a text that has at most 120 bytes. */
const shortened = (text: string) => text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(MAX_TEXT)).read);

/** Returns the lists of the result, with their lengths. */
export function listsOf(
  superseded: ImportResult["superseded_rows"],
  leftOut: readonly LeftOut[],
): Pick<ImportResult, "superseded" | "superseded_rows" | "left_out" | "left_out_rows"> {
  return {
    superseded: superseded.length,
    superseded_rows: superseded.slice(0, MAX_LISTED_ROWS),
    left_out: leftOut.length,
    left_out_rows: leftOut.slice(0, MAX_LISTED_ROWS).map(({ pointer, errors }) => ({
      pointer: shortened(pointer),
      reason: shortened(errors.map(({ detail }) => detail).join("; ")),
    })),
  };
}
