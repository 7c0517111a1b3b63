/** Builds the OpenAPI 3.1 document from the routes. It runs at build time and is not part of the bundle. */
import { type ParameterName, paramNames } from "@skillmeat-deployments/core/model/api-paths.ts";
import * as z from "zod";
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
} from "zod-openapi";
import { MEDIA_TYPES } from "../http/body.ts";
import { PARAMETERS } from "../routing/parameters.ts";
import { SERVICE } from "../version.ts";
import type { DescribedRoute } from "./described-route.ts";
import { responsesOf } from "./openapi-responses.ts";

/** The response bodies for the routes' examples, by operation id and status. A test records them. */
export type RecordedAnswers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const TAGS: Record<string, string> = {
  Projects: "A project has deployment profiles, deployment records and an event feed.",
  Profiles: "A deployment profile defines where each artifact type is placed in a project, for one platform.",
  Artifacts:
    "Artifacts are what can be deployed, for example skills and commands. Each can be limited to some platforms.",
  Deployments:
    "Deployment records state which artifact was deployed where. Reports show their status and plan new ones.",
  Events: "Event feeds contain exactly one event for each change, in order and without gaps.",
  Platforms: "The catalogue of platforms, with the sources for each path.",
  Keys: "The API keys of the tenant.",
  Tenants: "Administration of tenants. Requires the operator key.",
  Service: "Information about the service, health checks and this reference.",
};

const DESCRIPTION =
  "The hosted control plane of SkillMeat: projects, their deployment profiles, artifacts, deployment records and an " +
  "exact event feed. Every path is also available under the prefix `/api/v1`.";

/** The document. @param answers the recorded examples of responses */
export function openApiDocument(routes: readonly DescribedRoute[], answers: RecordedAnswers): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase() as "get"] = operation(route, answers[route.id] ?? {});
    paths[route.path] = item;
  }
  const document = createDocument({
    openapi: "3.1.0",
    info: {
      title: SERVICE.name,
      version: SERVICE.version,
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "SkillMeat Deployments" },
    },
    servers: [{ url: "/", description: "The server that serves this document." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: { securitySchemes: SECURITY },
  });
  return document as unknown as Record<string, unknown>;
}

const SECURITY = {
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "An API key, `smk_<live|test>_…`, or an OIDC access token if the server has an OIDC issuer configured.",
  },
  operatorKey: {
    type: "http",
    scheme: "bearer",
    description: "The operator key. It is valid only for `/tenants`.",
  },
} as const;

function operation(route: DescribedRoute, answers: Readonly<Record<string, unknown>>): ZodOpenApiOperationObject {
  const scope = route.access.includes(":") ? `Scope: \`${route.access}\`.` : undefined;
  const requestParams = parametersOf(route);
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, scope].filter(Boolean).join("\n\n") || route.summary,
    security: route.access === "public" ? [] : [route.access === "operator" ? { operatorKey: [] } : { apiKey: [] }],
    ...(requestParams ? { requestParams } : {}),
    ...(route.body ? { requestBody: requestBodyOf(route, route.body) } : {}),
    responses: responsesOf(route, answers),
  };
}

function parametersOf(route: DescribedRoute): ZodOpenApiParameters | undefined {
  const path = Object.fromEntries(
    paramNames(route.path).map((name) => {
      const description = PARAMETERS[name as ParameterName].description;
      return [name, z.string().meta({ description, example: route.example.params?.[name] })];
    }),
  );
  const header = headersOf(route);
  const parameters: ZodOpenApiParameters = {
    ...(Object.keys(path).length > 0 ? { path: z.object(path) } : {}),
    ...(route.query ? { query: route.query } : {}),
    ...(Object.keys(header).length > 0 ? { header: z.object(header) } : {}),
  };
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

const IDEMPOTENCY_KEY = z.string().min(1).max(257).optional().meta({
  description:
    "Makes the request safe to retry: 1–255 printable ASCII characters. For 24 hours, the same request with the same key takes effect once and gets the same response, even if the first response was lost. A different request with the key gets 422.",
});
const IF_NONE_MATCH = z
  .string()
  .optional()
  .meta({ description: "A list of ETags, or `*`. Returns 304 if one of them is the current ETag." });
const IF_MATCH = z
  .string()
  .optional()
  .meta({ description: "A list of ETags, or `*`. Returns 412 unless one of them is the current ETag." });

function headersOf(route: DescribedRoute): Record<string, z.ZodType> {
  if (route.method === "GET") return route.etag ? { "If-None-Match": IF_NONE_MATCH } : {};
  return {
    ...(route.answer ? { "Idempotency-Key": IDEMPOTENCY_KEY } : {}),
    ...(route.etag && route.method !== "POST" ? { "If-Match": IF_MATCH } : {}),
  };
}

function requestBodyOf(
  route: DescribedRoute,
  { schema, media }: NonNullable<DescribedRoute["body"]>,
): ZodOpenApiRequestBodyObject {
  const { body } = route.example;
  // The example is a JSON value. Only a route that accepts nothing but TOML has TOML text as its example.
  const exampleFor = (type: (typeof media)[number]) =>
    body === undefined || (type === "toml" && typeof body !== "string") ? {} : { example: body };
  return {
    required: true,
    content: Object.fromEntries(media.map((type) => [MEDIA_TYPES[type], { schema, ...exampleFor(type) }])),
  };
}
