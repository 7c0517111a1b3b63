/** Error responses as `application/problem+json` (RFC 9457). */
import { FAULTS, Fault } from "@skillmeat-deployments/core/fault.ts";
import type * as z from "zod";
import type { HttpResponse } from "./message.ts";
import type { Problem } from "./problem.schema.ts";

/** The fault of a thrown value. Unexpected errors become `internal`, so that no detail of them reaches the client. */
export const asFault = (error: unknown): Fault =>
  error instanceof Fault && error.code !== "internal"
    ? error
    : new Fault("internal", "An internal error occurred; quote the request id to report it", { cause: error });

type Parts = { status: number; headers: Record<string, string>; body: string };

/** The status, headers and body of a problem, for senders that do not use fetch's Response. */
export function problemParts(fault: Fault, instance: string, requestId: string): Parts {
  const [status, title] = FAULTS[fault.code];
  const body: z.infer<typeof Problem> = {
    type: `urn:skillmeat:problem:${fault.code}`,
    code: fault.code,
    title,
    status,
    detail: fault.message,
    instance,
    request_id: requestId,
    ...(fault.errors === undefined ? {} : { errors: [...fault.errors] }),
  };
  const retry: Record<string, string> =
    fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
  const headers = { "x-request-id": requestId, ...retry, "content-type": "application/problem+json" };
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
