/** Error responses as `application/problem+json` (RFC 9457). */
import { FAULTS, Fault, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";

/** The body of an error response. */
export const Problem = z
  .object({
    type: z.string().meta({ description: "The URI of the problem type, `urn:skillmeat:problem:<code>`." }),
    code: z
      .enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]])
      .meta({ description: "The error code, for programs." }),
    title: z.string().meta({ description: "A summary of the error code. It is the same for every occurrence." }),
    status: z.int().meta({ description: "The HTTP status code." }),
    detail: z.string().meta({ description: "An explanation of this occurrence of the error." }),
    instance: z.string().meta({ description: "The path of the request." }),
    request_id: z.string().meta({ description: "The request id, as in the `X-Request-Id` response header." }),
    errors: z
      .array(
        z.union([
          z.object({
            pointer: z.string().meta({ description: "A JSON Pointer (RFC 6901) into the request body." }),
            detail: z.string(),
          }),
          z.object({
            parameter: z.string().meta({ description: "The name of a query parameter or header." }),
            detail: z.string(),
          }),
        ]),
      )
      .optional()
      .meta({ description: "The invalid fields, query parameters or headers." }),
  })
  .meta({ id: "Problem", description: "An error response (RFC 9457)." });

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
): Response {
  const { status, headers, body } = problemParts(fault, instance, requestId);
  return new Response(body, { status, headers: { ...more, ...headers } });
}
