/** Checks that apply to every JSON or TOML document, whatever its schema. They run before the schema validation. */
import { Fault, type FieldError, invalidAll } from "../fault.ts";
import { escapePointer } from "./json.ts";

/** The maximum nesting depth of a document, in levels. */
const MAX_DEPTH = 32;
/** Keys that give access to an object's prototype in JavaScript. They are rejected, not dropped. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/**
 * @throws 422 with a pointer to each forbidden key and each unpaired surrogate, or to the value that is nested too deep
 */
export function checkDocument(value: unknown): void {
  const errors: FieldError[] = [];
  walk(value, "", 1, errors);
  if (errors.length > 0) throw invalidAll(errors);
}

function walk(value: unknown, pointer: string, depth: number, errors: FieldError[]): void {
  if (typeof value === "string") {
    if (!value.isWellFormed())
      errors.push({ pointer, detail: "contains an unpaired surrogate, which UTF-8 cannot encode" });
    return;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  if (depth > MAX_DEPTH)
    throw new Fault("validation-failed", `Nested deeper than ${MAX_DEPTH} levels`, {
      errors: [{ pointer, detail: `nests deeper than ${MAX_DEPTH} levels` }],
    });
  for (const [key, member] of Object.entries(value)) {
    const memberPointer = `${pointer}/${escapePointer(key)}`;
    if (FORBIDDEN.has(key) || !key.isWellFormed())
      errors.push({ pointer: memberPointer, detail: `'${key.toWellFormed()}' is not allowed as a key` });
    else walk(member, memberPointer, depth + 1, errors);
  }
}
