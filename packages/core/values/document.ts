/** What no document may hold, whatever its schema: checked once for JSON and TOML, before any field is looked at. */
import { Fault, type FieldError, invalidAll } from "../fault.ts";
import { escapePointer } from "./json.ts";

/** How deep a document may nest (contract, section 3). */
export const MAX_DEPTH = 32;
/** Names that reach an object's prototype in JavaScript; refused, never dropped. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** @throws 422 naming each forbidden key, unpaired surrogate, or the place that nests too deep */
export function checkDocument(value: unknown): void {
  const errors: FieldError[] = [];
  walk(value, "", 1, errors);
  if (errors.length > 0) throw invalidAll(errors);
}

function walk(value: unknown, pointer: string, depth: number, errors: FieldError[]): void {
  if (typeof value === "string") {
    if (!value.isWellFormed())
      errors.push({ pointer, detail: "holds an unpaired surrogate, which UTF-8 cannot carry" });
    return;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  if (depth > MAX_DEPTH)
    throw new Fault("validation-failed", `Nested deeper than ${MAX_DEPTH} levels`, {
      errors: [{ pointer, detail: `nests deeper than ${MAX_DEPTH} levels` }],
    });
  for (const [key, member] of Object.entries(value)) {
    const place = `${pointer}/${escapePointer(key)}`;
    if (FORBIDDEN.has(key) || !key.isWellFormed())
      errors.push({ pointer: place, detail: `'${key.toWellFormed()}' cannot be a key` });
    else walk(member, place, depth + 1, errors);
  }
}
