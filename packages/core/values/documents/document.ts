/** Checks that apply to every JSON or TOML document, whatever its schema. They run before the schema validation. */
import { type FieldError, invalidAll } from "../../fault.ts";
import { escapePointer } from "../json.ts";
import { withCommas } from "../number.ts";

/** The maximum nesting depth of a document, in levels. */
const MAX_DEPTH = 32;
/** The maximum number of members of an object, and of items of a list. A schema would report each that it refuses. */
const MAX_MEMBERS = 1_000;
const MAX_ITEMS = 10_000;
/** Keys that give access to an object's prototype in JavaScript. They are rejected, not dropped. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** @throws 422 with a pointer to each forbidden key, each unpaired surrogate, and each value that is nested too deep or too large */
export function checkDocument(value: unknown): void {
  const errors = documentErrors(value);
  if (errors.length > 0) throw invalidAll(errors);
}

/**
 * Returns the errors of a document, or of a part of one.
 * @param pointer the pointer of the part
 * @param depth the level of the part
 */
export function documentErrors(value: unknown, pointer = "", depth = 1): FieldError[] {
  const errors: FieldError[] = [];
  walk(value, pointer, depth, errors);
  return errors;
}

function walk(value: unknown, pointer: string, depth: number, errors: FieldError[]): void {
  if (typeof value === "string") {
    if (!value.isWellFormed())
      errors.push({ pointer, detail: "contains an unpaired surrogate, which UTF-8 cannot encode" });
    return;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  if (depth > MAX_DEPTH) {
    errors.push({ pointer, detail: `nests deeper than ${MAX_DEPTH} levels` });
    return;
  }
  const [max, parts] = Array.isArray(value) ? [MAX_ITEMS, "items"] : [MAX_MEMBERS, "members"];
  const entries = Object.entries(value);
  if (entries.length > max) {
    errors.push({ pointer, detail: `has more than ${withCommas(max)} ${parts}` });
    return;
  }
  for (const [key, member] of entries) {
    const memberPointer = `${pointer}/${escapePointer(key)}`;
    if (FORBIDDEN.has(key) || !key.isWellFormed())
      errors.push({ pointer: memberPointer, detail: `'${key.toWellFormed()}' is not allowed as a key` });
    else walk(member, memberPointer, depth + 1, errors);
  }
}
