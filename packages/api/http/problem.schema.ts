/** The schema of error responses (RFC 9457). */
import { FAULTS, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
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
    limit: z
      .string()
      .optional()
      .meta({ description: "The name of the tenant's limit that is reached, such as `projects`. See `GET /me`." }),
    errors: z
      .array(
        z.union([
          z
            .object({
              pointer: z.string().meta({ description: "A JSON Pointer (RFC 6901) into the request body." }),
              detail: z.string().meta({ description: "What is wrong with the value." }),
            })
            .meta({ id: "BodyError", description: "An invalid value in the body." }),
          z
            .object({
              parameter: z.string().meta({ description: "The name of a query parameter or header." }),
              detail: z.string().meta({ description: "What is wrong with the value." }),
            })
            .meta({ id: "ParameterError", description: "An invalid query parameter or header." }),
        ]),
      )
      .optional()
      .meta({ description: "The invalid fields, query parameters or headers." }),
  })
  .meta({ id: "Problem", description: "An error response (RFC 9457)." });
