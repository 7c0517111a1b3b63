/** Validates input with a zod schema, and reports each invalid field with its JSON pointer. */
import type * as z from "zod";
import { type FieldError, invalidAll } from "../fault.ts";
import { escapePointer } from "../values/json.ts";

/**
 * Parses a value that a caller sent.
 * @param base the pointer of the value in the body
 * @throws 422 with a pointer for each issue
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, base = ""): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidAll(fieldErrors(result.error.issues, base));
}

/** Converts zod's issues to errors with pointers. For a union, reports the branch whose type matches the value. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], base = ""): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const pointer = base + issue.path.map((p) => `/${escapePointer(String(p))}`).join("");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escapePointer(key)}`,
        detail: `unknown field '${key}'`,
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
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const message = missing ? "is required" : issue.message.replace(/, received \w+$/, "");
  const lastIndex = issue.path.length - 1;
  const last = issue.path[lastIndex];
  if (last === undefined) return message;
  return `${typeof last === "number" ? `${String(issue.path[lastIndex - 1] ?? "")}[${last}]` : String(last)}: ${message}`;
}
