/** Builds the OpenAPI 3.1 document from the routes. It runs at build time and is not part of the bundle. */

import { loadToml } from "@skillmeat-deployments/core/values/documents/toml.ts";
import type { JsonObject } from "@skillmeat-deployments/core/values/json.ts";
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { MEDIA_TYPES, type Media } from "../http/body.ts";
import { SERVICE } from "../version.ts";
import type { DescribedRoute } from "./described-route.ts";
import { createErrors } from "./openapi-errors.ts";
import { HEADERS } from "./openapi-headers.ts";
import { INTRODUCTION } from "./openapi-introduction.ts";
import { parametersOf } from "./openapi-parameters.ts";
import { responsesOf, TOML_BODY } from "./openapi-responses.ts";
import { schemaOverride, withoutRepeats } from "./openapi-schemas.ts";
import { webhooksOf, withSentBodies } from "./openapi-webhooks.ts";

const toml = await loadToml();

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
  Webhooks: "Endpoints to which events are sent, signed, at least once.",
  Platforms: "The catalogue of platforms, with the sources for each path.",
  Keys: "The API keys of the tenant.",
  Tenants: "Administration of tenants. Requires the operator key.",
  Service: "Information about the service, health checks and this reference.",
};

/** The document. @param answers the recorded examples of responses */
export function openApiDocument(routes: readonly DescribedRoute[], answers: RecordedAnswers): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  const errorsOf = createErrors();
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase() as "get"] = operation(route, {
      ...responsesOf(route, answers[route.id] ?? {}),
      ...errorsOf(route),
    });
    paths[route.path] = item;
  }
  const definition: ZodOpenApiObject = {
    openapi: "3.1.0",
    info: {
      title: SERVICE.name,
      version: SERVICE.version,
      description: INTRODUCTION,
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "SkillMeat Deployments" },
    },
    servers: [{ url: "/", description: "The server that serves this document." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: webhooksOf((answers.listProjectEvents?.[200] as unknown[] | undefined)?.[0]),
    components: { securitySchemes: SECURITY, headers: HEADERS },
  };
  return withoutRepeats(withSentBodies(createDocument(definition, { override: schemaOverride })));
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

function operation(route: DescribedRoute, responses: ZodOpenApiResponsesObject): ZodOpenApiOperationObject {
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
    responses,
  };
}

function requestBodyOf(
  { example: { body }, bodies }: DescribedRoute,
  { schema, media }: NonNullable<DescribedRoute["body"]>,
): ZodOpenApiRequestBodyObject {
  const contentOf = (type: Media) =>
    bodies?.[type] ?? (type === "toml" ? { schema: TOML_BODY, example: tomlExample(body) } : { schema, example: body });
  return {
    required: true,
    content: Object.fromEntries(media.map((type) => [MEDIA_TYPES[type], contentOf(type)])),
  };
}

/** The same as an example in JSON. */
const tomlExample = (body: unknown) => toml.write(body as JsonObject);
