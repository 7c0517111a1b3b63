/** Errors as `application/problem+json` (RFC 9457). */
import { FAULTS, Fault, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";

export const Problem = z
  .object({
    type: z.string().meta({ description: "`urn:skillmeat:problem:<code>`." }),
    code: z
      .enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]])
      .meta({ description: "What went wrong, from a closed list." }),
    title: z.string().meta({ description: "The code in words." }),
    status: z.int().meta({ description: "The HTTP status." }),
    detail: z.string().meta({ description: "What went wrong this time." }),
    instance: z.string().meta({ description: "The request's path." }),
    request_id: z.string().meta({ description: "The answer's X-Request-Id." }),
    errors: z
      .array(
        z.union([
          z.object({ pointer: z.string().meta({ description: "RFC 6901, into the body." }), detail: z.string() }),
          z.object({ parameter: z.string().meta({ description: "A query parameter or header." }), detail: z.string() }),
        ]),
      )
      .optional()
      .meta({ description: "Each invalid place." }),
  })
  .meta({ id: "Problem", description: "An error (RFC 9457)." });

/** What a thrown value says to the caller: anything but a Fault is ours, and says nothing. */
export const asFault = (error: unknown): Fault =>
  error instanceof Fault && error.code !== "internal"
    ? error
    : new Fault("internal", "Something went wrong on our side; the request id tells us what", { cause: error });

type Parts = { status: number; headers: Record<string, string>; body: string };

/** A problem's status, headers and body, for whatever is to send it. */
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

export function problemResponse(
  fault: Fault,
  instance: string,
  requestId: string,
  more: Record<string, string>,
): Response {
  const { status, headers, body } = problemParts(fault, instance, requestId);
  return new Response(body, { status, headers: { ...more, ...headers } });
}
