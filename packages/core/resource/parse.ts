/** Parses what a caller sent, and reports each invalid field by its JSON pointer. */
import type * as z from "zod";
import { type FieldError, invalidAll } from "../fault.ts";
import { escapePointer } from "../values/json.ts";

/** Parses what a caller sent. @throws 422 with a pointer for each issue */
export function parse<S extends z.ZodType>(schema: S, value: unknown, base = ""): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidAll(fieldErrors(result.error.issues, base));
}

/** zod's issues as pointers; of a union, the branch that came closest. */
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

/** An issue in the caller's words: `context_path_prefixes[1]: must not be empty or blank`. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const message = missing ? "is required" : issue.message.replace(/, received \w+$/, "");
  const at = issue.path.length - 1;
  const last = issue.path[at];
  if (last === undefined) return message;
  return `${typeof last === "number" ? `${String(issue.path[at - 1] ?? "")}[${last}]` : String(last)}: ${message}`;
}
