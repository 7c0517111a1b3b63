/** Builds the responses of an operation in the OpenAPI document. The errors follow from what the route declares. */
import { FAULTS, type FaultCode } from "@skillmeat-deployments/core/fault.ts";
import * as z from "zod";
import type { ZodOpenApiResponsesObject } from "zod-openapi";
import { MEDIA_TYPES } from "../http/body.ts";
import { Problem } from "../http/problem.schema.ts";
import type { AnswerSpec } from "../routing/operation.ts";
import type { DescribedRoute } from "./described-route.ts";

const header = (name: string, description: string) =>
  ({ [name]: { description, schema: { type: "string" } } }) as const;
const ETAG = header("etag", "The strong entity tag of this representation.");
const LOCATION = header("location", "The path of the created resource.");
const LINK = header(
  "link",
  'The next page, as `<path>; rel="next"` (RFC 8288). A list omits it on the last page; an event feed always sends it.',
);
const REPLAYED = header(
  "idempotent-replayed",
  "`true` if this is the response to an earlier request with the same `Idempotency-Key`.",
);
const REQUEST_ID = header(
  "x-request-id",
  "The request id: the `X-Request-Id` of the request if it is valid, otherwise a generated id.",
);

type Status = `${1 | 2 | 3 | 4 | 5}${string}`;

/** The responses of a route. @param answers the recorded response bodies for the route's example, by status */
export function responsesOf(
  route: DescribedRoute,
  answers: Readonly<Record<string, unknown>>,
): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, answer] of Object.entries(route.answers) as [Status, AnswerSpec][]) {
    responses[status] = {
      description: answer.description,
      headers: {
        ...REQUEST_ID,
        ...(route.etag && status !== "204" ? ETAG : {}),
        ...(status === "201" ? LOCATION : {}),
        ...(route.answer ? REPLAYED : {}),
        ...(route.query && ("limit" in route.query.shape || "cursor" in route.query.shape) ? LINK : {}),
      },
      ...contentOf(route, answer, answers[status]),
    };
  }
  if (route.etag && route.method === "GET") {
    const description = "The current ETag is one of those in `If-None-Match`.";
    responses["304"] = { description, headers: { ...REQUEST_ID, ...ETAG } };
  }
  for (const [status, codes] of errorsOf(route)) {
    responses[String(status) as Status] = {
      description: codes.map((code) => `\`${code}\`: ${FAULTS[code][1]}.`).join(" "),
      headers: REQUEST_ID,
      content: { "application/problem+json": { schema: Problem } },
    };
  }
  return responses;
}

function contentOf(route: DescribedRoute, answer: AnswerSpec, example: unknown) {
  if (answer.type) return { content: { [answer.type]: { schema: z.string() } } };
  if (!answer.schema) return {};
  const toml = { schema: z.string().meta({ description: "The same representation as TOML." }) };
  return {
    content: {
      "application/json": { schema: answer.schema, ...(example === undefined ? {} : { example }) },
      ...(route.toml ? { [MEDIA_TYPES.toml]: toml } : {}),
    },
  };
}

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
    ...when(body, "unsupported-media-type"),
    ...when(method !== "GET" || "cursor" in fields || "after" in fields, "too-large"),
    ...when("cursor" in fields, "invalid-cursor"),
    ...when("after" in fields, "beyond-head", "expired"),
    ...when(answer && method === "POST", "already-exists"),
    ...when(etag || answer, "malformed-header"),
    ...when(answer, "idempotency-key-reused"),
    ...when(answer && etag && method !== "POST", "precondition-failed"),
    ...(faults ?? []),
  ];
}
