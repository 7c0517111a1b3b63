/** Validates input with a zod schema, and reports each invalid field with its JSON pointer. */
import type * as z from "zod";
import { type FieldError, invalidAll } from "../fault.ts";
import { escapePointer } from "../values/json.ts";
import { listsKeys } from "../values/known-keys.ts";

/**
 * Parses a value that a caller sent.
 * @param base the pointer of the value in the body
 * @throws 422 with a pointer for each issue
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, base = ""): z.output<S> {
  // With the input, an error can say what was sent.
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw invalidAll(fieldErrors(result.error.issues, base));
}

/** Converts zod's issues to errors with pointers. For a union, reports the branch whose type matches the value. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], base = ""): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const pointer = base + issue.path.map((p) => `/${escapePointer(String(p))}`).join("");
    if (issue.code === "unrecognized_keys") {
      // A map lists the keys that it takes.
      const known = listsKeys(issue.message) ? `; ${issue.message}` : "";
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escapePointer(key)}`,
        detail: known ? `unknown key '${key}'${known}` : `unknown field '${key}'`,
      }));
    }
    if (issue.code === "invalid_union") {
      const branch = issue.errors.find((e) => !e.some((i) => i.code === "invalid_type" && i.path.length === 0));
      if (branch) return fieldErrors(branch, pointer);
    }
    return [{ pointer, detail: describeIssue(issue) }];
  });
}

/** Returns the text of an issue with the field's name: `context_path_prefixes[1]: must not be empty or blank`. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const message = messageOf(issue);
  const lastIndex = issue.path.length - 1;
  const last = issue.path[lastIndex];
  if (last === undefined) return message;
  return `${typeof last === "number" ? `${String(issue.path[lastIndex - 1] ?? "")}[${last}]` : String(last)}: ${message}`;
}

/** What the schemas' own messages do not say in a caller's words. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type" && issue.code !== "invalid_value") return issue.message;
  if (issue.input === undefined) return "is required";
  if (issue.code === "invalid_type")
    return `must be ${NOUNS[issue.expected] ?? issue.expected}, not ${nounOf(issue.input)}`;
  const sent = typeof issue.input === "string" ? "" : `, not ${nounOf(issue.input)}`;
  const [only, ...others] = issue.values.map(String);
  return others.length === 0
    ? `must be ${only}${sent}`
    : `must be one of ${issue.values.map(String).join(", ")}${sent}`;
}

/** The types that schemas expect, in words. */
const NOUNS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function nounOf(input: unknown): string {
  if (input === null || typeof input === "boolean") return String(input);
  if (Array.isArray(input)) return "a list";
  return NOUNS[typeof input] ?? typeof input;
}
