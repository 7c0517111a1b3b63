/** The parameters of an operation in the OpenAPI document: in its path, its query and its headers. */
import { type ParameterName, paramNames } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import type { ZodOpenApiParameters } from "zod-openapi";
import { Limit } from "../http/query.schema.ts";
import { PARAMETERS } from "../routing/parameters.ts";
import type { DescribedRoute } from "./described-route.ts";

/** The parameters of a route. Undefined: it has none. */
export function parametersOf(route: DescribedRoute): ZodOpenApiParameters | undefined {
  const path = Object.fromEntries(paramNames(route.path).map((name) => [name, pathParameter(route, name)]));
  const query = Object.fromEntries(
    Object.entries(route.query?.shape ?? {}).map(([name, schema]) => [name, queryParameter(route, name, schema)]),
  );
  const header = requestHeaders(route);
  const groups = Object.entries({ path, query, header }).filter(([, shape]) => Object.keys(shape).length > 0);
  return groups.length > 0 ? Object.fromEntries(groups.map(([place, shape]) => [place, z.object(shape)])) : undefined;
}

function pathParameter(route: DescribedRoute, name: string): z.ZodType {
  const { description, pattern } = PARAMETERS[name as ParameterName];
  const example = route.example.params?.[name];
  return z.string().meta({ description, example, ...(pattern ? { pattern: pattern.source } : {}), param: { example } });
}

/** A parameter of the query, with the value of the route's example. The reference page is filled in with it. */
function queryParameter(route: DescribedRoute, name: string, schema: z.ZodType): z.ZodType {
  const text = (route.example.query as Readonly<Record<string, string>> | undefined)?.[name];
  if (text === undefined) return schema;
  const example = schema === Limit ? Number(text) : text;
  return schema.meta({ ...schema.meta(), param: { example } });
}

/** One quoted ETag, strong or weak. */
const TAG = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const TAGS = `^\\s*(?:\\*|${TAG}(?:\\s*,\\s*${TAG})*)\\s*$`;

const headerParameter = (name: string, description: string, schema: object) =>
  z
    .string()
    .optional()
    .meta({ description, ...schema, param: { id: name } });

const IDEMPOTENCY_KEY = headerParameter(
  "Idempotency-Key",
  "Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422.",
  { minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
);
const IF_NONE_MATCH = headerParameter(
  "If-None-Match",
  "A list of ETags, or `*`. On GET, returns 304 if one of them is the current ETag. On a write, returns 412 if one of them is, and for `*`.",
  { pattern: TAGS },
);
const IF_MATCH = headerParameter(
  "If-Match",
  "A list of ETags, or `*`. Returns 412 unless one of them is the current ETag. Without it, the last write wins.",
  { pattern: TAGS },
);

function requestHeaders({ method, etag, answer }: DescribedRoute): Record<string, z.ZodType> {
  return {
    ...(answer ? { "Idempotency-Key": IDEMPOTENCY_KEY } : {}),
    ...(etag && method !== "POST" ? { "If-None-Match": IF_NONE_MATCH } : {}),
    ...(etag && method !== "POST" && method !== "GET" ? { "If-Match": IF_MATCH } : {}),
  };
}
