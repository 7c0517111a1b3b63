/** The OpenAPI 3.1 document, made from the routes at build time; never bundled. */
import { paramNames } from "@skillmeat-deployments/core/model/paths.ts";
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
import type { Route } from "../routing/route.ts";
import { SERVICE } from "../version.ts";
import { responsesOf } from "./openapi-responses.ts";

/** Answers that the service gave to the routes' examples, by operation and status; a test records them. */
export type RecordedAnswers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const TAGS: Record<string, string> = {
  Projects: "A project owns deployment profiles, deployment records and an event feed.",
  Profiles: "A deployment profile says where each artifact type goes in a project, for one platform.",
  Artifacts: "What can be deployed, and the platforms that it targets.",
  Deployments: "Records of what was deployed where, and reports on them.",
  Events: "Feeds that hold every change once, in order, without a hole.",
  Platforms: "The catalogue of platforms, with the sources of each path.",
  Keys: "The tenant's API keys.",
  Tenants: "For the operator alone.",
  Service: "The service itself.",
};

const DESCRIPTION =
  "The hosted control plane of SkillMeat: projects, their deployment profiles, artifacts, deployment records and an " +
  "exact event feed. Every path also answers under `/api/v1`.";

export function openApiDocument(routes: readonly Route[], answers: RecordedAnswers): Record<string, unknown> {
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
    servers: [{ url: "/", description: "The server that this document was read from." }],
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
    description: "An API key, `smk_<live|test>_…`, or an OIDC access token where an issuer is configured.",
  },
  operatorKey: {
    type: "http",
    scheme: "bearer",
    description: "The operator's key. It opens /tenants and nothing else.",
  },
} as const;

function operation(route: Route, answers: Readonly<Record<string, unknown>>): ZodOpenApiOperationObject {
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

function parametersOf(route: Route): ZodOpenApiParameters | undefined {
  const path = Object.fromEntries(
    paramNames(route.path).map((name) => {
      const description = PARAMETERS[name]?.description ?? name;
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
    "1–255 printable ASCII characters. For 24 hours, the same request under the same key has one effect and the same answer, also where the first answer was lost; another request under the key is 422.",
});
const IF_NONE_MATCH = z.string().optional().meta({ description: "ETags. The answer is 304 where one is the current." });
const IF_MATCH = z
  .string()
  .optional()
  .meta({ description: "ETags. The write is refused with 412 unless one is the current ETag." });

function headersOf(route: Route): Record<string, z.ZodType> {
  if (route.method === "GET") return route.etag ? { "If-None-Match": IF_NONE_MATCH } : {};
  return {
    ...(route.answer ? { "Idempotency-Key": IDEMPOTENCY_KEY } : {}),
    ...(route.etag && route.method !== "POST" ? { "If-Match": IF_MATCH } : {}),
  };
}

function requestBodyOf(route: Route, { schema, media }: NonNullable<Route["body"]>): ZodOpenApiRequestBodyObject {
  const { body } = route.example;
  // The example is a value; of a TOML body it is the text itself where that is all the route takes.
  const example = (m: (typeof media)[number]) =>
    body === undefined || (m === "toml" && typeof body !== "string") ? {} : { example: body };
  return {
    required: true,
    content: Object.fromEntries(media.map((m) => [MEDIA_TYPES[m], { schema, ...example(m) }])),
  };
}
