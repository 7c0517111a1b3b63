/** Error responses as `application/problem+json` (RFC 9457). */
import { FAULTS, Fault, type FieldError } from "@skillmeat-deployments/core/fault.ts";
import type * as z from "zod";
import type { HttpResponse } from "./message.ts";
import type { Problem } from "./problem.schema.ts";

/** The fault of a thrown value. Unexpected errors become `internal`, so that no detail of them reaches the client. */
export const asFault = (error: unknown): Fault =>
  error instanceof Fault && error.code !== "internal"
    ? error
    : new Fault("internal", "An internal error occurred; quote the request id to report it", { cause: error });

/** The maximum length of a text in a problem. Texts can quote what the caller sent. */
const MAX_TEXT = 1_000;
/** The maximum length of all texts in the list of errors together. */
const MAX_ERRORS_TEXT = 1_000_000;

const shortened = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…`.toWellFormed() : text);

/** The errors that fit into an answer, with short texts. */
function listed(errors: readonly FieldError[]): FieldError[] {
  let left = MAX_ERRORS_TEXT;
  return errors
    .map((error): FieldError => {
      const detail = shortened(error.detail);
      return "pointer" in error
        ? { pointer: shortened(error.pointer), detail }
        : { parameter: shortened(error.parameter), detail };
    })
    .filter((error) => {
      left -= error.detail.length + ("pointer" in error ? error.pointer : error.parameter).length;
      return left > 0;
    });
}

type Parts = { status: number; headers: Record<string, string>; body: string };

/** The status, headers and body of a problem, for senders that do not use fetch's Response. */
export function problemParts(fault: Fault, instance: string, requestId: string): Parts {
  const [status, title] = FAULTS[fault.code];
  const body: z.infer<typeof Problem> = {
    type: `urn:skillmeat:problem:${fault.code}`,
    code: fault.code,
    title,
    status,
    detail: shortened(fault.message),
    instance: shortened(instance),
    request_id: requestId,
    ...(fault.limit === undefined ? {} : { limit: fault.limit }),
    ...(fault.errors === undefined ? {} : { errors: listed(fault.errors) }),
  };
  const retryAfter = fault.retryAfter ?? (status === 503 ? 1 : undefined);
  const retry: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  const headers = {
    "x-request-id": requestId,
    ...retry,
    // Whatever the route says of its answers: an error is never cached.
    "cache-control": "no-store",
    "content-type": "application/problem+json",
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** A problem as a response. @param more further headers */
export function problemResponse(
  fault: Fault,
  instance: string,
  requestId: string,
  more: Record<string, string>,
): HttpResponse {
  const { status, headers, body } = problemParts(fault, instance, requestId);
  return { status, headers: { ...more, ...headers }, body };
}
