/** The error responses of the OpenAPI document. They follow from what a route declares, and routes share them. */
import { FAULTS, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import { Problem } from "../http/problem.schema.ts";
import type { DescribedRoute } from "./described-route.ts";
import { type HeaderName, headersOf } from "./openapi-headers.ts";

/** The headers that an error has by its status, besides those of every error. */
const HEADERS_OF: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ["WWW-Authenticate"],
  415: ["Allow", "Accept-Post", "Accept-Patch", "Accept-Encoding"],
  429: ["Retry-After"],
  503: ["Retry-After"],
};

/**
 * Creates a function that returns the error responses of a route, by status. Routes whose errors of a status have the same
 * codes share one response.
 */
export function createErrors(): (
  route: DescribedRoute,
) => Record<`4${string}` | `5${string}`, ZodOpenApiResponseObject> {
  const shared = new Map<string, ZodOpenApiResponseObject>();
  const responseOf = (status: number, codes: readonly FaultCode[]) => {
    const id = codes.map(nameOf).join("Or");
    const response = shared.get(id) ?? errorResponse(id, status, codes);
    shared.set(id, response);
    return response;
  };
  return (route) =>
    Object.fromEntries(errorsOf(route).map(([status, codes]) => [String(status), responseOf(status, codes)]));
}

function errorResponse(id: string, status: number, codes: readonly FaultCode[]): ZodOpenApiResponseObject {
  const limited: HeaderName[] = status === 401 ? [] : ["RateLimit", "RateLimit-Policy"];
  const scope: HeaderName[] = codes.includes("missing-scope") ? ["WWW-Authenticate"] : [];
  const names: HeaderName[] = ["X-Request-Id", "Cache-Control", "Vary"];
  return {
    id,
    description: codes.map((code) => `\`${code}\`: ${FAULTS[code][1]}.`).join(" "),
    headers: headersOf([...names, ...limited, ...scope, ...(HEADERS_OF[status] ?? [])]),
    content: { "application/problem+json": { schema: Problem } },
  };
}

/** The name of a code in components: `not-found` becomes `NotFound`. */
const nameOf = (code: FaultCode) =>
  code
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** The error codes that an operation can return, by status. */
function errorsOf(route: DescribedRoute): [number, FaultCode[]][] {
  const byStatus = Map.groupBy(faultCodes(route), (code) => FAULTS[code][0] as number);
  // A route that declares its own 503 response has already described it.
  return [...byStatus].filter(([status]) => !(status === 503 && route.answers[503])).sort(([a], [b]) => a - b);
}

function faultCodes({
  faults,
  method,
  path,
  access,
  query,
  body,
  etag,
  produces,
  answer,
}: DescribedRoute): FaultCode[] {
  const when = (condition: unknown, ...codes: FaultCode[]) => (condition ? codes : []);
  const fields = query?.shape ?? {};
  return [
    "validation-failed",
    "internal",
    "unavailable",
    "query-too-long",
    ...when(!produces, "not-acceptable"),
    ...when(access !== "public", "unauthenticated", "missing-scope", "rate-limited"),
    ...when(access !== "public" && access !== "operator", "tenant-suspended"),
    ...when(path.includes("{"), "not-found"),
    ...when(body?.media.includes("json"), "malformed-json"),
    ...when(body?.media.includes("toml"), "malformed-toml"),
    ...when(body?.media.includes("yaml"), "malformed-yaml"),
    ...when(body, "unsupported-media-type"),
    ...when(method !== "GET" || "cursor" in fields || "after" in fields, "too-large"),
    ...when("cursor" in fields, "invalid-cursor"),
    ...when("after" in fields, "beyond-head", "expired"),
    ...when(etag || answer, "malformed-header"),
    ...when(answer, "idempotency-key-reused"),
    ...when(answer && etag && method !== "POST", "precondition-failed"),
    ...(faults ?? []),
  ];
}
